"""A button on the page of a case leads to where it says: the page knows beforehand what would refuse it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.marks import marks_of
from gongkai.desk.complaints.screens.case import offers
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 1, 2, 0, tzinfo=UTC)
"""A day of order 20, which lets limits be extended and knows rewards."""
TYPED = {
    "join": {"other-respondent", "wrong-main", "not-found"},
    "repeat": {"not-found", "wrong-first"},
    "merge": {"unknown-number", "not-found", "same", "later", "other-kinds", "other-person", "kept-voided"},
}
"""What depends on the number that somebody types."""
SHARED = {"approve", "approve_reward", "decide_time", "rule_dispute"}
"""What one proposes and another decides."""
LATE = AT + timedelta(2000)


def filled(offer, one, officer, at):
    """Everything the form asks for, the first that it offers where it offers a choice."""
    form, given = offer.action.form(one=one, by=officer, day=at.date()), {}
    for name, field in form.fields.items():
        if not field.required and name not in SPECIAL:
            continue
        if isinstance(field, forms.ChoiceField):
            given[name] = SPECIAL.get(name) or next((value for value, _ in field.choices if value), "")
        elif isinstance(field, forms.DateField):
            given[name] = (at.date() + timedelta(30 * (name == "wanted_on"))).isoformat()
        elif isinstance(field, (forms.DecimalField, forms.IntegerField)):
            given[name] = str(field.initial or 1)
        else:
            given[name] = SPECIAL.get(name, "试")
    if offer.verb == "find_violation" and one.ended_on:
        given["found_on"] = one.ended_on.isoformat()
    return given


SPECIAL = {
    "phone": "13800631999",
    "credit_code": "91371000MA3D7T5Q2M",
    "meets_at": "23:59",
    "number": "立字〔2022〕9号",
    "finance": "函1号",
    "is_natural": "on",
    "category": "食品",
    "respondent": "威海另一家商行",
    "satisfaction": "满意",
    "proof": "试",
}


@asking_once()
def press_everything(case, officer, at, before=frozenset(), pick=None):
    """Every step that is offered without a word of what is lacking goes through; what did.

    Of the steps that somebody pressed before, only those are pressed again that two persons share; ``pick``
    presses one of them.
    """
    one, marks = standing(case), marks_of(case)
    done, faults = set(), []
    open_ones = [offer for offer in offers(one, marks, officer, at, at.date()) if not offer.issues]
    if pick is not None and open_ones:
        open_ones = [open_ones[pick % len(open_ones)]]
    for offer in open_ones:
        if offer.verb in before - SHARED:
            continue
        form = offer.action.form(filled(offer, one, officer, at), one=one, by=officer, day=at.date())
        done.add(offer.verb)
        if not form.is_valid():
            faults.append((offer.verb, dict(form.errors)))
            continue
        try:
            with transaction.atomic():
                offer.action.run(Case.objects.get(pk=case.pk), form, officer, at)
                transaction.set_rollback(True)
        except Refused as refused:
            if refused.code not in TYPED.get(offer.verb, ()):
                faults.append((offer.verb, officer.name, refused.code, refused.sentence))
    assert not faults
    return done


def _asked_time(centre, case):
    verbs.ask_time(case, "须外地协查", days=5, by=centre["head"], at=AT)


def _proposed(centre, case):
    verbs.check(case, "现场核查", by=centre["head"], at=AT)
    verbs.file(case, opens=True, reason="无照经营", number="立字1号", by=centre["head"], at=AT)


def _found(centre, case):
    verbs.find_violation(case, "标签不符", "照片", by=centre["head"], at=AT)
    verbs.ask_unit(case, centre.units["TH"], "核对票据", by=centre["head"], at=AT)
    verbs.dispute(case, "不属本所", by=centre["head"], at=AT)
    verbs.contest(case, "环翠区局", "住所不在本区", by=centre["operator"], at=AT)


def _met(centre, case):
    tomorrow = AT.date() + timedelta(1)
    verbs.invite(case, meets_on=tomorrow, place="所", mediator=centre["head"], by=centre["head"], at=AT)


def _filed(centre, case):
    _proposed(centre, case)
    verbs.approve(case, by=centre["leader"], at=AT)
    verbs.propose_reward(case, 1, 10_000, "查实", is_natural=True, by=centre["head"], at=AT)


def _returning(centre, case):
    verbs.ask_return(case, "不属本局", "权责清单", by=centre["operator"], at=AT)
    verbs.ask_extension(case, "检测中", AT.date() + timedelta(20), by=centre["operator"], at=AT)
    verbs.refuse(case, "other", "理由", by=centre["head"], at=AT)


FROM_PLATFORM = {"source_number": "W1", "forwarded_by": "市热线", "feedback_due": AT.date() + timedelta(9)}
STATES = {
    "fresh": lambda c: c.case(AT, unit=None),
    "both kinds": lambda c: c.case(AT, kind="投诉举报"),
    "anonymous": lambda c: c.case(AT, person={}, is_anonymous=True),
    "secret report": lambda c: c.case(AT, kind="举报", is_secret=True),
    "to accept": lambda c: c.case(AT, **FROM_PLATFORM),
    "returning": lambda c: _after(c, c.case(AT, **FROM_PLATFORM), _returning),
    "mediating": lambda c: c.accepted(AT),
    "a meeting called": lambda c: _after(c, c.accepted(AT), _met),
    "all at once": lambda c: _after(c, c.accepted(AT), _found),
    "report": lambda c: c.case(AT, kind="举报"),
    "more time asked": lambda c: _after(c, c.case(AT, kind="举报"), _asked_time),
    "proposed": lambda c: _after(c, c.case(AT, kind="举报"), _proposed),
    "filed and rewarded": lambda c: _after(c, c.case(AT, kind="举报"), _filed),
    "answered": lambda c: c.answered(AT),
    "closed": lambda c: c.closed(AT),
    "consultation": lambda c: c.case(AT, kind="咨询"),
}
PEOPLE = ("head", "handler", "operator", "office", "leader", "other")


def _after(centre, case, *acts):
    for act in acts:
        act(centre, case)
    return case


@pytest.mark.parametrize("days", [0, 40], ids=["the same day", "after every limit"])
@pytest.mark.parametrize(
    "state", in_second(list(STATES), ["both kinds", "all at once", "filed and rewarded"])
)
def test_no_offered_step_is_refused_for_what_the_page_could_have_known(centre, state, days):
    case = STATES[state](centre)
    done = set()
    for who in PEOPLE:
        done |= press_everything(case, centre[who], AT + timedelta(days), done)
    assert done


def test_a_report_is_not_put_forward_before_its_check_is_written_and_the_page_says_so(centre):
    case = centre.case(kind="举报")
    web = Client()
    web.force_login(centre["handler"])
    page = web.get(f"/complaints/{case.uid}/").content.decode()
    assert "?do=file" not in page and "还没有核查记录；请先记录核查" in page and "?do=check" in page
    assert "确定：提请立案与否" not in web.get(f"/complaints/{case.uid}/?do=file").content.decode()
    verbs.check(case, "现场核查", by=centre["handler"], at=LATE)
    assert "?do=file" in web.get(f"/complaints/{case.uid}/").content.decode()


def test_who_proposed_may_only_take_it_back(centre):
    case = centre.case(AT, kind="举报")
    _proposed(centre, case)
    form = ACTIONS["approve"].form(one=standing(case), by=centre["head"], day=AT.date())
    assert [value for value, _ in form.fields["word"].choices] == ["no"]
    other = ACTIONS["approve"].form(one=standing(case), by=centre["leader"], day=AT.date())
    assert [value for value, _ in other.fields["word"].choices] == ["yes", "no"]
