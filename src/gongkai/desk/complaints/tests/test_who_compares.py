"""Where one office person and one leader are left, a deputy by date compares a signed sheet; it is said."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Deputy, Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.signed import PAPER
from gongkai.desk.complaints.tests.centre import AT, DAY
from gongkai.desk.complaints.verbs import notifying
from gongkai.desk.disclosure.tests.pages import text
from gongkai.desk.disclosure.tests.test_papers import scan
from gongkai.desk.signing import papers
from gongkai.desk.signing import verbs as signing

NOBODY = "今天没有别的人能核对这张签批单"


@pytest.fixture
def letter(centre):
    """A letter that the only office person drafted and may enter; no operator is left."""
    Duty.objects.filter(kind=Duty.Kind.OPERATOR).update(until=DAY)
    case = centre.accepted()
    verbs.supervise(case, by=centre["leader"], at=AT)
    made = notifying.draft_notice(case, "三日内约双方", by=centre["office"], at=AT)
    Duty.objects.filter(kind=Duty.Kind.OPERATOR).delete()
    return made


def left_over(centre, letter, day=DAY):
    found = signing.comparers(PAPER, PAPER.locked(letter), centre["office"], centre["leader"], day)
    return [one.name for one in found]


def page(centre, letter, who="office"):
    client = Client()
    client.force_login(centre[who])
    return text(client.get(f"/signed/supervision-notice/{PAPER.subject(letter)}/"))


def test_nobody_is_left_and_the_page_names_the_ways_before_and_after_it_is_entered(centre, letter):
    assert left_over(centre, letter) == []
    assert NOBODY in page(centre, letter) and "AB角" in page(centre, letter)
    check = papers.check_number(papers.digest(PAPER, PAPER.locked(letter)))
    signing.enter(
        PAPER, PAPER.locked(letter), centre["leader"], True, check, DAY, scan(), by=centre["office"], at=AT
    )
    assert NOBODY in page(centre, letter)


def test_a_deputy_by_date_compares_and_only_on_those_days(centre, letter):
    deputy = centre["inspector"]
    Deputy.objects.create(officer=centre["office"], deputy=deputy, since=DAY, until=DAY)
    assert left_over(centre, letter) == ["inspector"]
    assert left_over(centre, letter, today()) == []
    check = papers.check_number(papers.digest(PAPER, PAPER.locked(letter)))
    sheet = signing.enter(
        PAPER, PAPER.locked(letter), centre["leader"], True, check, DAY, scan(), by=centre["office"], at=AT
    )
    assert signing.may_compare(PAPER, PAPER.locked(letter), sheet, deputy, DAY)
    signing.confirm(PAPER, PAPER.locked(letter), sheet, by=deputy, at=AT)
    letter.refresh_from_db()
    assert letter.signed_by == centre["leader"]


def test_a_second_leader_compares_and_the_page_names_who_can(centre, letter):
    centre.add("second", "leader")
    assert left_over(centre, letter) == ["second"]
    Deputy.objects.create(officer=centre["office"], deputy=centre["inspector"], since=DAY)
    shown = page(centre, letter)
    assert (
        NOBODY not in shown and "录入以后可以核对的人（签批的领导本人除外）" in shown and "inspector" in shown
    )
