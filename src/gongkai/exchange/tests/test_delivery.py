"""Between desk and portal: crashes, restored backups, windows, rights."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction

from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Anchor
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import binding, facts, outbox, recovery, rounds, worker
from gongkai.exchange.models import LogCheckpoint, LogEntry, LogTile, OutMessage
from gongkai.exchange.status import status
from gongkai.exchange.transports import database
from gongkai.exchange.transports.narrow import as_door, judge
from gongkai.portal import models as portal
from gongkai.portal.publishing import meta
from gongkai.refusal import Refused
from gongkai.sealing import log as logs
from gongkai.sealing.canon import digest_of

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)


def refused(call: object, *given: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*given)  # type: ignore[operator]
    return caught.value.code


def forget_portal() -> None:
    """The portal as it was when it was installed."""
    for model in (
        portal.PublishedFile, portal.Published, portal.Tombstone, portal.Page, portal.StalePage,
        portal.DoorIn, portal.DoorAck, portal.LogEntry, portal.LogTile, portal.Checkpoint, portal.SiteInfo,
    ):  # fmt: skip
        model.objects.all().delete()


def test_pushing_twice_sends_nothing_the_second_time(bureau: Bureau) -> None:
    bureau.cleared()
    first = worker.push(LATER)
    second = worker.push(LATER + MINUTE)
    assert (first.sent, first.delivered, first.waiting) == (3, 3, 0)
    assert (second.sent, second.delivered, second.waiting) == (0, 0, 0)
    assert first.place == second.place and OutMessage.objects.count() == 3


def test_killed_between_portal_commit_and_desk_mark_only_marks(bureau: Bureau) -> None:
    bureau.cleared()
    worker.push(LATER)
    OutMessage.objects.update(delivered_at=None)
    Release.objects.update(delivered_at=None)
    pages = list(portal.Page.objects.values_list("path", "updated"))
    done = worker.push(LATER + MINUTE)
    assert (done.sent, done.delivered, done.waiting) == (0, 3, 0)
    assert list(portal.Page.objects.values_list("path", "updated")) == pages
    assert Release.objects.get().delivered_at == LATER + MINUTE


def test_killed_before_the_portal_applied_goes_on_there(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared(attachment=True)
    with monkeypatch.context() as killed:
        killed.setattr(database, "apply", lambda trust, now: 0)
        done = worker.push(LATER)
    assert (done.sent, done.delivered, done.waiting) == (3, 0, 3)
    done = worker.push(LATER + MINUTE)
    assert (done.sent, done.delivered, done.waiting) == (0, 3, 0)


def test_attack_5_an_older_portal_gets_the_rest_again(bureau: Bureau) -> None:
    item = bureau.cleared(1, attachment=True).item
    worker.push(LATER)
    bureau.cleared(2)
    worker.push(LATER + MINUTE)
    forget_portal()
    done = worker.push(LATER + 2 * MINUTE)
    assert done.sent == OutMessage.objects.count() == 5 and done.waiting == 0
    assert (
        portal.Published.objects.count() == 2
        and portal.Page.objects.filter(path=f"/gk/{item.index}").exists()
    )


def restore_desk(bureau: Bureau) -> None:
    """Two pushes, then the desk's tables as they were after the first; the portal and the keys stay."""
    bureau.cleared(1)
    worker.push(LATER)
    models = (OutMessage, LogEntry, LogCheckpoint, LogTile)
    rows = [list(model.objects.all()) for model in models]
    bureau.cleared(2)
    worker.push(LATER + MINUTE)
    Release.objects.filter(log_index=1).delete()
    for model, kept in zip(models, rows, strict=True):
        model.objects.all().delete()
        model.objects.bulk_create(kept)


def test_attack_5_an_older_desk_stops_before_it_signs_anything(bureau: Bureau) -> None:
    restore_desk(bureau)
    before, published = keyring.store().state(), portal.Checkpoint.objects.count()
    count = OutMessage.objects.count()
    assert refused(worker.push, LATER + 2 * MINUTE) == "E_ROLLBACK"
    assert keyring.store().state() == before and portal.Checkpoint.objects.count() == published
    assert OutMessage.objects.count() == count


