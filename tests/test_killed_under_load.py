"""Portal, worker and desk killed (-9) at random under load: what was acknowledged is on the desk, once."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connections

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
SEED, ROUNDS, PATIENCE = 20180301, 2, 120
TOKEN = "a" * 32
MAKE = """
from django.test import Client
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.sites import homes_making
homes_making.migrate()
agency = Agency.objects.create(code="371002SC", name="某市市场监督管理局")
homes_making.pin()
officer = Officer.objects.create_user("operator", name="接线员", agency=agency)
Duty.objects.create(officer=officer, kind="operator", since=date(2015, 1, 1))
client = Client()
client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
assert worker.tick(now()) == worker.tick(now()) == []
print(client.cookies["desk_session"].value)
"""
WORK = """
while True: print(worker.tick(now()), flush=True)
"""
COUNT = """
import json, sys
from gongkai.desk.casework.models import CaseText
from gongkai.desk.casework.verifying import verify_chains, verify_streams
from gongkai.desk.mailbox.models import Arrival
assert worker.tick(now()) == worker.tick(now()) == []
texts = list(CaseText.objects.filter(field="content").values_list("masked", flat=True))
found = {mark: sum(mark in text for text in texts) for mark in json.load(sys.stdin)}
whole = verify_chains().holds and verify_streams().holds
print(json.dumps([found, whole, Arrival.objects.exclude(state=Arrival.State.TAKEN).count()]))
"""
HEAD = """
from datetime import UTC, date, datetime
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
django.setup()
from gongkai.exchange import worker
def now(): return datetime.now(UTC)
"""


class Home:
    """A bureau's home, and processes of it, each in a group of its own so that a kill leaves no child."""

    def __init__(self, folder: Path) -> None:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DJANGO_"))}
        own = {"GONGKAI_HOME": str(folder), "GONGKAI_OPEN311_KEYS": "city"}
        self.folder, self.environment = folder, clean | own

    def run(self, script: str, given: str = "") -> str:
        command = [sys.executable, "-c", HEAD + script]
        done = subprocess.run(
            command, env=self.environment, input=given, capture_output=True, text=True, timeout=PATIENCE
        )  # what is given may be longer than an argument
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().splitlines()[-1]

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command], env=self.environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


class Server:
    """One of the three processes; ``up`` is set while it takes calls; of the worker, once it has worked.

    One that ends by itself is started again, as the supervisor does it: a killed one's port may be held by a
    child that is slower to die, and a new one refuses it then.
    """

    def __init__(self, home: Home, said: str, *command: str) -> None:
        self.home, self.said, self.command = home, said, command
        self.up = threading.Event()
        self.turn = threading.Lock()
        self.heard: deque[str] = deque(maxlen=20)
        self.start()

    def start(self) -> None:
        with self.turn:
            self.killed = False
            self._start()

    def kill(self) -> None:
        with self.turn:
            self.killed = True
            self.up.clear()
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _start(self) -> None:
        self.process = self.home.start(*self.command)
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.heard.append(line)
            if self.said in line and process is self.process:
                self.up.set()
        with self.turn:
            if process is self.process and not self.killed:
                process.wait()
                self._start()


class Tally:
    """What was sent and what was acknowledged; whoever kills waits for the next acknowledgement."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.kept: list[str] = []
        self.changed = threading.Condition()
        self.over = False
        self.odd: set[int] = set()

    def mark(self, door: str) -> str:
        with self.changed:
            self.sent.append(f"〔{door}{len(self.sent)}件〕")
            return self.sent[-1]

    def answered(self, mark: str, status: int, wanted: int) -> bool:
        """Whether an answer acknowledged the message; others than that and none are odd."""
        with self.changed:
            if status == wanted:
                self.kept.append(mark)
            elif status:
                self.odd.add(status)
            self.changed.notify_all()
        return status == wanted

    def wait_for_more(self, more: int, door: str = "") -> None:
        with self.changed:
            wanted = self._count(door) + more
            assert self.changed.wait_for(lambda: self._count(door) >= wanted, PATIENCE), self.kept

    def _count(self, door: str) -> int:
        return sum(door in mark for mark in self.kept)


def asked(port: int, path: str, form: dict[str, str], headers: dict[str, str]) -> int:
    """The status of a call; 0 where no answer came."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST", path, urlencode(form), kind | headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def citizen(portal: Server, port: int, tally: Tally) -> None:
    """Sends on until each message is acknowledged, under its own name, as an application must."""
    while not tally.over:
        mark = tally.mark("门户")
        form = {"api_key": "city", "service_code": "ask", "description": f"{mark} 办执照要几天"}
        named = {"Idempotency-Key": mark.encode().hex()}
        while not tally.over:
            portal.up.wait(PATIENCE)
            if tally.answered(mark, asked(port, "/open311/v2/requests.json", form, named), 201):
                break


