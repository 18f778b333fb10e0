"""Correcting one case of a registration leaves the other as it is, unless somebody says so with a tick."""

import pytest

from gongkai.desk.casework.models import Case, Event, Party
from gongkai.desk.casework.personal import open_person
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.tests.centre import AT, DAY, PHONE
from gongkai.desk.complaints.verbs import Corrected
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
RIGHT = "13800631999"


def both(centre, **more):
    """A complaint and a report of one registration, each with a unit."""
    matter = centre.register(kind="投诉举报", **more)
    cases = list(Case.objects.filter(registration=matter.registration).order_by("pk"))
    for case in cases:
        verbs.assign(case, centre.units["YY"], by=centre["operator"], at=AT)
    return cases


def phone(centre, case):
    return open_person(Party.objects.get(case=case), by=centre["operator"], reason="verify", at=AT)["phone"]


def form_of(centre, case, who="operator", **given):
    said = {"phone": RIGHT, "reason": "听错", "approved_by": centre["leader"].uid} | given
    return ACTIONS["correct"].form(said, one=standing(case), by=centre[who], day=DAY)


def correct_with(centre, case, other, who="operator"):
    said = {"by": centre[who], "approved_by": centre["leader"], "reason": "听错"}
    with pytest.raises(Refused) as refused:
        verbs.correct(case, Corrected({"phone": RIGHT}), also=other, at=AT, **said)
    return refused.value.code


@pytest.mark.parametrize(("given", "there"), [({}, PHONE), ({"also": "on"}, RIGHT)], ids=["no tick", "tick"])
def test_the_other_case_is_corrected_only_where_the_tick_was_set(centre, given, there):
    complaint, report = both(centre)
    form = form_of(centre, complaint, **given)
    assert form.fields["also"].label == "投诉和举报两件的联系方式都更正"
    assert form.is_valid(), form.errors
    ACTIONS["correct"].run(complaint, form, centre["operator"], AT)
    assert phone(centre, complaint) == RIGHT and phone(centre, report) == there
    told = Event.objects.filter(stream=report.stream, type="corrected")
    assert told.count() == len(given)


def test_one_that_stands_alone_or_is_kept_secret_is_not_asked(centre):
    assert "also" not in form_of(centre, centre.case()).fields
    assert "also" not in form_of(centre, both(centre, is_secret=True)[0]).fields


def test_who_does_not_work_on_the_other_case_cannot_correct_it_and_nothing_is_half_done(centre):
    complaint, report = both(centre)
    approved = {"approved_by": centre["office"], "reason": "移交稽查"}
    verbs.reassign(report, centre.units["JC"], by=centre["leader"], at=AT, **approved)
    assert "also" not in form_of(centre, complaint, "handler").fields
    assert correct_with(centre, complaint, report, "handler") == "not-found"
    assert phone(centre, complaint) == PHONE


def test_another_registration_is_never_corrected_with_it(centre):
    assert correct_with(centre, both(centre)[0], centre.case()) == "not-found"
