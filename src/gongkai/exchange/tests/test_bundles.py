"""Attack 4 of SEALING.md 8 and the life of a bundle: written inside, carried, applied outside."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.casework.keyring import key
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.exchange import door, facts, log, worker
from gongkai.exchange.models import OutMessage
from gongkai.exchange.transports import arriving, bundle
from gongkai.portal import models as portal
from gongkai.portal import publishing
from gongkai.refusal import Refused
from gongkai.sealing import bundle as bundles
from gongkai.sealing import messages
from gongkai.sealing.bundle import Signed
from gongkai.sealing.canon import parse
from gongkai.sealing.notes import Signer

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)


@pytest.fixture
def carried(bureau: Bureau, tmp_path: Path) -> Path:
    """A bundle of a release with an attachment, its log entry and the agency's facts."""
    bureau.cleared(attachment=True)
    facts.tell(bureau.agency, LATER)
    door.run(bureau.agency, LATER)
    log.sign_off(bureau.agency, LATER)
    found = bundle.write(tmp_path, LATER)
    assert found is not None
    return found


def refusal(file: Path) -> str:
    with pytest.raises(Refused) as caught:
        arriving.read(file, LATER)
    assert not portal.Page.objects.exists() and not portal.DoorAck.objects.exists()
    folder = Path(settings.GONGKAI_PORTAL_FILES)
    assert not folder.exists() or not list(folder.iterdir())
    return caught.value.code


def test_a_bundle_carries_everything_and_nothing_twice(carried: Path, bureau: Bureau) -> None:
    assert carried.name == "371002SC-desk-portal-1-1-3.gkb"
    count, place = arriving.read(carried, LATER)
    assert (count, place.applied) == (3, 3)
    assert portal.Published.objects.count() == portal.PublishedFile.objects.count() == 1
    assert arriving.read(carried, LATER + MINUTE) == (0, place)
    assert bundle.write(carried.parent, LATER, since=4) is None
    assert worker.push(LATER + MINUTE).sent == 0


def test_an_import_that_was_killed_runs_again(carried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = publishing.apply, []

    def dies(*given: object, **more: object) -> object:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return real(*given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as killed:
        killed.setattr(publishing, "apply", dies)
        with pytest.raises(KeyboardInterrupt):
            arriving.read(carried, LATER)
    assert arriving.read(carried, LATER + MINUTE)[0] == 2


def rewritten(carried: Path, change: Callable[[list[tuple[str, bytes]]], None]) -> Path:
    """The archive with other members, packed again by an ordinary tool."""
    with tarfile.open(carried) as given:
        members = [(entry.name, given.extractfile(entry).read()) for entry in given]  # type: ignore[union-attr]
    change(members)
    target = carried.with_name("changed.gkb")
    with tarfile.open(target, "w", format=tarfile.USTAR_FORMAT) as out:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            out.addfile(entry, io.BytesIO(data))
    return target


def edit(members: list[tuple[str, bytes]], turn: Callable[[bytes], bytes]) -> None:
    at = next(place for place, (name, _) in enumerate(members) if name == "messages.jsonl")
    members[at] = ("messages.jsonl", turn(members[at][1]))


def swap(lines: bytes) -> bytes:
    first, second, third, _ = lines.split(b"\n")
    return b"\n".join([second, first, third, b""])


def test_attack_4_an_edited_line(carried: Path) -> None:
    def reword(lines: bytes) -> bytes:
        return lines.replace("警示".encode(), "提示".encode())

    assert refusal(rewritten(carried, lambda found: edit(found, reword))) == "E_DIGEST"


def test_attack_4_swapped_order(carried: Path) -> None:
    assert refusal(rewritten(carried, lambda found: edit(found, swap))) == "E_ORDER"


def test_attack_4_an_added_member_with_a_path(carried: Path) -> None:
    assert refusal(rewritten(carried, lambda found: found.append(("../x", b"x")))) == "E_BUNDLE"


def test_an_applied_bundle_that_was_edited_is_refused_too(carried: Path) -> None:
    arriving.read(carried, LATER)
    for change in (
        lambda members: members.append(("../x", b"1")),
        lambda members: members.pop(),
    ):
        with pytest.raises(Refused) as caught:
            arriving.read(rewritten(carried, change), LATER + MINUTE)
        assert caught.value.code == "E_BUNDLE"


def test_attack_4_a_missing_predecessor(carried: Path) -> None:
    second = bundle.write(carried.parent, LATER, since=2)
    assert second is not None and refusal(second) == "E_GAP"


def test_attack_4_a_foreign_agency(carried: Path) -> None:
    data = messages.build(
        agency="370000", sender="desk", epoch=1, seq=1, prev=None, kind="stats", at="2018-03-02T00:00:00Z",
        body={},
    )  # fmt: skip
    assert refusal(packed(carried, data, key("door").signer)) == "E_AGENCY"


def test_attack_4_a_bundle_of_another_key(carried: Path) -> None:
    data = bytes(OutMessage.objects.get(seq=1).body)
    stranger = Signer("scj.example.gov.cn/desk/door", b"\x09" * 32)
    assert refusal(packed(carried, data, stranger)) == "E_SIGNATURE"


def packed(beside: Path, data: bytes, signer: Signer) -> Path:
    target = beside.with_name("forged.gkb")
    with target.open("wb") as out:
        signed = [Signed(data, messages.sign(signer, data))]
        bundles.write(out, signed, {}, made="2018-03-02T00:00:00Z", key=signer)
    return target


def test_a_refused_message_is_named_by_its_number(bureau: Bureau, tmp_path: Path) -> None:
    bureau.cleared()
    door.run(bureau.agency, LATER)
    log.sign_off(bureau.agency, LATER)
    found = bundle.write(tmp_path, LATER)
    assert found is not None
    index = parse(bytes(OutMessage.objects.get(seq=1).body))["body"]["release"]["index"]
    portal.Tombstone.objects.create(
        agency=bureau.agency.code, index=index,
        release_digest="0" * 64, quiet=True, since=LATER.date(), log_index=9, updated=LATER,
    )  # fmt: skip
    with pytest.raises(Refused, match="第 1 号消息"):
        arriving.read(found, LATER)


def test_a_damaged_attachment_leaves_no_bundle(bureau: Bureau, tmp_path: Path) -> None:
    submission = bureau.cleared(attachment=True)
    door.run(bureau.agency, LATER)
    files.place(submission.item.files.get().sha256).write_bytes(b"%PDF-1.7 2")
    with pytest.raises(Refused) as caught:
        bundle.write(tmp_path, LATER)
    assert caught.value.code == "E_BLOB" and not list(tmp_path.iterdir())


def test_nothing_to_carry_and_a_number_that_does_not_exist(bureau: Bureau, tmp_path: Path) -> None:
    assert bundle.write(tmp_path, LATER) is None
    worker.push(LATER)
    assert bundle.write(tmp_path, LATER) is None
    assert bundle.write(tmp_path, LATER, since=1) is not None
    assert bundle.write(tmp_path, LATER, since=9) is None
