"""Wrong receipt codes by the thousand: one answer in one time, no lock on others, no trace of the codes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.portal.messages import boxes, limits
from gongkai.portal.messages.tests.conftest import Browser, complain
from gongkai.portal.messages.tests.test_canary import everything
from gongkai.portal.messages.views import box
from gongkai.portal.models import ALIAS, Envelope, FailedCodes
from gongkai.sealing import receipt
from gongkai.sealing.portalkeys import PortalKeys

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
ADDRESSES, EACH = 25, 80
"""So many addresses try so many codes each, one after the other."""
LAST = f"198.51.100.{ADDRESSES - 1}"
UNKNOWN = 10
"""Of so many codes one has right check symbols and must be looked up."""


class Clock:
    """A clock that moves only when somebody sleeps: an answer's time is its floor and nothing else."""

    def __init__(self) -> None:
        self.now = 1_500_000_000.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now

    time = monotonic


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(box, "FLOOR", 0.4)
    monkeypatch.setattr(
        box, "time", SimpleNamespace(monotonic=made.monotonic, time=made.time, sleep=made.sleep)
    )
    return made


@pytest.fixture
def code(browser: Browser, clock: Clock) -> str:
    """The code of a citizen's box that was opened once, so that its lock is the slow one."""
    found = complain(browser).code
    browser.client.cookies.clear()
    assert typed(browser, found, "192.0.2.7").status_code == 302
    browser.client.cookies.clear()
    return found


def typed(browser: Browser, code: str, address: str):
    browser.get("/receipt")
    return browser.client.post("/receipt", browser.hidden() | {"code": code}, REMOTE_ADDR=address)


def wrong(number: int) -> str:
    """An invented code: mostly one whose check symbols are wrong, now and then one that could exist."""
    invented = receipt.derive(sha256(str(number).encode()).digest()[:16]).code
    if number % UNKNOWN == 0:
        return invented
    last = "0" if invented[-1] != "0" else "1"
    return invented[:-1] + last


def test_thousands_of_wrong_codes_get_one_answer_in_one_time_and_leave_no_trace(
    browser: Browser, code: str, clock: Clock, monkeypatch, capfd
) -> None:
    hashed: list[str] = []
    slow = receipt.slow_lock
    monkeypatch.setattr(
        receipt, "slow_lock", lambda symbols, salt: hashed.append(symbols) or slow(symbols, salt)
    )
    before, envelopes = sha256(everything("")).hexdigest(), Envelope.objects.count()
    browser.get("/receipt")
    hidden = browser.hidden()
    answers: dict[int, set[tuple[bytes, str, float]]] = {}
    counts: dict[int, int] = {}
    for number in range(ADDRESSES * EACH):
        arrived = clock.now
        page = browser.client.post(
            "/receipt", hidden | {"code": wrong(number)}, REMOTE_ADDR=f"198.51.100.{number // EACH}"
        )
        took = round(clock.now - arrived, 6)
        counts[page.status_code] = counts.get(page.status_code, 0) + 1
        answers.setdefault(page.status_code, set()).add(
            (page.content, str(sorted(page.headers.items())), took)
        )

    assert sorted(counts) == [400, 429] and sum(counts.values()) == ADDRESSES * EACH
    assert ADDRESSES * limits.FAILURES <= counts[400] <= ADDRESSES * (limits.FAILURES + 1)
    ((_page, _headers, floor),) = answers[400]
    ((_page, headers, at_once),) = answers[429]
    assert (floor, at_once) == (0.4, 0) and "'Retry-After', '600'" in headers
    assert 0 < len(hashed) <= counts[400] / UNKNOWN + ADDRESSES
    kept = FailedCodes.objects.order_by("pk").values_list("key", "left")
    assert len(kept) == ADDRESSES and {len(key) for key, _ in kept} == {16} and all(n < 1 for _, n in kept)
    with transaction.atomic(using=ALIAS):
        assert limits.sweep(clock.now + limits.WINDOW + 1) == ADDRESSES
        assert sha256(everything("")).hexdigest() == before and Envelope.objects.count() == envelopes
        transaction.set_rollback(True, using=ALIAS)
    said = capfd.readouterr()
    assert (said.out, said.err, mail.outbox) == ("", "", [])

    assert typed(browser, code, "203.0.113.5").status_code == 302
    assert "您的来件" in browser.get("/receipt").text
    browser.client.cookies.clear()
    assert typed(browser, code, LAST).status_code == 429
    clock.sleep(limits.WINDOW)
    assert typed(browser, code, LAST).status_code == 302


