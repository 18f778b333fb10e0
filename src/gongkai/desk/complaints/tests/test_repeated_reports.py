"""A report of the same person about the same fact is closed as what it is (order 121 art. 35(2))."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.tests.centre import AT as OLD
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 11, 2, 0, tzinfo=UTC)
"""A day of order 121."""


@pytest.fixture
def pair(centre):
    return centre.case(AT, kind="举报"), centre.case(AT + timedelta(3), kind="举报")


def repeat(centre, later, first, **more):
    said = {"is_same": True, "by": centre["handler"], "at": AT + timedelta(4)} | more
    return verbs.repeat(later, first, "同一商品、同一标签，前一件在核查", **said)


def code(centre, later, first, **more):
    with pytest.raises(Refused) as refused:
        repeat(centre, later, first, **more)
    return refused.value.code


def types(case):
    return list(Event.objects.filter(stream=case.stream).values_list("type", flat=True))


def test_it_ends_by_two_persons_is_answered_and_closed_with_its_own_outcome(centre, pair):
    first, later = pair
    made = repeat(centre, later, first)
    assert made.on is None and standing(later).step == Step.REVIEW
    verbs.approve(later, by=centre["head"], at=AT + timedelta(4))
    assert standing(later).step == Step.ANSWER, "everything said gets an answer"
    centre.answer(later, AT + timedelta(4))
    centre.on_platform(later, AT + timedelta(4))
    closing = verbs.close(later, by=centre["handler"], at=AT + timedelta(4))
    assert closing.outcome == "重复举报"
    assert "repeat-proposed" in types(later) and "was-repeated" in types(first)
    assert standing(first).step == Step.CHECK, "the first goes on as before"
    assert Matter.objects.get(registration=later.registration).acceptance == ""


def test_both_pages_link_each_other(centre, pair):
    first, later = pair
    repeat(centre, later, first)
    verbs.approve(later, by=centre["head"], at=AT + timedelta(4))
    web = Client()
    web.force_login(centre["handler"])
    pages = {case.uid: web.get(f"/complaints/{case.uid}/").content.decode() for case in pair}
    assert f"/complaints/{first.uid}/" in pages[later.uid] and "先收到的举报" in pages[later.uid]
    assert f"/complaints/{later.uid}/" in pages[first.uid] and "再次举报" in pages[first.uid]


def test_the_form_says_the_words_of_the_law_and_asks_whether_somebody_made_sure(centre, pair):
    form = ACTIONS["repeat"].form({}, one=standing(pair[1]), by=centre["handler"], day=AT.date())
    assert "同一举报人就同一涉嫌违法事实重复举报同一被举报人的，不再另行处理" in form.fields["same"].help_text
    assert "第三十五条第二款" in form.fields["same"].help_text
    assert not form.is_valid() and set(form.errors) == {"first", "same", "reason"}


def test_only_an_earlier_report_of_a_named_reporter_can_be_the_first(centre, pair):
    first, later = pair
    assert code(centre, first, later) == "wrong-first"
    assert code(centre, later, later) == "wrong-first"
    assert code(centre, later, first, is_same=False) == "not-same"
    complaint = centre.case(AT - timedelta(1))
    assert code(centre, later, complaint) == "not-found"
    nameless = centre.case(AT - timedelta(1), kind="举报", person={}, is_anonymous=True)
    assert code(centre, later, nameless) == "anonymous"
    hidden = centre.case(AT + timedelta(3), kind="举报", person={}, is_anonymous=True)
    assert code(centre, hidden, first) == "anonymous"


def test_before_order_121_there_was_no_such_rule_and_no_such_step(centre):
    first, later = centre.case(OLD, kind="举报"), centre.case(OLD, kind="举报")
    with pytest.raises(Refused) as refused:
        verbs.repeat(later, first, "同一事实", is_same=True, by=centre["handler"], at=OLD)
    assert refused.value.code == "wrong-step" and "没有重复举报不再处理" in refused.value.sentence


def test_a_repeated_complaint_is_refused_on_the_ground_that_the_law_has_for_it(centre):
    case = centre.case(AT)
    form = ACTIONS["refuse"].form({}, one=standing(case), by=centre["handler"], day=AT.date())
    assert "同一争议已经处理过" in form.fields["reason"].help_text
    assert "第十六条第（二）项" in form.fields["reason"].help_text
