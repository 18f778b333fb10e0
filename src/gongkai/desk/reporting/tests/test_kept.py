"""What no register holds is not known, which is not 0 (FORMATS.md 3)."""

from datetime import date

import pytest

from gongkai.desk.reporting.facts import kept
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.report import checks
from gongkai.desk.reporting.report.narrative import Told
from gongkai.desk.reporting.tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default"])
COUNTED = {
    "items": ("items.total", "pro.total", "secrecy.reviewed", "items.by_category.业务工作"),
    "complaints": (
        "complaints.received",
        "complaints.closed",
        "complaints.mediated",
        "complaints.by_type.投诉",
    ),
    "applications": ("app.recv", "foi.received", "app.reply", "fee"),
    "remedies": ("rev.total", "lit.total", "remedies.reviews", "remedies.grievances"),
    "activities": ("mtg.n", "train.n", "resp.total"),
}


@pytest.fixture
def agency():
    return make.AgencyFactory()


@pytest.mark.parametrize("kind", COUNTED)
def test_no_figure_of_a_register_that_is_not_kept_has_a_value(agency, kind):
    year = compute(agency, 2017)
    for key in COUNTED[kind]:
        assert year[key].value is None, key
        assert year[key].records is None, key


@pytest.mark.parametrize("kind", COUNTED)
def test_an_empty_register_that_is_kept_counts_nothing(agency, kind):
    make.keep(agency, kind)
    year = compute(agency, 2017)
    assert {key: year[key].value for key in COUNTED[kind]} == dict.fromkeys(COUNTED[kind], 0)


def test_another_agencys_register_says_nothing_of_this_one(agency):
    make.keep(make.AgencyFactory(code="371003SC"), "remedies")
    assert compute(agency, 2017)["remedies.reviews"].value is None


def test_a_record_of_whatever_year_shows_that_the_register_is_kept(agency):
    make.application(agency, received=date(2021, 3, 1))
    assert compute(agency, 2017)["foi.received"].value == 0
    assert kept.read(agency.pk).kinds == {"applications"}


def test_without_the_column_重办_nothing_is_known_of_it_unless_the_desk_recorded_one(agency):
    make.keep(agency, "complaints", "登记编号 登记时间")
    assert compute(agency, 2017)["complaints.redone"].value is None
    make.matter(agency, is_redone=True)
    assert compute(agency, 2017)["complaints.redone"].value == 1


def test_with_the_column_重办_none_redone_is_0(agency):
    make.keep(agency, "complaints", "登记编号 登记时间 重办")
    make.matter(agency)
    assert compute(agency, 2017)["complaints.redone"].value == 0


def test_a_sum_over_a_register_that_is_not_kept_is_a_warning_that_says_what_to_do(agency):
    found = {one.rule: one for one in checks.run(compute(agency, 2017), Told((), {}))}
    one = found["complaints.channels"]
    assert (one.ok, one.severity) == (False, "warn")
    assert "请导入只有表头的台账" in one.detail
    assert not [
        check for check in checks.errors(found.values()) if check.rule.startswith(("items.", "form."))
    ]
