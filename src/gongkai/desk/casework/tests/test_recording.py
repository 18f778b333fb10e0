"""Events are appended in order, sealed, empty of content."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.casework.keyring import key
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import IMPORT, SYSTEM, Draft, heads, record, record_many
from gongkai.refusal import Refused
from gongkai.sealing import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
AT = datetime(2017, 9, 25, 1, 30, tzinfo=UTC)


def _verify(stream):
    rows = Event.objects.filter(stream=stream).order_by("n")
    sealed = [events.Sealed(bytes(row.body), bytes(row.hash), bytes(row.mac)) for row in rows]
    return events.verify([key("event").secret], stream, sealed)


def test_each_event_follows_the_one_before():
    for n in (1, 2, 3):
        event = record("case/a", f"step-{n}", by=SYSTEM, occurred=date(2017, 9, n), at=AT, data={"n": n})
        assert event.n == n
        assert event.pk
    record("case/b", "registered", by=SYSTEM, occurred=AT, at=AT)
    assert _verify("case/a") is None
    assert _verify("case/b") is None
    assert Event.objects.get(stream="case/b").occurred == "2017-09-25T01:30:00Z"
    assert Event.objects.get(stream="case/a", n=2).occurred == "2017-09-02"


def test_columns_repeat_the_bytes():
    event = record("case/a", "registered", by=SYSTEM, occurred=date(2017, 9, 1), at=AT, data={"unit": "U1"})
    body = events.read(bytes(event.body))
    assert {name: body[name] for name in ("stream", "n", "type", "by", "occurred", "recorded")} == {
        "stream": "case/a", "n": 1, "type": "registered", "by": "system", "occurred": "2017-09-01",
        "recorded": "2017-09-25T01:30:00Z",
    }  # fmt: skip


def test_many_new_streams_and_known_ones():
    record("case/old", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=AT)
    known = heads(["case/old", "case/none"])
    assert set(known) == {"case/old"}
    drafts = [
        Draft("case/new", "registered", IMPORT, date(2017, 2, 1), AT),
        Draft("case/new", "closed", IMPORT, date(2017, 3, 1), AT, {"outcome": "x"}),
        Draft("case/old", "closed", IMPORT, date(2017, 3, 1), AT),
    ]
    Event.objects.bulk_create(record_many(drafts, known))
    assert [(e.stream, e.n) for e in Event.objects.order_by("stream", "n")] == [
        ("case/new", 1), ("case/new", 2), ("case/old", 1), ("case/old", 2),
    ]  # fmt: skip
    assert _verify("case/new") is None
    assert _verify("case/old") is None
    record("case/new", "reopened", by=SYSTEM, occurred=date(2017, 4, 1), at=AT)
    assert _verify("case/new") is None


def test_a_number_is_given_once():
    record("case/a", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=AT)
    again = record_many([Draft("case/a", "registered", IMPORT, date(2017, 1, 2), AT)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.bulk_create(again)


@pytest.mark.parametrize("data", [{"text": "长" * 81}, {"list": ["两\n行"]}, {"deep": {"x": ["长" * 100]}}])
def test_events_are_empty_of_content(data):
    with pytest.raises(Refused) as refused:
        record("case/a", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=AT, data=data)
    assert refused.value.code == "E_EVENT_DATA"
    assert not Event.objects.exists()


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(Refused):
        record("case/a", "x", by=SYSTEM, occurred=date(2017, 1, 2), at=datetime(2017, 1, 2))
