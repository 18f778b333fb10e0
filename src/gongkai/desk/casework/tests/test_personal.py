"""Persons are sealed per case, each look is an event, and shredding is for good."""

import json

import pytest
from django.db import connection

from gongkai.desk.casework.keyring import store
from gongkai.desk.casework.models import CaseKey, CaseText, Event, Party, PersonKey
from gongkai.desk.casework.personal import (
    find_person,
    keep_person,
    keep_text,
    open_person,
    open_text,
    shred,
)
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.refusal import Refused
from gongkai.sealing import fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_state")]
PERSON = {"name": "于志静", "phone": "138 1234 5678", "address": "怡园街道12号", "id": ""}
TEXT = "于志静反映：电话13812345678，商家不退款。"


@pytest.fixture
def handler(officer, units):
    return officer("handler", ("handler", units[0]))


@pytest.fixture
def case(make_case, units):
    return make_case(units[0])


def _code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_nothing_personal_stands_in_the_tables(case):
    keep_person(case, Party.Role.PETITIONER, PERSON)
    keep_text(case, "content", TEXT, [PERSON["name"]])
    with connection.cursor() as cursor:
        for table in ("party", "case_text", "personkey", "casekey", "casetext"):
            if f"casework_{table}" not in connection.introspection.table_names():
                continue
            cursor.execute(f"SELECT * FROM casework_{table}")
            found = b"|".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            assert "于志静".encode() not in found
            assert b"13812345678" not in found
    assert CaseText.objects.get().masked == "〔姓名〕反映：电话〔电话号码〕，商家不退款。"


def test_each_look_is_an_event(case, handler):
    party, _ = keep_person(case, Party.Role.PETITIONER, PERSON)
    opened = open_person(party, by=handler, reason="contact", at=AT)
    assert opened == {"name": "于志静", "phone": "138 1234 5678", "address": "怡园街道12号"}
    text, _ = keep_text(case, "content", TEXT)
    assert open_text(text, by=handler, reason="verify", at=AT) == TEXT
    first, second = Event.objects.filter(stream=case.stream).order_by("n")
    assert (first.type, first.by, second.type) == ("person-opened", handler.uid, "text-opened")
    assert json.loads(bytes(first.body))["data"] == {
        "role": "诉求人", "fields": ["address", "name", "phone"], "reason": "contact",
    }  # fmt: skip


def test_who_may_not_see_the_case_sees_no_person(case, officer, units):
    party, _ = keep_person(case, Party.Role.PETITIONER, PERSON)
    stranger, keeper = officer("other", ("handler", units[1])), officer("keeper", ("keeper", None))
    for person in (stranger, keeper):
        assert _code(open_person, party, by=person, reason="contact", at=AT) == "not-found"
    assert not Event.objects.exists()


def test_a_reason_of_the_list_is_needed(case, handler):
    party, _ = keep_person(case, Party.Role.PETITIONER, PERSON)
    assert _code(open_person, party, by=handler, reason="好奇", at=AT) == "E_REASON"


def test_a_field_moved_to_another_case_or_role_does_not_open(make_case, units, handler):
    one, other = make_case(units[0]), make_case(units[0])
    first, _ = keep_person(one, Party.Role.PETITIONER, PERSON)
    second, _ = keep_person(other, Party.Role.PETITIONER, {"name": "李"})
    second.sealed = first.sealed
    assert _code(open_person, second, by=handler, reason="contact", at=AT) == "E_OPEN"
    first.role = Party.Role.APPLICANT
    assert _code(open_person, first, by=handler, reason="contact", at=AT) == "E_OPEN"


def test_a_person_kept_secret_is_not_opened_by_one(make_case, units, handler):
    case = make_case(units[0], kind="举报")
    party, commitment = keep_person(case, Party.Role.PETITIONER, PERSON, secret=True)
    assert commitment
    assert CaseKey.objects.get().dek_i
    assert _code(open_person, party, by=handler, reason="contact", at=AT) == "two-persons"
    again = {"name": "别人"}
    assert _code(keep_person, case, Party.Role.PETITIONER, again, secret=True) == "kept-secret"
    text, _ = keep_text(case, "content", TEXT)
    assert open_text(text, by=handler, reason="verify", at=AT) == TEXT
    assert not PersonKey.objects.exists()


def test_the_same_person_is_found_among_what_is_visible(make_case, units, officer):
    cases = [make_case(units[0]), make_case(units[1]), make_case(units[0]), make_case(units[0], kind="举报")]
    for case, phone in zip(
        cases, ("13812345678", "+86 138-1234-5678", "13900000000", "13812345678"), strict=True
    ):
        keep_person(case, Party.Role.PETITIONER, {"phone": phone})
    office, handler = officer("office", ("office", None)), officer("h", ("handler", units[0]))
    assert set(find_person("138 1234 5678", among=visible_to(office, DAY))) == set(cases[:2])
    assert list(find_person("13812345678", among=visible_to(handler, DAY))) == [cases[0]]
    assert list(find_person("13812345678", among=visible_to(office, DAY), latest=1)) == [cases[1]]
    assert not find_person("138****5678", among=visible_to(office, DAY)).exists()
    keep_person(cases[0], Party.Role.PETITIONER, {"phone": "13700000000", "id": "37060219800101123x"})
    assert list(find_person("13812345678", among=visible_to(office, DAY))) == [cases[1]]
    found = find_person("37060219800101123X", among=visible_to(office, DAY), kind="id")
    assert list(found) == [cases[0]]


def test_third_parties_may_be_several_and_a_nameless_person_is_empty(case, handler):
    for name in ("甲", "乙"):
        keep_person(case, Party.Role.THIRD, {"name": name})
    nobody, commitment = keep_person(case, Party.Role.PETITIONER, {"name": " "}, is_anonymous=True)
    assert (nobody.sealed, commitment) == (None, None)
    assert open_person(nobody, by=handler, reason="contact", at=AT) == {}
    assert Party.objects.filter(role="第三方").count() == 2


def test_shredded_is_for_good(case, handler):
    party, _ = keep_person(case, Party.Role.PETITIONER, PERSON)
    assert _code(shred, case, by=handler, at=AT) == "not-ended"
    case.stage = "closed"
    case.save()
    shred(case, by=handler, at=AT)
    assert _code(open_person, party, by=handler, reason="contact", at=AT) == "E_SHREDDED"
    assert not PersonKey.objects.exists()
    assert store().state()["shredded"] == [case.uid]
    assert Event.objects.get(stream=case.stream).type == "shredded"


def test_what_another_handling_key_wrapped_still_opens(case, handler):
    party, _ = keep_person(case, Party.Role.PETITIONER, PERSON)
    older = store().rotate("handling", "2017-12-01T00:00:00Z")
    held = CaseKey.objects.get()
    dek = fields.open_dek_h(store().load("handling").secret, case.uid, bytes(held.dek_h))
    held.dek_h = fields.wrap_dek_h(older.secret, case.uid, dek)
    held.save()
    assert open_person(party, by=handler, reason="contact", at=AT)["name"] == "于志静"
    store().destroy("handling", older.kid)
    assert _code(open_person, party, by=handler, reason="contact", at=AT) == "E_OPEN"