def test_whoever_opened_a_box_reads_and_writes_on_while_the_room_is_full(browser: Browser, code: str) -> None:
    assert typed(browser, code, "192.0.2.8").status_code == 302
    with ExitStack() as flood:
        for _ in range(limits.ROOM):
            flood.enter_context(boxes.room.inside())
        other = Browser()
        other.client = Client(REMOTE_ADDR="198.51.100.1")
        assert typed(other, code, "198.51.100.1").status_code == 503
        fields = browser.get("/receipt").fields()
        assert browser.client.post("/receipt/write", fields | {"text": "补充一句"}).status_code == 302
        assert "补充一句" in browser.get("/receipt").text
        complain(Browser())
    assert Envelope.objects.count() == 3


def test_a_flood_from_ever_new_addresses_takes_a_bounded_table(monkeypatch) -> None:
    monkeypatch.setattr(limits, "_MOST_ADDRESSES", 50)
    monkeypatch.setattr(limits, "_SELDOM", 10)
    failures = limits.Failures(b"k" * 32)
    for number in range(300):
        failures.failed(f"10.0.{number // 256}.{number % 256}", number / 100)
    assert FailedCodes.objects.count() <= 50 + 10


def test_a_code_that_opens_a_box_writes_nothing_about_its_address(browser: Browser, code: str) -> None:
    with CaptureQueriesContext(connections[ALIAS]) as asked:
        assert typed(browser, code, "203.0.113.9").status_code == 302
    said = [query["sql"] for query in asked]
    assert not [sql for sql in said if sql.startswith(("INSERT", "UPDATE", "DELETE"))], said
    assert not FailedCodes.objects.exists()


@pytest.mark.parametrize("first", [20, 13])
def test_wrong_codes_count_together_whichever_process_answers(first: int) -> None:
    """Two processes of one portal know the same failures; another portal's secret finds none of them."""
    one, other = limits.Failures(b"k" * 32), limits.Failures(b"k" * 32)
    for _ in range(first):
        one.failed("198.51.100.7", 100.0)
    for _ in range(limits.FAILURES - first):
        assert other.may_try("198.51.100.7", 100.0)
        other.failed("198.51.100.7", 100.0)
    assert not one.may_try("198.51.100.7", 100.0) and not other.may_try("198.51.100.7", 99.0)
    assert one.may_try("198.51.100.8", 100.0)
    assert limits.Failures(b"z" * 32).may_try("198.51.100.7", 100.0)


PROCESS = """
import django, sys
django.setup()
from django.core.management import call_command
if sys.argv[1] == "make":
    call_command("migrate", database="portal", verbosity=0)
    sys.exit()
from gongkai.portal.messages.limits import Failures
failures = Failures(b"k" * 32)
for _ in range(10):
    failures.failed("198.51.100.7", 100.0)
print(failures.may_try("198.51.100.7", 100.0))
"""


def test_two_processes_that_fail_at_once_lose_no_failure(tmp_path: Path) -> None:
    PortalKeys.create(tmp_path / "portal", origin="a.example", at="2018-01-01T00:00:00Z")
    given = os.environ | {"GONGKAI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongkai.sites.portal"}
    given.pop("GONGKAI_PORTAL_DATABASE_URL", None)

    def run(act: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROCESS, act]
        return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)

    assert run("make").wait() == 0
    both = [run("fail"), run("fail")]
    said = [one.communicate()[0].strip() for one in both]
    assert [one.returncode for one in both] == [0, 0] and "False" in said
    database = sqlite3.connect(tmp_path / "portal.sqlite3")
    ((left,),) = database.execute("SELECT left FROM portal_failedcodes").fetchall()
    database.close()
    assert left == 0
