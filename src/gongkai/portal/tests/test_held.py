"""While a batch of pages is rendered the same is asked once; outside of it every question is asked anew."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongkai.portal.models import Published
from gongkai.portal.publishing import columns, rendering, site, stale
from gongkai.portal.publishing.held import held, once
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def published(desk):
    year.publish_year(desk)
    return desk


def asked(what):
    with CaptureQueriesContext(connections["portal"]) as captured:
        what()
    return len(captured)


def test_a_question_is_asked_once_inside_and_each_time_outside():
    said = iter(range(9))
    assert (once("x", lambda: next(said)), once("x", lambda: next(said))) == (0, 1)
    with held():
        assert [once("x", lambda: next(said)), once("x", lambda: next(said))] == [2, 2]
        with held():
            assert once("x", lambda: next(said)) == 3
        assert once("x", lambda: next(said)) == 2
    assert once("x", lambda: next(said)) == 4


def test_what_is_given_may_be_changed_by_who_asked(published):
    with held():
        columns.months("work").clear()
        columns.columns().clear()
        assert columns.columns() and columns.months("work") == columns.months("work")


def test_pages_are_the_same_as_each_by_itself(published):
    paths = sorted({"/", *stale.of_all_columns()})
    with held():
        together = [[page.body for _, page, _ in rendering._render(path, NOW)] for path in paths]
    assert together == [[page.body for _, page, _ in rendering._render(path, NOW)] for path in paths]
    assert sum(len(one) for one in together) > 3


def test_addresses_of_all_columns_cost_no_more_for_columns_that_stand_in_a_special_one(published):
    keys = Published.objects.values_list("column", flat=True).distinct().order_by("column")
    assert asked(stale.of_all_columns) <= 2 + len(specials_and(keys))


def specials_and(keys):
    """Every column that is looked at: those with something public, and those of the special ones."""
    return {*keys, *(one for key in keys for special in stale.holding(key) for one in special.columns)}


def test_what_the_agency_says_is_seen_at_once_after_a_batch(published):
    with held():
        assert site.agency_facts()["icp"] != "鲁ICP备99999999号"
    published.say_who(icp="鲁ICP备99999999号")
    assert site.agency_facts()["icp"] == "鲁ICP备99999999号"
