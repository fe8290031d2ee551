"""Workers killed while they send: no mail is lost, and only the one documented case comes twice."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.db import connections, transaction
from pytest_django.fixtures import Settings

from registry.models import Notice
from registry.notices import postman
from registry.notices.sending import deliver, enqueue
from tests.deploy.machine import until
from tests.registry.notices.post_office import post_office

HOUSE = Path(__file__).resolve().parents[3]
WORKER = """
import time, django
django.setup()
from registry.notices.sending import deliver
print("ready", flush=True)
while True:
    deliver()
    time.sleep(0.05)
"""
MAILS = 12
VALUES = {"box": "Shop", "owner": "Bakery", "since": "14:02", "page": "https://centre.example/b"}


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Keep those a test starts, and end what is left of them."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for worker in started:
        worker.kill()
        worker.communicate(timeout=20)


def start(mail_server: int) -> subprocess.Popen[bytes]:
    database = connections["default"].settings_dict
    socket = database["HOST"].startswith("/")
    host = "" if socket else f"{database['HOST']}:{database['PORT'] or 5432}"
    name = f"{database['NAME']}{'?host=' + database['HOST'] if socket else ''}"
    environment = os.environ | {
        "DATABASE_URL": f"postgis://{database['USER']}@{host}/{name}",
        "DJANGO_SETTINGS_MODULE": "frontend.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server}",
    }
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=HOUSE,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )


def test_killed_workers_lose_no_mail_and_double_none_but_the_one_taken_as_they_died(
    committed: None, workers: list[subprocess.Popen[bytes]]
) -> None:
    mails = {f"owner{nth}@example.org": "" for nth in range(MAILS)}
    before, after = list(mails)[2], list(mails)[5]
    deaths: list[str] = []
    all_there, begun = threading.Barrier(3), threading.Event()

    def kill(step: str, recipient: str, port: int) -> None:
        """Kill who is about to say what the mail is, and who is about to hear that it was taken."""
        if not begun.is_set():
            with suppress(threading.BrokenBarrierError):  # no longer than a worker would wait
                all_there.wait(5)
            begun.set()
        if (step, recipient) in {("rcpt", before), ("data", after)} and recipient not in deaths:
            deaths.append(recipient)
            [sender] = [each for each in workers if port in ports(each)]
            sender.kill()
            sender.wait(20)

    with post_office(kill) as office:
        workers += [start(office.port) for _ in range(3)]
        for worker in workers:
            assert worker.stdout
            assert worker.stdout.readline() == b"ready\n"
        with transaction.atomic():
            for to in mails:
                mails[to] = enqueue("box_silent", to=to, values=VALUES).message_id
        until(
            lambda: not Notice.objects.filter(sent_at=None).exists(),
            seconds=30,
            otherwise="mail is left",
        )

    assert sorted(deaths) == [before, after]
    copies = Counter(recipient for recipient, _ in office.taken)
    assert copies == {to: 2 if to == after else 1 for to in mails}
    assert {to: mail["Message-ID"] for to, mail in office.taken} == mails
    first, second = (mail.as_bytes() for to, mail in office.taken if to == after)
    assert first == second


def ports(worker: subprocess.Popen[bytes]) -> set[int]:
    """Give the ports from which a worker speaks; the dead speak from none."""
    try:
        return {each.laddr.port for each in psutil.Process(worker.pid).net_connections("tcp")}
    except psutil.NoSuchProcess:
        return set()


def test_a_server_that_never_says_yes_is_hung_up_on_and_asked_again(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "DEADLINE", 0.2)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    notice = enqueue("box_silent", to="owner@example.org", values=VALUES)
    hung_up = threading.Event()

    def keep_silent(step: str, recipient: str, port: int) -> None:
        if step == "data":
            hung_up.wait(20)

    with post_office(keep_silent) as office:
        settings.EMAIL_PORT = office.port
        deliver()
        hung_up.set()
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("queued", 1)
    assert notice.last_error
