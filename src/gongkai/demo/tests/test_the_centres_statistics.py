"""The sentence of the zone's year, 2,180 and 95 per cent, from the centre's page and the annual report."""

from datetime import UTC, datetime

import pytest

from gongkai.desk.reporting.centre import facts, opening, screen
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.figures import compute
from gongkai.ledgers.imports import import_folder

pytestmark = pytest.mark.django_db(databases=["default"])


def test_2180_and_2071_stand_on_the_centres_page_in_the_report_and_in_open_data(registers, keys):
    agency = import_folder(
        registers(2017), at=datetime(2018, 1, 8, 1, 30, tzinfo=UTC), files_may_lack=True
    ).agency
    total = facts.cube(agency, Period.of(2017)).total
    assert (total.received, total.closed) == (2180, 2071)
    assert str(screen.percent(total.closed, total.received)) == "95.0"
    report = compute(agency, 2017)
    rate = report["complaints.closing_rate_tj"]
    assert (rate.numerator, rate.denominator, rate.text) == (2071, 2180, "95.0")
    assert report.now.value("complaints.on_time") == total.on_time
    assert facts.years(agency)[0] == 2017
    tables = opening.build(agency, 2017, opening.LEAST).tables
    assert tables["total"] == 2180
    closed = [row for row in tables["tables"]["result"] if "open" not in row["members"]]
    assert sum(row["total"] for row in closed) == 2071
