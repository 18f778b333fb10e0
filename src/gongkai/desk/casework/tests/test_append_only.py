"""Events, leaves and anchors can be written but neither changed nor deleted, by any statement."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.desk.casework import append_only
from gongkai.desk.casework.models import Anchor, Event, Leaf
from gongkai.desk.casework.recording import SYSTEM, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
AT = datetime(2017, 9, 25, 1, 30, tzinfo=UTC)
STATEMENTS = [
    "UPDATE casework_event SET type = 'x'",
    "DELETE FROM casework_event",
    "UPDATE casework_leaf SET number = number + 1",
    "DELETE FROM casework_leaf WHERE number = 0",
    "UPDATE casework_anchor SET size = 9",
    "DELETE FROM casework_anchor",
]


@pytest.fixture
def rows():
    event = record("case/a", "registered", by=SYSTEM, occurred=date(2017, 1, 2), at=AT)
    Leaf.objects.create(number=0, event=event)
    Anchor.objects.create(size=1, root=b"r" * 32, note="n", at=AT)
    return event


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_sql_is_refused(rows, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.count() == Leaf.objects.count() == Anchor.objects.count() == 1


def test_the_models_are_refused_too(rows):
    rows.type = "changed"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.all().delete()


def test_on_postgresql_truncate_is_refused_as_well(rows):
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE casework_event CASCADE")
    assert Event.objects.count() == 1


def test_missing_triggers_are_named():
    assert append_only.missing(connection) == []
    connection.cursor().execute(
        "DROP TRIGGER casework_event_no_delete"
        + (" ON casework_event" if connection.vendor == "postgresql" else "")
    )
    assert append_only.missing(connection) == ["casework_event_no_delete"]
    append_only.install(connection)
    assert append_only.missing(connection) == []
    append_only.remove(connection)
    assert len(append_only.missing(connection)) >= 6
