"""The quick ways of building rows give the same as the plain ones, in this process and in a helper."""

import json

import pytest
from django.db import connection

from gongkai.desk.casework import keyring
from gongkai.desk.casework.bulk import Store
from gongkai.desk.casework.models import Case, CaseKey, CaseText, Event, Party, Registration
from gongkai.ledgers.imports import pipeline, running
from gongkai.ledgers.imports.cases import Person
from gongkai.ledgers.imports.context import Hand, Keys, random_pieces, uids
from gongkai.ledgers.imports.tests.conftest import AT, complaint, counts, least
from gongkai.sealing import events, fields
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import Sealed
from gongkai.sealing.fields import Sealer

pytestmark = pytest.mark.django_db


def _chain(stream):
    rows = Event.objects.filter(stream=stream).order_by("n")
    return [Sealed(bytes(row.body), bytes(row.hash), bytes(row.mac)) for row in rows]


@pytest.mark.parametrize("helped", [False, True])
def test_the_chain_of_every_case_verifies(importing, helped, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 3)
    rows = [least("complaints", n, 登记编号=f'"{n}\\号') for n in range(8)]
    assert counts(importing("complaints", *rows, helped=helped)) == (8, 0, 0, 0, 0)
    importing("complaints", *(row | {"商品服务类别": "食品"} for row in rows))
    keys = [keyring.key("event").secret]
    for case in Case.objects.all():
        assert events.verify(keys, case.stream, _chain(case.stream)) is None
        assert events.read(_chain(case.stream)[0].body)["data"]["number"].startswith('"')


@pytest.mark.parametrize("helped", [False, True])
def test_what_was_sealed_opens_and_fits_its_commitment(importing, helped):
    importing("complaints", complaint(), helped=helped)
    case = Case.objects.get()
    wrapped = bytes(CaseKey.objects.get().dek_h)
    sealer = Sealer(fields.open_dek_h(keyring.key("handling").secret, case.uid, wrapped))
    party = Party.objects.get()
    said, salt = sealer.open_and_salt("party", case.uid, party.role, bytes(party.sealed))
    assert (said["name"], said["phone"]) == ("欧阳志静", "139-1234-5678")
    commits = events.read(_chain(case.stream)[0].body)["commits"]
    assert fields.commit(salt, said) == commits["party"]
    for text in CaseText.objects.all():
        value, salt = sealer.open_and_salt("case_text", case.uid, text.field, bytes(text.sealed))
        assert fields.commit(salt, value) == commits[text.field]


def test_the_helper_writes_the_same_rows(importing, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 4)
    rows = [least("complaints", n, 诉求类型="投诉举报", 诉求内容="甲") for n in range(10)]
    rows += [least("complaints", 3, 来源渠道="12365")]
    assert counts(importing("complaints", *rows, helped=True)) == (11, 0, 0, 0, 0)
    assert counts(importing("complaints", *rows, helped=False)) == (0, 0, 11, 0, 0)
    assert Case.objects.count() == 21
    assert Registration.objects.filter(number="12365:高市监诉〔2017〕3号").exists()


def test_a_small_register_needs_no_helper(keys):
    hand = Hand(Keys.of_home(), 1, AT, "import", "0631", AT)
    with pipeline.helper(pipeline.HELPED_FROM - 1, hand) as executor:
        assert executor is None


def test_what_is_said_of_a_person_is_canonical():
    person = Person.of(
        {"phone": '1"2', "name": "张\n三", "contact": ""}, {"备\\注": "值"}, [("callback", "全\t文")]
    )
    assert canon(parse(person.said)) == person.said
    assert json.loads(person.said) == {
        "phone": '1"2',
        "name": "张\n三",
        "extras": [["备\\注", "值"]],
        "full": [["callback", "全\t文"]],
    }
    assert Person.of({"name": ""}, {}).said == b""


def test_random_bytes_and_ids_never_repeat():
    pieces, names = random_pieces(), uids()
    assert len({next(pieces) for _ in range(3000)}) == 3000
    assert len({next(names) for _ in range(3000)}) == 3000
    assert len(next(pieces)) == fields.RANDOM_BYTES


def test_keys_that_were_handed_out_are_not_handed_out_again():
    store = Store()
    first = list(store.ids(Registration, 3))
    second = list(store.ids(Registration, 2))
    assert not set(first) & set(second)
    assert store.among("SELECT 1 WHERE 1 {among}", []) == []
    assert connection.vendor in ("sqlite", "postgresql")
