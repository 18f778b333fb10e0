"""Files that nothing refers to: a kill leaves them, verify names them, a sweep of the worker ends it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField
from django.utils import timezone

from gongkai import orphans
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item, ItemFile
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.verbs import purge, purge_record, purging, withdraw
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival, SentFile
from gongkai.desk.outlets.models import Hanging, Place
from gongkai.exchange import left_over, worker
from gongkai.exchange.tests.test_killed_anywhere import Killed
from gongkai.portal import left_over as portal
from gongkai.portal.models import DoorBlob, DoorIn, PublishedFile
from gongkai.portal.publishing import blobs

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
OLD = timedelta(days=3)


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    """Stores of their own for each test."""
    settings.GONGKAI_DESK_FILES, settings.GONGKAI_PORTAL_FILES = tmp_path / "desk", tmp_path / "portal"
    return tmp_path


def age(file: Path, span: timedelta = OLD) -> None:
    then = (timezone.now() - span).timestamp()
    os.utime(file, (then, then))


def listed() -> list[str]:
    found = left_over.verify_files()
    assert found.holds
    return found.listed


def test_a_purge_killed_before_its_files_went_is_named_and_the_sweep_ends_it(
    bureau: Bureau, monkeypatch
) -> None:
    item = bureau.item(1)
    bureau.attach(item, b"%PDF-1.7 the secret")
    digest = ItemFile.objects.get().sha256

    def killed(_gone: object) -> None:
        raise Killed

    monkeypatch.setattr(purging, "unlink", killed)
    with pytest.raises(Killed):
        purge(item, bureau.officers["secrecy"], AT)
    assert Item.objects.get().purged_at and files.place(digest).is_file()
    assert listed() == []  # it may be of work that goes on
    age(files.place(digest))
    (said,) = listed()
    assert "1 份" in said and digest[:16] in said and "3 天" in said
    assert left_over.sweep(timezone.now()) == 1
    assert not files.place(digest).exists() and listed() == []


def test_a_withdrawal_killed_before_the_portal_swept_is_named_and_the_sweep_ends_it(bureau: Bureau) -> None:
    """What waits for a commit never runs in a test: as if each was followed by a kill."""
    item = bureau.cleared(1, attachment=True).item
    worker.push(LATER)
    digest = PublishedFile.objects.get().sha256
    place = blobs.place(Path(settings.GONGKAI_PORTAL_FILES), digest)
    withdraw(item, "privacy", bureau.officers["office"], LATER)
    worker.push(LATER + timedelta(minutes=1))
    assert not PublishedFile.objects.exists() and place.exists()
    age(place)
    age(files.place(digest))
    assert place.exists() and [line for line in listed() if digest[:16] in line and "门户" in line]
    assert portal.sweep(timezone.now()) == 1 and not place.exists()
    assert not DoorBlob.objects.filter(sha256=digest, data__isnull=True).exists()
    assert left_over.sweep(timezone.now()) == 0 and files.place(digest).exists()  # the desk still tells of it


def test_what_is_named_and_what_is_young_stays_whatever_its_age(bureau: Bureau) -> None:
    bureau.cleared(1, attachment=True)
    worker.push(LATER)
    digest = ItemFile.objects.get().sha256
    ItemFile.objects.all().delete()  # the submission's content tells of it all the same
    orphan = files.place(files.store(b"left"))
    for file in (files.place(digest), blobs.place(Path(settings.GONGKAI_PORTAL_FILES), digest)):
        age(file)
    assert left_over.sweep(timezone.now()) == portal.sweep(timezone.now()) == 0
    assert orphan.exists() and files.place(digest).exists() and listed() == []


def test_bytes_that_somebody_is_about_to_name_are_not_taken_away(bureau: Bureau, monkeypatch) -> None:
    file = files.place(files.store(b"about to be named"))
    age(file)
    assert files.store(b"about to be named") == file.name
    assert left_over.sweep(timezone.now()) == 0 and file.exists()

    age(file)
    real = orphans._since

    def touched_meanwhile(path: Path, like: datetime) -> datetime:
        if path.name.endswith(".aside.part"):
            os.utime(path)
        return real(path, like)

    monkeypatch.setattr(orphans, "_since", touched_meanwhile)
    (Path(settings.GONGKAI_DESK_FILES) / ".swept").unlink()
    assert left_over.sweep(timezone.now()) == 0 and file.read_bytes() == b"about to be named"


def test_a_sweep_that_was_killed_puts_back_what_it_had_aside() -> None:
    file = files.place(files.store(b"aside"))
    file.rename(file.with_name(f".{file.name}.aside.part"))
    left_over.sweep(timezone.now())
    assert file.read_bytes() == b"aside"


def test_it_is_done_once_a_day_and_what_a_cut_write_left_goes_too() -> None:
    half = files.place("ab" + "0" * 62).with_name(".ab.77.part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    age(half)
    now = timezone.now()
    assert left_over.sweep(now) == 1
    half.write_bytes(b"half")
    age(half)
    assert left_over.sweep(now + timedelta(hours=23)) == 0
    assert left_over.sweep(now + timedelta(hours=25)) == 1 and not half.exists()


def test_while_a_message_is_shut_no_file_that_came_with_it_is_an_orphan() -> None:
    kept = sealed_files.place(sealed_files.seal(b"in the seal").name)
    age(kept)
    now = datetime.now(UTC)
    row = Arrival.objects.create(
        uid="a" * 22, header=b"{}", sealed=b"shut", kid="k", hour=now, pulled_at=now - OLD, state="parked"
    )
    assert left_over.sweep(now) == 0 and kept.exists() and listed() == []
    Arrival.objects.filter(pk=row.pk).update(sealed=b"")
    assert len(listed()) == 1
    assert left_over.sweep(now + timedelta(days=2)) == 1 and not kept.exists()


def test_while_messages_wait_to_be_applied_the_portal_sweeps_nothing() -> None:
    folder = Path(settings.GONGKAI_PORTAL_FILES)
    place = blobs.place(folder, blobs.store(b"came before its message", folder))
    age(place)
    row = DoorIn.objects.create(agency="371002SC", epoch=1, seq=1, kind="release", digest="0" * 64)
    assert portal.sweep(timezone.now()) == 0 and place.exists()
    row.delete()
    assert portal.sweep(timezone.now()) == 1 and not place.exists()


def test_a_purged_record_that_keeps_the_digest_names_no_file_any_more(bureau: Bureau, monkeypatch) -> None:
    scan = files.store(b"a scan with a secret")
    place = Place.objects.create(
        agency=bureau.agency, name="大厅", kind="screen", where="一楼", unit=bureau.unit,
        keeper=bureau.officers["clerk"], since=AT.date(),
    )  # fmt: skip
    one = Hanging.objects.create(
        place=place, what="公告", on=AT.date(), by=bureau.officers["clerk"], scan=scan, scan_name="照片.png"
    )
    age(files.place(scan))
    assert left_over.named({scan}) == {scan}
    monkeypatch.setattr(purging, "unlink", lambda _gone: None)
    purge_record("outlets.Hanging", one.pk, bureau.agency, bureau.officers["secrecy"], AT)
    assert Hanging.objects.get().scan == scan and len(listed()) == 1
    assert left_over.sweep(timezone.now()) == 1 and not files.place(scan).exists()


def test_the_word_of_a_check_is_no_owner_of_the_file() -> None:
    blob = sealed_files.seal(b"cleared away").name
    SentFile.objects.create(blob=blob, at=AT, screened_at=AT, state="purged")
    assert left_over.named({blob}) == set()


def test_a_file_that_somebody_called_like_a_purged_one_stays(bureau: Bureau) -> None:
    item, data = bureau.item(1), b"kept"
    digest = files.store(data)
    ItemFile.objects.create(
        item=item, name="（已清除）旧表.pdf", type="application/pdf", size=4, sha256=digest
    )
    age(files.place(digest))
    assert left_over.sweep(timezone.now()) == 0 and files.place(digest).read_bytes() == data


NO_FILES = {
    *(
        "casework.Registration.number",
        "casework.Registration.source_number",
        "casework.DestructionEntry.number",
    ),
    *(
        "casework.Letter.number",
        "casework.Letter.commitment",
        "mailbox.Box.last_digest",
        "mailbox.Box.mail_digest",
    ),
    *("mailbox.Arrival.digest", "mailbox.Mail.digest", "disclosure.Submission.content_digest"),
    *(f"disclosure.{one}.digest" for one in ("Submission", "Clearance", "Release", "Withdrawal")),
    *("disclosure.Resolution.mark", "disclosure.OpinionEntry.number", "disclosure.PublicFinding.mark"),
    *(
        "disclosure.PublicFinding.content",
        "foi.Decision.digest",
        "foi.Copy.log",
        "complaints.Matter.related_number",
    ),
    *(
        f"complaints.{one}"
        for one in ("PlatformAsk.number", "FollowUp.source_number", "Receipt.source_number")
    ),
    *("remedies.Remedy.application_number", "reporting.NarrativeDraft.base", "reporting.AnnualReport.digest"),
    *("reporting.FrozenFigure.digest", "exchange.OutMessage.digest", "exchange.InMessage.digest"),
    *("signing.SignedSheet.digest", "disclosure.RenewedMark.old", "disclosure.RenewedMark.new"),
    *("outlets.Visit.digest", "exchange.CanaryHour.digest"),
}
"""Columns as long as a digest that name no file of a store."""


def test_every_column_that_could_name_a_file_is_asked_or_known_to_name_none() -> None:
    """A new one would let the sweep delete files that are in use."""
    asked = {f"{rows.model._meta.label}.{column}" for rows, column in left_over._columns()}
    long = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(left_over._OURS) and model._meta.label not in left_over._NO_OWNERS
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and (field.max_length or 0) == left_over._LONG
    }
    assert long - asked == NO_FILES
