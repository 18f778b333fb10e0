"""Killed at any moment under load: every acknowledged message is there, once, and the database is whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gongkai.sealing import receipt
from gongkai.sealing.hpke import Opener
from gongkai.sealing.portalkeys import PortalKeys

SENDER = """
import os, sys, threading
from datetime import UTC, datetime
import django
django.setup()
from django.core.management import call_command
if sys.argv[1] == "make":
    call_command("migrate", database="portal", verbosity=0)
    from gongkai.portal.models import IntakeKey
    from gongkai.portal.messages import secrets
    IntakeKey.objects.create(kid="ad617783c4da29dd", suite="x1", public=bytes.fromhex(sys.argv[2]), place=0)
    secrets.salt()
    sys.exit()
from gongkai.portal.messages import intake, keys, sealing_up
recipient = keys.newest(datetime.now(UTC))
filled = sealing_up.Filled("ask", {"title": "t", "text": "x" * 300})
def send(first):
    for n in range(100000):
        sid = first.to_bytes(8, "big") + n.to_bytes(8, "big")
        prepared = sealing_up.first(sid, filled, recipient, datetime.now(UTC))
        if intake.post(prepared) is intake.Outcome.KEPT:
            os.write(1, sid.hex().encode() + b"\\n")
def again(number):
    text = "another text" if number == 50 else "x" * 300
    filled = sealing_up.Filled("ask", {"title": "t", "text": text})
    outcome = intake.post(sealing_up.first(bytes(16), filled, recipient, datetime.now(UTC)))
    os.write(1, outcome.value.encode() + b"\\n")
if sys.argv[1] == "same":
    for number in range(int(sys.argv[2])):
        threading.Thread(target=again, args=(number,)).start()
    sys.exit()
for thread in [threading.Thread(target=send, args=(int(sys.argv[2]) * 100 + one,)) for one in range(4)]:
    thread.start()
"""


def run(home: Path, *given: str) -> subprocess.Popen[str]:
    environment = os.environ | {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.sites.portal"}
    environment.pop("GONGKAI_PORTAL_DATABASE_URL", None)
    command = [sys.executable, "-c", SENDER, *given]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [1, 25, 60])
def test_every_acknowledged_message_is_there_once(tmp_path: Path, after: int) -> None:
    PortalKeys.create(tmp_path / "portal", origin="a.example", at="2018-01-01T00:00:00Z")
    assert run(tmp_path, "make", Opener(b"\x02" * 32).public.hex()).wait() == 0
    senders = [run(tmp_path, "send", str(one)) for one in (1, 2)]
    acknowledged: list[str] = []
    enough = threading.Event()

    def listen(sender: subprocess.Popen[str]) -> None:
        assert sender.stdout is not None
        for line in sender.stdout:
            if line.endswith("\n"):
                acknowledged.append(line.strip())
            if len(acknowledged) >= after:
                enough.set()

    listeners = [threading.Thread(target=listen, args=(one,)) for one in senders]
    for one in listeners:
        one.start()
    enough.wait(60)
    for one in senders:
        one.send_signal(signal.SIGKILL)
        one.wait()
    for one in listeners:
        one.join()
    database = sqlite3.connect(tmp_path / "portal.sqlite3")
    kept = [bytes(once) for (once,) in database.execute("SELECT once FROM portal_envelope")]
    boxes = database.execute("SELECT COUNT(*) FROM portal_mailbox").fetchone()[0]
    whole = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    sent = {receipt.derive(bytes.fromhex(sid)).once for sid in acknowledged}
    assert len(sent) == len(acknowledged) >= after
    assert sent <= set(kept) and len(kept) == len(set(kept)) == boxes
    assert whole == "ok"


def test_attack_8_one_form_fifty_times_at_once_with_kills_is_one_message_in_one_box(tmp_path: Path) -> None:
    PortalKeys.create(tmp_path / "portal", origin="a.example", at="2018-01-01T00:00:00Z")
    assert run(tmp_path, "make", Opener(b"\x02" * 32).public.hex()).wait() == 0
    senders = [run(tmp_path, "same", "50") for _ in range(2)]
    said = [sender.stdout.readline().strip() for sender in senders if sender.stdout]
    for sender in senders:
        sender.send_signal(signal.SIGKILL)
        sender.wait()
    assert set(said) <= {"kept", "again"}
    after, _ = run(tmp_path, "same", "51").communicate(timeout=60)
    assert sorted(after.split()) == ["again"] * 50 + ["other"]
    database = sqlite3.connect(tmp_path / "portal.sqlite3")
    for table in ("portal_envelope", "portal_mailbox"):
        assert database.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (1,)
    database.close()