def operator(desk: Server, port: int, tally: Tally, session: str) -> None:
    """Takes calls down; what got no answer is not sent again."""
    cookies = {"Cookie": f"desk_session={session}; desk_csrf={TOKEN}", "X-CSRFToken": TOKEN}
    said = {"channel": "12315", "kind": "咨询", "name": "王小明", "caller": "13800001234"}
    while not tally.over:
        desk.up.wait(PATIENCE)
        mark = tally.mark("电话")
        tally.answered(mark, asked(port, "/intake", said | {"text": f"{mark} 问怎样退货"}, cookies), 302)


def free_ports(dice: random.Random) -> tuple[int, int]:
    """Below those that the system gives to whoever connects: nobody takes one while its server is down."""
    found: list[int] = []
    while len(found) < 2:
        with socket.socket() as one, suppress(OSError):
            port = dice.randint(20_000, 32_000)
            one.bind(("127.0.0.1", port))
            found.append(port)
    return found[0], found[1]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose databases are copies of the empty ones of the test run: migrating takes longest of all."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    for alias, name in (("default", "desk"), ("portal", "portal")):
        if connections[alias].vendor != "sqlite":
            pytest.skip("kills the processes of a home with SQLite")
        (made.folder / f"{name}.sqlite3").write_bytes(connections[alias].connection.serialize())
    begun = made.start("-m", "gongkai.cli", "init", "--origin", "scj.example.gov.cn")
    assert begun.wait(PATIENCE) == 1, begun.stdout and begun.stdout.read()
    return made


def test_every_acknowledged_message_is_on_the_desk_exactly_once(home: Home) -> None:
    session = home.run(MAKE)
    ports = free_ports(random.Random())
    servers = {
        "portal": Server(home, "Listening at", "-m", "gongkai.cli", "portal", "--port", str(ports[0])),
        "desk": Server(home, "Listening at", "-m", "gongkai.cli", "desk", "--port", str(ports[1])),
        "worker": Server(home, "[]", "-c", HEAD + WORK),
    }
    tally, dice = Tally(), random.Random(SEED)
    people: list[Callable[[], None]] = [lambda: citizen(servers["portal"], ports[0], tally)] * 2
    people.append(lambda: operator(servers["desk"], ports[1], tally, session))
    threads = [threading.Thread(target=one) for one in people]
    try:
        for one in threads:
            one.start()
        for _ in range(ROUNDS):
            for name in dice.sample(sorted(servers), len(servers)):
                tally.wait_for_more(dice.randint(2, 9))
                servers[name].kill()
                servers[name].start()
        tally.wait_for_more(3, "门户")
        tally.wait_for_more(3, "电话")
    except AssertionError as late:
        raise AssertionError(tally.odd, {name: list(one.heard) for name, one in servers.items()}) from late
    finally:
        tally.over = True
        for server in servers.values():
            server.kill()
            server.up.set()
        for one in threads:
            one.join()
    found, whole, waiting = json.loads(home.run(COUNT, json.dumps(tally.sent)))
    assert {mark: found[mark] for mark in tally.kept} == dict.fromkeys(tally.kept, 1)
    assert max(found.values()) == 1
    assert tally.odd == set()
    assert (whole, waiting) == (True, 0)
    for name in ("desk", "portal"):
        database = sqlite3.connect(home.folder / f"{name}.sqlite3")
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        database.close()
