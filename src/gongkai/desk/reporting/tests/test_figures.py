"""How figures count (FORMATS.md 3), each rule by itself."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.desk.agencies.models import YearOfMeans
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.models import StatedFigure
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def agency():
    return make.AgencyFactory()


def test_consultations_stand_apart_from_what_the_report_counts(agency):
    for kind in ("咨询", "投诉", "举报", "投诉举报"):
        make.matter(agency, kind=kind, closed=date(2017, 3, 20))
    year = compute(agency, 2017)
    assert year["complaints.received"].value == 4
    assert year["complaints.received_tj"].value == 3
    assert year["complaints.by_type.投诉举报"].value == 1
    assert (year["complaints.closed_tj"].value, year["complaints.closing_rate_tj"].value) == (
        3,
        Decimal("100.0"),
    )


def test_a_registration_is_closed_when_all_its_cases_are(agency):
    both = make.matter(agency, kind="投诉举报", closed=date(2017, 3, 20))
    case = both.registration.cases.get(kind="举报")
    case.closings.all().delete()
    assert compute(agency, 2017)["complaints.closed"].value == 0
    case.closings.create(closed_on=date(2017, 4, 1), outcome="立案")
    assert compute(agency, 2017)["complaints.closed"].value == 1


def test_reopening_next_year_keeps_this_years_figure(agency):
    make.matter(agency, closed=date(2017, 5, 2), reopened=date(2018, 1, 4))
    make.matter(agency, closed=date(2017, 5, 2), reopened=date(2017, 6, 4))
    make.matter(agency, on=date(2017, 12, 28), closed=date(2018, 1, 3))
    year = compute(agency, 2017)
    assert year["complaints.closed"].value == 1
    assert year["complaints.reopened"].value == 1
    assert compute(agency, 2018)["complaints.closed"].value == 0


def test_reopenings_that_no_register_holds_are_not_known(agency):
    make.matter(agency, closed=date(2017, 5, 2))
    assert compute(agency, 2017)["complaints.reopened"].value is None


def test_a_rate_stands_beside_its_numerator_and_denominator(agency):
    for closed in (date(2017, 3, 20), date(2017, 3, 21), None):
        make.matter(agency, closed=closed)
    rate = compute(agency, 2017)["complaints.closing_rate"]
    assert (rate.value, rate.numerator, rate.denominator) == (Decimal("66.7"), 2, 3)


def test_a_rate_of_nothing_is_unknown(agency):
    assert compute(agency, 2017)["complaints.closing_rate"].value is None
    assert compute(agency, 2017)["complaints.satisfied_rate"].value is None


def test_days_are_working_days(agency):
    make.matter(agency, date(2017, 9, 29), accepted=date(2017, 9, 30), closed=date(2017, 10, 9))
    make.matter(agency, date(2017, 9, 29), accepted=date(2017, 10, 10))
    make.matter(agency, date(2016, 3, 1), accepted=date(2016, 3, 2))
    year = compute(agency, 2017)
    assert year["complaints.days_to_accept.mean"].value == Decimal("2.0")
    assert year["complaints.days_to_accept.median"].value == Decimal("2.0")
    assert year["complaints.days_to_close.median"].value == Decimal(2)
    assert year["complaints.days_to_accept.median.previous"].value == Decimal(1)
    assert year["complaints.days_to_close.mean.previous"].value is None


def test_the_law_of_line_and_day_decides_what_is_late(agency):
    make.matter(agency, date(2017, 3, 1), accepted=date(2017, 3, 8), closed=date(2017, 3, 20))
    make.matter(agency, date(2017, 3, 1), accepted=date(2017, 3, 20), closed=date(2017, 3, 21))
    make.matter(agency, date(2017, 3, 1), accepted=date(2017, 3, 8), closed=date(2017, 8, 20))
    paused = make.matter(agency, date(2017, 3, 1), accepted=date(2017, 3, 8), closed=date(2017, 5, 15))
    year = compute(agency, 2017)
    assert (year["complaints.late"].value, year["complaints.on_time"].value) == (3, 1)
    assert year["complaints.on_time_rate"].value == Decimal("25.0")
    paused.registration.cases.get().pauses.create(
        kind="testing", since=date(2017, 3, 10), until=date(2017, 5, 1)
    )
    assert compute(agency, 2017)["complaints.late"].value == 2


def test_what_no_register_holds_is_null_never_zero(agency):
    make.matter(agency, closed=date(2017, 4, 1))
    year = compute(agency, 2017)
    for key in ("complaints.refunded_amount", "secrecy.incidents", "secrecy.returned", "org.units"):
        assert year[key].value is None, key
    make.matter(agency, closed=date(2017, 4, 1), recovered_fen=12_345)
    assert compute(agency, 2017)["complaints.refunded_amount"].value == Decimal("123.45")


def test_last_year_without_a_register_is_unknown(agency):
    make.matter(agency)
    assert compute(agency, 2017)["complaints.received.previous"].value is None
    make.matter(agency, date(2016, 5, 1))
    assert compute(agency, 2017)["complaints.received.previous"].value == 1


def test_voided_rows_count_nowhere(agency):
    make.matter(agency, voided=date(2017, 5, 1))
    make.item(agency, voided_on=date(2017, 6, 1))
    make.application(agency, voided_on=date(2017, 6, 1))
    year = compute(agency, 2017)
    assert [year[key].value for key in ("complaints.received", "items.total", "app.recv")] == [0, 0, 0]


def test_an_item_counts_once_however_many_outlets_carried_it(agency):
    make.item(agency, outlets=("政府网站", "局网站", "政务微信", "公开栏"))
    make.item(agency, means="依申请公开")
    make.item(agency, date(2018, 1, 2), formed_on=date(2017, 12, 30), is_norm=True)
    year = compute(agency, 2017)
    assert [year[key].value for key in ("items.total", "pro.total", "pro.ch.web", "pro.ch.wechat")] == [
        1,
        1,
        1,
        1,
    ]
    assert (year["pro.ch.other"].value, year["pro.norm"].value, year["pro.norm_issued"].value) == (1, 0, 1)
    assert year["items.by_outlet.局网站"].value == 1


def test_a_category_nobody_used_counts_nothing_but_exists(agency):
    make.keep(agency, "items")
    year = compute(agency, 2017)
    assert year["items.by_category.典型案例"].value == 0
    assert year["items.by_category.本局专题"].value == 0
    assert year.find("items.nonsense") is None


def test_the_2014_form_takes_mail_as_net_and_amend_as_no_end(agency):
    make.application(agency, channel="电子邮件", replied=date(2017, 6, 20), outcome="reply.amend")
    make.application(agency, replied=date(2017, 6, 20), outcome="reply.deny.secret", fee_fen=123_456)
    make.application(agency, replied=date(2017, 7, 20), outcome="reply.full", is_extended=True)
    year = compute(agency, 2017)
    cells = ("app.recv", "app.recv.net", "app.reply", "app.done", "app.reply.amend", "app.reply.deny")
    assert [year[key].value for key in cells] == [3, 1, 3, 2, 1, 1]
    assert year["app.reply.deny.secret"].value == 1
    assert (year["app.done.ontime"].value, year["app.done.ext"].value) == (1, 1)
    assert year["fee"].value == Decimal("0.12")
    assert (year["foi.on_time"].value, year["foi.extended"].value) == (3, 1)


def test_the_2019_and_2021_forms_carry_over(agency):
    make.application(agency, date(2022, 12, 20), date(2023, 1, 6), "grant.full", applicant_kind="商业企业")
    make.application(agency, date(2023, 2, 1), date(2023, 2, 20), "unable.not_ours")
    make.application(agency, date(2023, 12, 25), date(2024, 1, 8), "grant.full")
    year = compute(agency, 2023)
    rows = ("in.new", "in.carry", "out.total", "carry.next", "out.grant", "out.unable.none")
    assert [year[f"{row}.total"].value for row in rows] == [2, 1, 2, 1, 1, 1]
    assert (year["in.carry.biz"].value, year["carry.next.natural"].value) == (1, 1)
    assert compute(agency, 2024)["in.carry.total"].value == 1


def test_remedies_count_when_received_when_closed_and_while_open(agency):
    make.remedy(agency, date(2022, 11, 1), closed=date(2023, 2, 1), result="维持")
    make.remedy(agency, date(2023, 11, 1), kind="行政诉讼-直接起诉")
    make.remedy(agency, date(2023, 11, 1), kind="举报投诉")
    year = compute(agency, 2023)
    assert (year["t4.review.upheld"].value, year["t4.review.total"].value) == (1, 1)
    assert (year["t4.direct.open"].value, year["t4.direct.total"].value) == (1, 1)
    assert [year[f"remedies.{one}"].value for one in ("reviews", "suits", "grievances")] == [0, 1, 1]
    assert compute(agency, 2022)["t4.review.open"].value == 1


def test_a_hot_topic_answered_in_several_ways_counts_once(agency):
    make.activity(agency, "热点回应", "赤潮", date(2017, 5, 1))
    make.activity(agency, "热点回应", "赤潮", date(2017, 5, 2))
    make.activity(agency, "培训", people=40)
    make.activity(agency, "培训", "业务", people=None)
    year = compute(agency, 2017)
    assert (year["resp.total"].value, year["resp.total"].records) == (1, 2)
    assert (year["train.n"].value, year["train.people"].value, year["mtg.n"].value) == (2, 40, 0)


def test_staff_money_and_stated_figures_have_their_source(agency):
    YearOfMeans.objects.create(
        agency=agency, year=2017, units=1, full_time=1, part_time=17, budget_fen=3_500_000
    )
    StatedFigure.objects.create(agency=agency, year=2017, key="resp.social", value="2", stated_by="姜文博")
    year = compute(agency, 2017)
    assert (year["org.staff"].value, year["org.budget"].value) == (18, Decimal("3.50"))
    assert (year["resp.social"].value, year["resp.social"].by, year["resp.social"].records) == (
        2,
        "姜文博",
        None,
    )


def test_secrecy_counts_reviews_of_the_year(agency):
    make.item(agency, secrecy_reviewed_on=date(2017, 5, 1))
    make.item(agency, date(2018, 1, 3), secrecy_reviewed_on=date(2017, 12, 30))
    assert compute(agency, 2017)["secrecy.reviewed"].value == 2


def test_a_whole_year_and_the_year_before_need_few_queries(agency, django_assert_max_num_queries):
    for day in (date(2016, 5, 1), date(2017, 5, 1)):
        make.matter(agency, day, closed=day)
        make.item(agency, day)
        make.application(agency, day)
    with django_assert_max_num_queries(16):
        compute(agency, 2017)
