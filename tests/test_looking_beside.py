"""A hostile file is looked at beside the worker: the door does not wait, a kill loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import arriving
from gongkai.desk.complaints.models import Enclosure
from gongkai.desk.complaints.tests.centre import AT, Centre
from gongkai.desk.complaints.tests.test_arriving import message
from gongkai.desk.mailbox import checking, sealed_files
from gongkai.desk.mailbox.checking import Beside
from gongkai.desk.mailbox.models import SentFile
from gongkai.desk.mailbox.receiving import File
from gongkai.exchange import sent_files, worker
from gongkai.refusal import Refused
from gongkai.screening import looking
from gongkai.screening.tests.files_built import plain_docx

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
LONG = 60.0
"""More seconds than any look of these tests takes."""
NEVER = "import time; time.sleep(600)"


@pytest.fixture
def centre(keys):
    return Centre.found()


def sent(name: str, data: bytes) -> File:
    blob = sealed_files.seal(data)
    return File(name, "application/octet-stream", blob.size, blob.sha256, blob.name, blob.key)


def complaint(*files: File) -> None:
    arriving.receive(message("complaint", files=files))


def on(look: Beside) -> int:
    return sent_files.screen_waiting(AT, 1, (look, look))


def screened() -> int:
    return Event.objects.filter(type="file-screened").count()


@pytest.fixture
def hostile(monkeypatch):
    """Looks that begin inside never come to an end by themselves; gives those that were begun."""
    begun: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(arguments, **more):
        if looking._MODULE in arguments:
            arguments = [sys.executable, "-c", NEVER]
        begun.append(real(arguments, **more))
        return begun[-1]

    monkeypatch.setattr(looking.subprocess, "Popen", start)
    yield begun
    for one in begun:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def test_a_file_that_is_looked_at_in_time_is_settled_in_the_same_round(centre):
    complaint(sent("小票.docx", plain_docx("小票一张")))
    assert on(Beside(LONG)) == 1
    assert (SentFile.objects.get().state, screened()) == ("clean", 1)


def test_a_mark_and_a_refusal_come_back_from_the_other_process_as_they_are(centre):
    complaint(sent("通报.docx", plain_docx("机密★10年", "某地情况")), sent("程序.exe", b"MZ\x90\x00"))
    look = Beside(LONG)
    assert on(look) + on(look) == 2
    first, second = SentFile.objects.order_by("pk")
    assert (first.state, second.state) == ("purged", "refused") and second.sentence
    assert not sealed_files.place(first.blob).exists()


def test_a_round_goes_on_past_a_file_that_never_ends_and_begins_no_second_look(centre, hostile):
    complaint(sent("甲.docx", plain_docx("甲")), sent("乙.docx", plain_docx("乙")))
    look = Beside(0)
    began = time.monotonic()
    assert [on(look) for _ in range(5)] == [0] * 5
    assert len(hostile) == 1 and time.monotonic() - began < LONG / 2
    assert set(SentFile.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_whole_round_of_the_worker_and_the_time_between_wait_a_moment_only(centre, hostile, monkeypatch):
    complaint(sent("甲.docx", plain_docx("甲")))
    monkeypatch.setattr(checking, "A_MOMENT", 0.0)
    monkeypatch.setattr(sent_files, "_BESIDE", (Beside(0), Beside(0)))
    worker._screen(AT)
    worker.between(lambda: AT, AT)
    assert len(hostile) == 1 and SentFile.objects.get().state == "waiting"


def test_a_look_that_takes_far_too_long_is_ended_and_the_next_file_has_its_turn(centre, hostile, monkeypatch):
    complaint(sent("甲.docx", plain_docx("甲")), sent("乙.docx", plain_docx("乙")))
    look = Beside(0)
    assert on(look) == 0
    monkeypatch.setattr(looking, "MOST_SECONDS", 0)
    assert on(look) == 1 and hostile[0].poll() is not None
    first, second = SentFile.objects.order_by("pk")
    assert (first.state, first.code, second.state) == ("refused", "too-slow", "waiting")


def test_after_a_kill_of_the_worker_the_file_still_waits_and_is_settled_once(centre, hostile, monkeypatch):
    complaint(sent("甲.docx", plain_docx("甲")))
    assert on(Beside(0)) == 0
    assert (SentFile.objects.get().state, screened()) == ("waiting", 0)
    monkeypatch.undo()  # the next worker: a process that knows nothing of the look
    assert on(Beside(LONG)) == 1 and on(Beside(LONG)) == 0
    assert (SentFile.objects.get().state, screened()) == ("clean", 1)


def test_a_look_whose_process_was_killed_says_so_and_lets_nothing_through(centre, hostile):
    complaint(sent("甲.docx", plain_docx("甲")))
    look = Beside(0)
    assert on(look) == 0
    os.killpg(hostile[0].pid, signal.SIGKILL)
    hostile[0].wait()
    assert on(look) == 1
    row = SentFile.objects.get()
    assert (row.state, row.code) == ("refused", "too-big")


def test_what_was_purged_while_it_was_looked_at_takes_no_result(centre):
    complaint(sent("甲.docx", plain_docx("甲")), sent("乙.docx", plain_docx("乙")))
    look, (first, second) = Beside(0), Enclosure.objects.order_by("pk")
    on(look)
    SentFile.objects.filter(blob=first.blob).update(state="purged", screened_at=AT)
    look.finish()
    look.seconds = LONG
    assert on(look) == 1
    assert SentFile.objects.get(blob=first.blob).state == "purged"
    assert SentFile.objects.get(blob=second.blob).state == "clean"


def test_a_scanner_that_is_away_lets_the_file_wait_and_is_not_asked_at_every_turn(centre, settings):
    complaint(sent("甲.docx", plain_docx("甲")))
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"clamd": "/nowhere/clamd.sock"}
    look = Beside(LONG)
    assert on(look) == 0 and SentFile.objects.get().state == "waiting"
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"clamd": ""}
    assert on(look) == 0
    look._rests_until = 0.0
    assert on(look) == 1 and SentFile.objects.get().state == "clean"


def test_a_worker_that_does_one_round_only_waits_for_what_it_began(centre, monkeypatch):
    complaint(sent("小票.docx", plain_docx("小票一张")))
    monkeypatch.setattr(sent_files, "_BESIDE", (Beside(0), Beside(0)))
    assert sent_files.look_on(AT, seconds=0) in (0, 1)
    sent_files.finish(AT)
    assert SentFile.objects.get().state == "clean"


def test_a_look_answers_with_counts_and_never_with_a_word_of_the_file():
    look = looking.Look("联系人王小明，13800001234".encode(), "说明.txt")
    assert look.is_done(LONG)
    seen = look.result()
    assert seen.found["mobile"] == 1 and "1380000" not in str(seen) and not seen.is_marked
    with pytest.raises(Refused):
        empty = looking.Look(b"", "空.docx")
        assert empty.is_done(LONG)
        empty.result()
