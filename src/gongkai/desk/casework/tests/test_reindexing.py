"""A leaked key of the index is replaced: look-ups are right at every moment, the old key is gone at last."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.desk.casework import indexing, keyring, reindexing
from gongkai.desk.casework.models import Case, CaseKey, Event, IndexKey, Party, PersonKey
from gongkai.desk.casework.personal import find_person, keep_person
from gongkai.desk.casework.tests.conftest import AT
from gongkai.refusal import Refused
from gongkai.sealing.canon import parse

pytestmark = [pytest.mark.django_db]
PHONE, OTHER, ID = "138 1234 5678", "13900000001", "371002199001010015"
HANDLING = indexing.HANDLING


class Interrupted(Exception):
    """As if the process was killed."""


@pytest.fixture(autouse=True)
def key_files(keys, tmp_path, settings):
    """Keys of this test alone: a change of a key cannot be rolled back."""
    shutil.copytree(settings.GONGKAI_KEYS, tmp_path / "keys")
    (tmp_path / "keys").chmod(0o700)
    settings.GONGKAI_KEYS = str(tmp_path / "keys")
    keyring.forget()
    yield tmp_path / "keys"
    keyring.forget()


@pytest.fixture
def cases(make_case, units):
    made = [make_case(units[0]) for _ in range(4)]
    for case, phone in zip(made, (PHONE, OTHER, PHONE, PHONE), strict=True):
        keep_person(case, Party.Role.PETITIONER, {"name": "于志静", "phone": phone, "id": ID})
    return made


def found(phone=PHONE):
    return set(find_person(phone, among=Case.objects.all()))


def same_person(case):
    """As repeats and merges ask: which cases hold a hash that this one holds."""
    mine = PersonKey.objects.filter(case=case, kind="phone").values("digest")
    return set(PersonKey.objects.filter(digest__in=mine).values_list("case", flat=True))


def kids():
    return [key.kid for key in keyring.store().all(HANDLING)]


def test_every_person_is_found_under_the_new_key_and_the_old_one_is_gone(cases, key_files):
    (old,) = kids()
    secret = keyring.key(HANDLING).secret
    before = set(PersonKey.objects.values_list("digest", flat=True))
    row = reindexing.rotate(HANDLING, at=AT)
    assert kids() == [row.kid] != [old]
    assert not any(old in path.name for path in key_files.rglob("*"))
    assert all(secret not in path.read_bytes() for path in key_files.rglob("*.key"))
    assert found() == {cases[0], cases[2], cases[3]} and found(OTHER) == {cases[1]}
    assert same_person(cases[0]) == {cases[0].pk, cases[2].pk, cases[3].pk}
    assert not before & set(PersonKey.objects.values_list("digest", flat=True))
    assert row.counts["people"] == [8, 0] and row.ended_at == AT


def test_whoever_looks_or_registers_while_it_goes_on_is_right_and_a_killed_run_goes_on(
    cases, make_case, units, monkeypatch
):
    """Killed after each step in turn; between the steps persons are found, and new ones are registered."""
    monkeypatch.setattr(reindexing, "BATCH", 3)
    mine = {cases[0], cases[2], cases[3]}
    (old,) = kids()

    def killed(_part, _done):
        raise Interrupted

    for step in range(20):
        try:
            row = reindexing.rotate(HANDLING, at=AT, say=killed)
            break
        except Interrupted:
            if step < 2:
                new = make_case(units[0])
                keep_person(new, Party.Role.PETITIONER, {"name": "于志静", "phone": PHONE})
                mine.add(new)
            assert found() == mine and same_person(new) == {case.pk for case in mine}
            assert len(kids()) == 2
    assert found() == mine and same_person(cases[0]) == {case.pk for case in mine}
    assert kids() == [row.kid] and old != row.kid
    assert not PersonKey.objects.filter(fresh__isnull=False).exists()


@pytest.mark.parametrize("step", ["_set_out", "_switch", "_end"])
def test_killed_at_the_turning_points_it_goes_on_with_the_same_new_key(cases, monkeypatch, step):
    def killed(*_):
        raise Interrupted

    with monkeypatch.context() as patched:
        patched.setattr(reindexing, step, killed)
        with pytest.raises(Interrupted):
            reindexing.rotate(HANDLING, at=AT)
    new = keyring.store().load(HANDLING).kid
    assert found(OTHER) == {cases[1]}
    row = reindexing.rotate(HANDLING, at=AT)
    assert kids() == [row.kid] == [new]
    assert found(OTHER) == {cases[1]}


def test_a_second_change_begins_anew(cases):
    first = reindexing.rotate(HANDLING, at=AT).kid
    second = reindexing.rotate(HANDLING, at=AT)
    assert second.kid != first and kids() == [second.kid] and second.counts["people"] == [8, 0]
    assert found(OTHER) == {cases[1]}


def test_what_was_shredded_is_counted_and_taken_out(cases):
    CaseKey.objects.filter(case=cases[1]).delete()
    row = reindexing.rotate(HANDLING, at=AT)
    assert row.counts["people"] == [6, 2] and reindexing.totals(row)[1] >= 2
    assert not PersonKey.objects.filter(case=cases[1]).exists()


def test_events_and_state_tell_keys_and_counts_and_nothing_of_a_person(cases):
    row = reindexing.rotate(HANDLING, at=AT)
    events = Event.objects.filter(stream=f"keys/{HANDLING}").order_by("n")
    assert [one.type for one in events] == ["index-begun", "index-renewed"]
    data = parse(bytes(events[1].body))["data"]
    assert data == {"old": data["old"], "new": row.kid, "made": 8, "lost": 0, "rows": 0}
    said = str(row.counts) + "".join(bytes(one.body).decode() for one in events)
    assert "5678" not in said and ID not in said and "于志静" not in said


def test_a_backup_from_before_the_change_is_seen_and_made_anew(cases):
    before = list(PersonKey.objects.values())
    reindexing.rotate(HANDLING, at=AT)
    PersonKey.objects.all().delete()
    IndexKey.objects.all().delete()
    PersonKey.objects.bulk_create(PersonKey(**row) for row in before)
    keyring.forget()
    assert reindexing.is_stale(HANDLING)
    (kid,) = kids()
    reindexing.renew_stale(HANDLING, at=AT)
    assert kids() == [kid] and not reindexing.is_stale(HANDLING)
    assert found() == {cases[0], cases[2], cases[3]}


def test_where_the_key_of_the_hashes_is_gone_the_way_to_mend_is_said(cases):
    IndexKey.objects.create(use=HANDLING, kid="0123456789abcdef")
    with pytest.raises(Refused) as refused:
        found()
    assert refused.value.code == "stale-index" and "gongkai keys rotate index-handling" in refused.value.mend
    reindexing.rotate(HANDLING, at=AT)
    assert found(OTHER) == {cases[1]}


def test_the_index_of_secret_persons_changes_its_key_alone(cases):
    (old,) = [key.kid for key in keyring.store().all(indexing.IDENTITY)]
    row = reindexing.rotate(indexing.IDENTITY, at=AT)
    assert [key.kid for key in keyring.store().all(indexing.IDENTITY)] == [row.kid] != [old]
    assert found(OTHER) == {cases[1]} and Path(settings.GONGKAI_KEYS).is_dir()