def test_attack_5_after_adopting_the_desk_goes_on_in_a_new_epoch(bureau: Bureau) -> None:
    restore_desk(bureau)
    done = recovery.adopt(LATER + 2 * MINUTE)
    lost = Item.objects.get(index__endswith="00002")
    assert (done.messages, done.epoch) == (2, 2)
    assert [(one.number, one.kind, one.index) for one in done.unknown] == [(1, "publish", lost.index)]
    bureau.cleared(3)
    pushed = worker.push(LATER + 3 * MINUTE)
    assert [(one.index, one.code) for one in pushed.passage.stopped] == [(lost.index, "E_ORDER")]
    assert (pushed.passage.released, pushed.waiting, pushed.place.epoch) == (1, 0, 2)
    sizes = list(portal.Checkpoint.objects.order_by("updated", "size").values_list("size", flat=True))
    assert sizes == [1, 2, 4]
    assert [row.kind for row in LogEntry.objects.order_by("number")] == [
        "publish",
        "publish",
        "epoch",
        "publish",
    ]
    assert worker.push(LATER + 4 * MINUTE).sent == 0


def test_nothing_is_adopted_where_nothing_was_lost_or_history_differs(bureau: Bureau) -> None:
    bureau.cleared(9)
    worker.push(LATER)
    assert refused(recovery.adopt, LATER) == "nothing-to-adopt"
    OutMessage.objects.filter(seq__gt=2).delete()
    OutMessage.objects.filter(seq=2).update(digest="0" * 64)
    assert refused(recovery.adopt, LATER) == "E_FORK"
    assert keyring.store().state()["epoch"] == 1


def test_a_log_that_the_portal_changed_is_not_adopted(bureau: Bureau) -> None:
    restore_desk(bureau)
    entry = portal.LogEntry.objects.get(number=1)
    entry.data = bytes(entry.data).replace(b"publish", b"correct")
    entry.save()
    assert refused(recovery.adopt, LATER) == "E_FORK"


def test_an_older_portal_after_an_adoption_cannot_be_served(bureau: Bureau) -> None:
    restore_desk(bureau)
    recovery.adopt(LATER + 2 * MINUTE)
    forget_portal()
    assert refused(worker.push, LATER + 3 * MINUTE) == "E_GAP"


def test_a_portal_of_another_history_stops_the_desk(bureau: Bureau) -> None:
    bureau.cleared()
    worker.push(LATER)
    portal.DoorAck.objects.update(digest="0" * 64)
    assert refused(worker.push, LATER) == "E_ROLLBACK"
    portal.DoorAck.objects.update(digest=outbox.last().digest, epoch=2)  # type: ignore[union-attr]
    assert refused(worker.push, LATER) == "E_ROLLBACK"


def test_changed_entries_or_tiles_under_a_signed_checkpoint_stop_the_desk(bureau: Bureau) -> None:
    bureau.cleared()
    worker.push(LATER)
    tile = LogTile.objects.get()
    LogTile.objects.update(data=b"\x01" * 32)
    assert refused(worker.push, LATER) == "E_ROLLBACK"
    LogTile.objects.update(data=tile.data)
    worker.push(LATER)


