"""Possible repeats: same person, shop or class, nearest first, only what one may see, in few queries."""

import pytest

from gongkai.desk.complaints import repeats
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.tests.centre import DAY, later

pytestmark = pytest.mark.django_db(databases=["default"])
OTHER = {"name": "钱进", "phone": "13906310001"}


def elsewhere(**more):
    """Another shop and class."""
    return {"respondent": "某超市", "credit_code": "", "category": "家用电器"} | more


def found(centre, case, officer="office"):
    return [like.case for like in repeats.for_case(standing(case), centre[officer], DAY)]


def test_the_same_person_elsewhere_and_the_same_shop_by_another_are_found(centre):
    mine = centre.case()
    same_person = centre.case(**elsewhere())
    same_shop = centre.case(person=OTHER)
    centre.case(person=OTHER, text="冰箱不制冷，商家拖延上门。", **elsewhere())
    assert set(found(centre, mine)) == {same_person, same_shop}


def test_what_one_may_not_see_is_not_suggested(centre):
    mine = centre.case()
    centre.case(unit="TH")
    assert found(centre, mine, "handler") == []
    assert len(found(centre, mine)) == 1


def test_those_of_other_half_years_are_not(centre):
    mine = centre.case()
    centre.case(later(200))
    assert found(centre, mine) == []


def test_of_many_the_nearest_are_compared(centre, monkeypatch):
    monkeypatch.setattr(repeats, "MOST", 4)
    mine = centre.case(later(10))
    far, near = centre.case(person=OTHER), centre.case(later(9), person=OTHER)
    for days in (8, 11):
        centre.case(later(days), person=OTHER)
    assert near in found(centre, mine)
    assert far not in found(centre, mine)


def test_the_number_of_queries_does_not_grow(centre, django_assert_max_num_queries):
    mine = centre.case()
    for days in range(6):
        centre.case(later(days), person=OTHER)
    one = standing(mine)
    with django_assert_max_num_queries(18):
        repeats.for_case(one, centre["office"], DAY)
