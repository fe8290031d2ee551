"""Run the centre in the foreground: everything it needs, then everything, until Ctrl-C."""

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import xmlrpc.client  # talks to our own supervisor, on its socket  # nosec B411
from pathlib import Path
from types import FrameType

from frontend.deploy import folders
from frontend.deploy.alone import alone
from frontend.deploy.cluster import Cluster
from frontend.deploy.health import health
from frontend.deploy.keeper import Keeper
from frontend.deploy.parts import HOUSE, MANAGE, database, serving
from frontend.deploy.ports import free, free_from
from frontend.deploy.refusing import CannotStart
from frontend.deploy.saying import say, step

# Where the made-up cameras answer; their addresses are in the database, so it stays the same.
FEEDS_PORT = int(os.environ.get("SIMULATED_FEEDS_PORT", "8002"))
RTSP_PORT = int(os.environ.get("SIMULATED_RTSP_PORT", FEEDS_PORT + 1))
BOX_PORT = int(os.environ.get("SIMULATED_BOX_PORT", FEEDS_PORT + 3))
# Decoding is spread over the cores by one already; more are for thousands of cameras.
MEDIA_PROCESSES = int(os.environ.get("MEDIA_PROCESSES", "1"))
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Start, stay, stop."""
    parser = argparse.ArgumentParser(prog="sightline run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--empty", action="store_true", help="without the made-up town")
    asked = parser.parse_args()
    for number in STOPS:
        signal.signal(number, _stop)
    try:
        _run(Path(os.environ.get("VAR_DIR", HOUSE / "var")).resolve(), asked.port, asked.empty)
    except CannotStart as refusal:
        print(f"sightline: {refusal}", file=sys.stderr)
    return 1


def _run(var: Path, port: int, empty: bool) -> None:
    folders.furnish(var)
    media_port = free_from(port + 1, besides={FEEDS_PORT, RTSP_PORT, BOX_PORT})
    address = f"http://127.0.0.1:{port}"
    known = {
        "PUBLIC_ADDRESS": os.environ.get("PUBLIC_ADDRESS", address),
        "MEDIA_ADDRESS": os.environ.get("MEDIA_ADDRESS", f"127.0.0.1:{media_port}"),
    }
    with alone(var, f"Sightline runs at {address}, process {os.getpid()}", **known):
        if not free(port):
            raise CannotStart(f"Port {port} is taken by another program: choose one with --port.")
        cluster = None if "DATABASE_URL" in os.environ else Cluster(var)
        environment = {**os.environ, **(cluster.urls() if cluster else {}), **known}
        feeds = os.environ.get("DEMO") == "1" and not empty
        for taken in (each for each in (FEEDS_PORT, RTSP_PORT) if feeds and not free(each)):
            say(f"  Port {taken} is taken, made-up cameras stay dark: set SIMULATED_FEEDS_PORT")
        parts = serving(port, media_port, feeds=feeds, media=MEDIA_PROCESSES)
        if cluster:
            parts.insert(0, database(cluster))
        keeper = Keeper(var, folders.socket_in(var, "control", var=var), parts)
        try:
            _open_database(cluster, keeper, environment)
            _command(["prepare", *(["--empty"] if empty else [])], environment)
            with step(", ".join(part.name for part in parts if not part.first)):
                keeper.start_the_rest()
                _wait_until_healthy(address, keeper)
            say(f"\n  Sightline is at {address}   (Ctrl-C stops it)")
            if not empty:
                # A centre whose dispatcher was removed runs all the same, and signin says so.
                subprocess.run([*MANAGE, "signin", "dispatcher"], env=environment, check=False)
            _stay(keeper)
        finally:
            for number in STOPS:
                signal.signal(number, signal.SIG_IGN)
            keeper.stop()


def _open_database(cluster: Cluster | None, keeper: Keeper, environment: dict[str, str]) -> None:
    with step("database" if cluster else "supervisor; the database is at DATABASE_URL"):
        if cluster:
            cluster.prepare()
        keeper.start(environment)
        if cluster:
            cluster.wait()
            cluster.furnish()


def _command(words: list[str], environment: dict[str, str]) -> None:
    """Run one command of ours to its end; a signal to us ends it with all it started."""
    # The five seconds of a web question are not enough to load a town.
    patient = {**environment, "STATEMENT_TIMEOUT_MS": "0"}
    child = subprocess.Popen([*MANAGE, *words], env=patient, process_group=0)
    try:
        status = child.wait()
    finally:
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait()
    if status:
        raise CannotStart(f"`{words[0]}` failed; the lines above say why.")


def _wait_until_healthy(address: str, keeper: Keeper, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while keeper.alive():
        answer = health(address)
        if answer.get("status") == "ok":
            return
        if time.monotonic() > deadline:
            raise CannotStart(
                f"After {seconds:.0f} s {address}/healthz says {json.dumps(answer) or 'nothing'};"
                f" the logs in {keeper.var}/log say why."
            )
        time.sleep(0.1)


def _stay(keeper: Keeper) -> None:
    """Say when a part went and came back; supervisor does the rest."""
    before = keeper.processes()
    while keeper.alive():
        time.sleep(1)
        try:
            now = keeper.processes()
        except (xmlrpc.client.Error, http.client.HTTPException, OSError):
            continue  # it is being ended by somebody else, or busy: the next round tells
        for name in [name for name, pid in now.items() if pid != before[name]]:
            say(f"  {name} had ended: {'it is back' if now[name] else 'it is being started'}")
        before = now
    raise CannotStart(f"supervisor ended, and every part with it: see {keeper.var}/log.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
