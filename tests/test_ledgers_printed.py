"""台账 of the other rooms to print: seals, deliveries, meetings; what one may not see is not in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.models import Unit
from gongkai.desk.casework.models import Assignment, Case, Delivery, Letter, Registration, SealUse
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.oversight.models import Activity

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
MONTH = {"month": "2018-03"}


@pytest.fixture
def bureau(keys: object) -> Bureau:
    made = Bureau.found()
    registration = Registration.objects.create(
        agency=made.agency, series="complaints", number="诉〔2018〕1号", key="1", channel="12315",
        registered_on=date(2018, 3, 1), recorded_at=AT,
    )  # fmt: skip
    case = Case.objects.create(
        registration=registration, kind="投诉", stage="open", opened_on=date(2018, 3, 1)
    )
    Assignment.objects.create(case=case, unit=made.unit, since=date(2018, 3, 1))
    letter = Letter.objects.create(
        case=case, agency=made.agency, key="acceptance", cause="acceptance", title="投诉受理通知书",
        number="受〔2018〕1号", ruleset="x", dated=date(2018, 3, 5), made_at=AT, by=made.officers["clerk"],
        sealed=b"s", commitment="0" * 64,
    )  # fmt: skip
    SealUse.objects.create(
        letter=letter, seal="行政公章", on=date(2018, 3, 5), copies=2, by=made.officers["clerk"],
        approved_by=made.officers["head"],
    )  # fmt: skip
    Delivery.objects.create(
        letter=letter, way="邮寄", sent_on=date(2018, 3, 6), tracking="EMS123", by=made.officers["clerk"]
    )
    Activity.objects.create(
        agency=made.agency,
        kind="培训",
        name="信息公开培训",
        on=date(2018, 3, 9),
        organiser="办公室",
        people=32,
    )
    return made


def test_seals_and_deliveries_stand_in_their_month_with_who_approved(bureau: Bureau) -> None:
    client = enter(bureau, "office")
    page = text(client.get("/ledgers/seals/", MONTH))
    for words in ("用印台账", "行政公章", "受〔2018〕1号", "诉〔2018〕1号", "head某"):
        assert words in page, words
    page = text(client.get("/ledgers/deliveries/", MONTH))
    assert "EMS123" in page and "尚无结果" in page and "邮寄" in page
    assert "零报告" in text(client.get("/ledgers/seals/", {"month": "2018-04"}))


def test_a_sheet_is_of_one_unit_where_one_is_chosen_and_of_what_one_may_see(bureau: Bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    page = text(enter(bureau, "office").get("/ledgers/seals/", MONTH | {"unit": other.pk}))
    assert "行政公章" not in page
    assert "行政公章" not in text(enter(bureau, "secrecy").get("/ledgers/seals/", MONTH))


def test_meetings_and_trainings_are_listed_with_their_numbers(bureau: Bureau) -> None:
    page = text(enter(bureau, "office").get("/ledgers/activities/", MONTH))
    assert "信息公开培训" in page and "32" in page
