"""Possible repeats: same person, shop or class, nearest first, only what one may see, in few queries."""

import pytest

from gongkai.desk.casework import likeness
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import repeats, sketches
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.tests.centre import DAY, later

pytestmark = pytest.mark.django_db(databases=["default"])
OTHER = {"name": "钱进", "phone": "13906310001"}


def elsewhere(**more):
    """Another shop and class."""
    return {"respondent": "某超市", "credit_code": "", "category": "家用电器"} | more


def found(centre, case, officer="office"):
    return [like.case for like in likes(standing(case), centre[officer])]


def likes(one, officer):
    said = one.case.texts.get(field="content").masked
    return repeats.for_case(one, said, visible_to(officer, DAY))


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
    monkeypatch.setattr(repeats, "ALIKE", 0)
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
    with django_assert_max_num_queries(9):
        likes(one, centre["office"])


def alike_cases(centre, count):
    """Registrations of one shop and class, all about the same kind of thing, in bulk as an import writes."""
    sample = centre.case(later(20), person=OTHER, text="在康颐堂买的鱼油有腥味，要求退货退款。")
    said = sample.texts.get(field="content")
    made = []
    for number in range(count):
        registration, matter = sample.registration, sample.registration.matter
        registration.pk, registration.uid, registration.number = None, f"r{number}", f"N{number}"
        registration.key = f"12315/N{number}"
        registration.save(force_insert=True)
        matter.pk = matter.registration_id = registration.pk
        matter.registration = registration
        matter.save(force_insert=True)
        case = Case.objects.create(
            registration=registration, uid=f"c{number}", kind="投诉", line=sample.line, stage="open",
            opened_on=sample.opened_on,
        )  # fmt: skip
        said.pk, said.case = None, case
        said.masked = f"在康颐堂买的鱼油有腥味，第{number}次去要求退货退款。"
        said.save(force_insert=True)
        made.append(case)
    return made


def test_the_true_repeat_is_found_behind_more_like_cases_than_are_compared(centre):
    told = "讲师称吃鱼油能停降压药，老人停药后头晕住进了文登中心医院，要求退款并道歉。"
    again = "老人听讲师说吃鱼油可以停降压药，停药后头晕，住进文登中心医院，要求道歉退款。"
    first = centre.case(person=OTHER, text=told)
    alike_cases(centre, repeats.MOST + 50)
    while sketches.catch_up():
        pass
    second = centre.case(later(21), text=again)
    assert found(centre, second)[0] == first


def grams_of(case, most):
    text = case.texts.get(field="content").masked
    return min(most, len(likeness.numbers(text)))


def test_grams_are_numbers_under_a_key_and_follow_an_import_by_themselves(centre):
    first = centre.case()
    alike_cases(centre, 3)
    assert sketches.catch_up(2) == 2
    assert first.grams.count() == grams_of(first, sketches.ASKED)
    assert sketches.catch_up() == 3
    assert sketches.catch_up() == 0
    sketches.forget([first.pk])
    assert not first.grams.exists()


def test_cases_of_an_import_whose_keys_were_passed_are_looked_at_too(centre):
    passed, newer = centre.case(), centre.case()
    while sketches.catch_up():
        pass
    sketches.forget([passed.pk])
    assert sketches.catch_up() == 0
    sketches.again_after(passed.pk - 1)
    assert sketches.catch_up() == 2
    assert passed.grams.count() == newer.grams.count() == grams_of(newer, sketches.ASKED)


def test_before_it_is_known_what_is_rare_as_many_grams_are_kept_as_asked(centre, monkeypatch):
    early = centre.case()
    assert early.grams.count() == grams_of(early, sketches.ASKED) > sketches.KEPT
    while sketches.catch_up():
        pass
    monkeypatch.setattr(sketches, "LEARNT", 1)
    assert centre.case(later(1)).grams.count() == sketches.KEPT