def test_killed_between_remembering_and_signing_goes_on(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared()

    def die(*_given: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(logs, "sign_checkpoint", die)
        with pytest.raises(KeyboardInterrupt):
            worker.push(LATER)
    assert LogCheckpoint.objects.count() == 0 and keyring.store().state()["checkpoints"]
    assert worker.push(LATER + MINUTE).waiting == 0
    assert portal.Checkpoint.objects.get().size == 1


def test_agency_facts_go_out_first_and_only_when_they_changed(bureau: Bureau) -> None:
    worker.push(LATER)
    assert portal.SiteInfo.objects.get().facts["name"] == bureau.agency.name
    assert not facts.tell(bureau.agency, LATER)
    bureau.agency.telephone = "0631-5621234"
    bureau.agency.save()
    assert worker.push(LATER + MINUTE).sent == 1
    assert portal.SiteInfo.objects.get().facts["telephone"] == "0631-5621234"


def test_the_window_lets_no_more_than_64_messages_lie_unapplied(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        for number in range(70):
            outbox.append(bureau.agency, "stats", {"agency": {"name": f"第{number}版"}}, at=LATER)
    with monkeypatch.context() as slow:
        slow.setattr(database, "apply", lambda trust, now: 0)
        assert worker.deliver(bureau.agency, LATER) == (64, 0)
        assert worker.deliver(bureau.agency, LATER) == (0, 0)
    assert worker.deliver(bureau.agency, LATER) == (6, 70)


def test_a_large_message_goes_alone(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WINDOW_BYTES", 10)
    for number in (1, 2):
        with transaction.atomic():
            outbox.append(bureau.agency, "stats", {"agency": {"name": f"第{number}版"}}, at=LATER)
    place = database.place(bureau.agency.code)
    assert database.send(bureau.agency.code, outbox.after(0), place) == 1


def test_a_refusal_of_the_portal_marks_what_went_before(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared(1)
    with transaction.atomic():
        outbox.append(bureau.agency, "stats", {"agency": {"name": "甲局"}}, at=LATER)
        outbox.append(bureau.agency, "stats", {"agency": {"name": 3}}, at=LATER)
    assert refused(worker.deliver, bureau.agency, LATER) == "E_META"
    assert [row.delivered_at for row in OutMessage.objects.order_by("seq")] == [LATER, None]


def test_another_message_in_the_portals_inbox_is_a_fork(bureau: Bureau) -> None:
    with transaction.atomic():
        outbox.append(bureau.agency, "stats", {"agency": {"name": "甲局"}}, at=LATER)
    portal.DoorIn.objects.create(agency=bureau.agency.code, epoch=1, seq=1, kind="stats", digest="0" * 64)
    assert refused(worker.deliver, bureau.agency, LATER) == "E_FORK"


@pytest.mark.django_db(transaction=True, databases=["default", "portal"])
def test_a_file_swept_by_a_withdrawal_comes_again_with_the_next_release(bureau: Bureau) -> None:
    first, second = bureau.item(1), bureau.item(2)
    for item in (first, second):
        bureau.attach(item, b"%PDF-1.7 shared")
    bureau.clear_all(bureau.hand_in(first))
    worker.push(LATER)
    withdraw(first, "error", bureau.officers["office"], LATER)
    bureau.clear_all(bureau.hand_in(second))
    done = worker.push(LATER + MINUTE)
    assert done.waiting == 0 and portal.PublishedFile.objects.get().item.index == second.index


def test_after_a_withdrawal_the_item_comes_back_by_the_full_path_only(bureau: Bureau) -> None:
    item: Item = bureau.cleared().item
    worker.push(LATER)
    withdraw(item, "error", bureau.officers["leader"], LATER)
    worker.push(LATER + MINUTE)
    assert worker.push(LATER + 2 * MINUTE).passage.released == 0
    again = bureau.hand_in(item)
    assert again.no == 2
    bureau.clear_all(again)
    worker.push(LATER + 3 * MINUTE)
    assert portal.Page.objects.get(path=f"/gk/{item.index}").status == 200
    assert [row.kind for row in LogEntry.objects.order_by("number")] == ["publish", "withdraw", "publish"]


def test_what_the_desk_may_do_on_the_portals_database() -> None:
    allowed, denied = sqlite3.SQLITE_OK, sqlite3.SQLITE_DENY
    assert judge(sqlite3.SQLITE_INSERT, "portal_doorin", None, "main", None) == allowed
    assert judge(sqlite3.SQLITE_READ, "portal_doorack", "seq", "main", None) == allowed
    for action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_DROP_TABLE):
        assert judge(action, "portal_doorin", None, "main", None) == denied
    assert judge(sqlite3.SQLITE_INSERT, "portal_page", None, "main", None) == denied
    assert judge(sqlite3.SQLITE_READ, "portal_published", "title", "main", None) == denied
    assert judge(sqlite3.SQLITE_READ, "portal_published", "release_digest", "main", None) == allowed
    assert judge(sqlite3.SQLITE_ATTACH, "/tmp/x", None, None, None) == denied


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM portal_page", "DELETE FROM portal_doorin", "UPDATE portal_doorack SET seq = 9"]
)
def test_the_doors_connection_refuses_the_rest(sql: str) -> None:
    if connections["portal"].vendor != "sqlite":
        pytest.skip("on PostgreSQL these are the rights of the role door")
    with pytest.raises(DatabaseError), as_door("portal"), transaction.atomic(using="portal"):
        connections["portal"].cursor().execute(sql)
    assert portal.Page.objects.count() == 0


@pytest.mark.postgresql
def test_the_role_door_may_add_messages_and_nothing_else(bureau: Bureau) -> None:
    """``roles.sql`` as it is shipped, then the transport's own statements under that role."""
    with transaction.atomic():
        outbox.append(bureau.agency, "stats", {"agency": {"name": "甲局"}}, at=LATER)
    with transaction.atomic(using="portal"), connections["portal"].cursor() as cursor:
        cursor.execute((Path(database.__file__).parents[1] / "roles.sql").read_text(encoding="utf-8"))
        cursor.execute("SET LOCAL ROLE door")
        assert database.send(bureau.agency.code, outbox.after(0), database.place(bureau.agency.code)) == 1
        for sql in (
            "SELECT * FROM portal_page",
            "UPDATE portal_doorin SET kind = 'x'",
            "DELETE FROM portal_doorin",
            "INSERT INTO portal_doorack (agency, epoch, seq, digest, at) VALUES ('x', 1, 9, '', now())",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(using="portal"):
                cursor.execute(sql)
        cursor.execute("RESET ROLE")
        cursor.execute("DROP OWNED BY door; DROP ROLE door")


def test_every_category_of_the_law_has_a_column_the_portal_takes(bureau: Bureau) -> None:
    for column in facts.public(bureau.agency)["columns"]:
        assert meta.read({"column": column, "published": "2018-01-01"}).column == column["key"]


def test_a_tick_goes_on_without_an_agency() -> None:
    assert {line.split()[0] for line in worker.tick(LATER)} == {"no-agency"}


@pytest.mark.parametrize(
    "trouble", [OperationalError("database is locked"), OSError(28, "No space left on device")]
)
def test_a_tick_outlasts_a_locked_database_and_a_full_disk(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def failing(_at: datetime) -> None:
        raise trouble

    bureau.cleared()
    monkeypatch.setattr(worker, "push", failing)
    monkeypatch.setattr(
        rounds, "close_old_connections", lambda: None
    )  # the test's own transaction stays open
    (line,) = worker.tick(LATER)
    assert type(trouble).__name__ in line
    assert Anchor.objects.exists()


def test_a_tick_pushes_and_anchors(bureau: Bureau) -> None:
    bureau.cleared()
    assert worker.tick(LATER) == []
    assert keyring.store().state()["checkpoints"].keys() == {"events", "scj.example.gov.cn/log"}
    assert status(LATER)["portal"]["applied"] == 4  # the release, the log, the facts, the keys


def test_the_events_anchor_enters_the_public_log_once_a_day(bureau: Bureau) -> None:
    bureau.cleared()
    binding.kept().unlink(missing_ok=True)
    for minutes in (0, 2, 4):
        assert worker.tick(LATER + minutes * MINUTE) == []
    assert worker.tick(LATER + timedelta(days=1)) == []
    worker.push(LATER + timedelta(days=1, minutes=1))
    entries = [logs.read_entry(bytes(row.body)) for row in LogEntry.objects.order_by("number")]
    assert [entry["kind"] for entry in entries] == ["publish", "anchor", "anchor"]
    lines = binding.kept().read_bytes().splitlines()
    assert [digest_of(line) for line in lines] == [entry["object"] for entry in entries[1:]]
    assert portal.Checkpoint.objects.order_by("-size").first().size == 3  # type: ignore[union-attr]
