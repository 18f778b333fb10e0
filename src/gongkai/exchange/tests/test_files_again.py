"""An attachment withdrawn or damaged outside comes again with its next release, by each transport."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import LATER, STAGE_OFFICERS, Bureau
from gongkai.desk.disclosure.verbs import clear, hand_in, withdraw
from gongkai.exchange import portal_worker, worker
from gongkai.exchange.transports import arriving, bundle, database
from gongkai.portal.models import DoorBlob, Page, PublishedFile
from gongkai.portal.publishing import blobs
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)
DATA = b"%PDF-1.7 the list of the samples"
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Commits) -> Commits:
    """What follows a commit of the portal happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(using="portal", execute=True)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal applies by itself; both still share the tests' database."""
    for module in (database, worker.database):
        monkeypatch.setattr(module, "is_remote", lambda: True)
    monkeypatch.setattr(database, "alias", lambda: "portal")


def drafted(bureau: Bureau, number: int = 1) -> Item:
    item = bureau.item(number)
    bureau.attach(item, DATA)
    return item


def cleared(bureau: Bureau, item: Item, at: datetime) -> datetime:
    """Hand in and clear at every stage; gives when the door may let it out."""
    submission = hand_in(item, bureau.officers["clerk"], at)
    for stage, kind in STAGE_OFFICERS.items():
        at += MINUTE
        clear(submission, stage, "open", bureau.officers[kind], at)
    return at + MINUTE


def away(bureau: Bureau, item: Item, at: datetime) -> datetime:
    withdraw(item, "error", bureau.officers["office"], at)
    return at + MINUTE


def lies() -> Path:
    """Where the attachment lies outside."""
    return blobs.place(Path(settings.GONGKAI_PORTAL_FILES), database.files.store(DATA))


def is_shown(item: Item) -> bool:
    """Whether readers get the item and its attachment, whole."""
    file = PublishedFile.objects.filter(item__index=item.index).first()
    page = file and Page.objects.filter(path=file.path).exists()
    return bool(page) and lies().is_file() and lies().read_bytes() == DATA


def test_on_one_machine_a_withdrawn_attachment_comes_back_with_the_second_release(
    bureau: Bureau, committed: Commits
) -> None:
    item = drafted(bureau)
    at = cleared(bureau, item, LATER)
    worker.push(at)
    assert is_shown(item)
    with committed():
        at = away(bureau, item, at)
        worker.push(at)
    assert not lies().exists()
    worker.push(cleared(bureau, item, at))
    assert is_shown(item)


def test_through_the_database_it_is_laid_there_again_and_taken_from_there_again(
    bureau: Bureau, apart: None, committed: Commits
) -> None:
    item = drafted(bureau)
    at = cleared(bureau, item, LATER)
    worker.push(at)
    assert portal_worker.tick(at) == [] and is_shown(item)
    assert DoorBlob.objects.get().data is None
    at = away(bureau, item, at)
    worker.push(at)
    with committed():
        assert portal_worker.tick(at) == []
    assert not lies().exists() and not DoorBlob.objects.exists()
    at = cleared(bureau, item, at)
    worker.push(at)
    assert portal_worker.tick(at) == [] and is_shown(item)
    assert worker.push(at).waiting == 0


def test_a_withdrawal_and_a_release_that_wait_together_need_one_round_more(
    bureau: Bureau, apart: None, committed: Commits
) -> None:
    item = drafted(bureau)
    at = cleared(bureau, item, LATER)
    worker.push(at)
    portal_worker.tick(at)
    at = away(bureau, item, at)
    worker.push(at)
    at = cleared(bureau, item, at)
    worker.push(at)
    lies().unlink()  # the sweep of the withdrawal, between the two
    assert [line.split()[0] for line in portal_worker.tick(at)] == ["E_BLOB"]
    worker.push(at)
    assert portal_worker.tick(at) == [] and is_shown(item)


def test_one_bundle_may_hold_the_withdrawal_and_the_second_release(
    bureau: Bureau, apart: None, committed: Commits, tmp_path: Path
) -> None:
    item = drafted(bureau)
    at = cleared(bureau, item, LATER)
    _carry(at, tmp_path)
    assert is_shown(item)
    at = away(bureau, item, at)
    worker.door.run(bureau.agency, at)
    at = cleared(bureau, item, at)
    with committed():
        _carry(at, tmp_path)
    assert PublishedFile.objects.count() == 1 and lies().is_file()


def test_a_bundle_after_the_one_with_the_withdrawal_brings_the_file_again(
    bureau: Bureau, apart: None, committed: Commits, tmp_path: Path
) -> None:
    item = drafted(bureau)
    at = cleared(bureau, item, LATER)
    _carry(at, tmp_path)
    at = away(bureau, item, at)
    with committed():
        _carry(at, tmp_path)
    assert not lies().exists()
    _carry(cleared(bureau, item, at), tmp_path)
    assert is_shown(item)


@pytest.mark.parametrize("way", ["here", "database", "bundle"])
def test_a_file_damaged_outside_is_replaced_and_keeps_nothing_waiting(
    bureau: Bureau, way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if way != "here":
        request.getfixturevalue("apart")
    first, second = drafted(bureau), drafted(bureau, 2)

    def send(at: datetime) -> None:
        if way == "bundle":
            _carry(at, tmp_path)
            return
        for _ in range(2):
            worker.push(at)
            if way == "database":
                portal_worker.tick(at)

    at = cleared(bureau, first, LATER)
    send(at)
    lies().write_bytes(DATA.replace(b"samples", b"simples"))
    send(cleared(bureau, second, at))
    assert is_shown(first) and is_shown(second)


def _carry(at: datetime, folder: Path) -> None:
    """Number what is cleared, write what is not delivered, apply it, and mark it as the receipt would."""
    agency = worker.serving.agency()
    worker.facts.tell(agency, at)
    worker.door.run(agency, at)
    worker.log.sign_off(agency, at)
    file = bundle.write(folder, at)
    assert file is not None
    try:
        arriving.read(file, at)
    except Refused as refused:
        raise AssertionError(refused) from refused
    worker.outbox.settle(database.place(agency.code), at)
