"""The running parts, one line each, and the configuration supervisor keeps them by."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from frontend.deploy.cluster import Cluster
from frontend.deploy.tied import tied

HOUSE = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MANAGE = [str(BIN / "python"), str(HOUSE / "manage.py")]

SUPERVISOR = """\
[supervisord]
nodaemon = true
silent = true
user = {user}
directory = {house}
identifier = sightline
logfile = {log}/supervisor.log
logfile_maxbytes = 5MB
logfile_backups = 1
pidfile = {var}/supervisor.pid

[unix_http_server]
file = {control}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """
[program:{name}]
command = {command}
{user}
priority = {rank}
autostart = {autostart}
autorestart = true
startsecs = 1
startretries = 1000000
stopsignal = {stop}
stopwaitsecs = 8
killasgroup = true
redirect_stderr = true
stdout_logfile = {log}/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 2
"""


@dataclass(frozen=True)
class Part:
    """One process kept running."""

    name: str
    command: list[str]
    user: str = ""
    stop: str = "TERM"

    @property
    def first(self) -> bool:
        """Tell whether the others cannot be prepared without it."""
        return self.name == "database"


def database(cluster: Cluster) -> Part:
    """Give the database's line; INT is PostgreSQL's fast shutdown."""
    user = cluster.user.name if cluster.user.other else ""
    return Part("database", cluster.command(), user, "INT")


def serving(port: int, media_port: int, *, feeds: bool, media: int = 1) -> list[Part]:
    """List what serves the centre beside the database; `media` processes share the cameras."""
    web = ("--workers", "2", "--blocking-threads", "8", "--backpressure", "64", "--no-ws")
    shared = ("--workers", str(media))
    parts = [
        Part("web", granian("wsgi", port, *web, "frontend.wsgi:application")),
        Part("media", granian("asgi", media_port, *shared, "frontend.media.asgi:application")),
        Part("work", [*MANAGE, "work"]),
    ]
    simulated = [
        Part("feeds", [*MANAGE, "simulate_feeds"]),
        # it joins behind everything that is being started
        Part("box", ["nice", "-n", "5", *MANAGE, "simulate_box"]),
    ]
    return [*parts, *simulated] if feeds else parts


def granian(interface: str, port: int, *options: str) -> list[str]:
    """Serve one application on loopback; any other address is nginx's."""
    return [
        *(str(BIN / "granian"), "--interface", interface, "--host", "127.0.0.1"),
        *("--port", str(port), "--log-level", "warning", "--workers-kill-timeout", "5s"),
        *("--respawn-failed-workers", "--respawn-interval", "0.2", *options),
    ]


def configuration(var: Path, control: Path, parts: list[Part]) -> str:
    """Write supervisor's file; only what the others need is started at once."""
    log = var / "log"
    root = "root" if os.geteuid() == 0 else ""
    head = {"user": root, "house": HOUSE, "log": log, "var": var, "control": control}
    text = SUPERVISOR.format_map({key: _literal(str(value)) for key, value in head.items()})
    for part in parts:
        text += PROGRAM.format(
            name=part.name,
            command=_literal(shlex.join(tied(part.command, part.stop))),
            user=f"user = {part.user}" if part.user else "",
            rank=1 if part.first else 10,  # started in this order, stopped in the opposite one
            autostart=str(part.first).lower(),
            stop=part.stop,
            log=_literal(str(log)),
        )
    return text.replace("user = \n", "\n")


def _literal(words: str) -> str:
    return words.replace("%", "%%")
