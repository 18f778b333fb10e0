"""误录合并: a matter entered twice; the wrong entry goes with its number, the right one goes on; and back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.casework.models import Answer, Case, Correction, Event, Merge, PersonKey, Registration
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.desk.casework.verbs import merge, unmerge, void
from gongkai.desk.casework.verifying import verify_chains, verify_stages
from gongkai.desk.complaints.models import Matter
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(officer, units):
    return {
        "office": officer("office", ("office", None)),
        "leader": officer("leader", ("leader", None)),
        "handler": officer("handler", ("handler", units[0])),
    }


@pytest.fixture
def two(make_case, units):
    """The right entry, and the wrong one of the same matter, of the next day."""
    return make_case(units[0], stage="open"), make_case(units[0], stage="open", day=DAY + timedelta(1))


def done(two, people, **more):
    right, wrong = two
    said = {
        "by": people["office"], "approved_by": people["leader"], "reason": "接线员和窗口各登记一次",
        "at": AT + timedelta(2),
    }  # fmt: skip
    return merge(wrong.registration, right.registration, **said | more)


def undone(case, people, **more):
    said = {
        "by": people["office"],
        "approved_by": people["leader"],
        "reason": "是两件事",
        "at": AT + timedelta(5),
    }
    return unmerge(case.registration, **said | more)


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.sentence and refused.value.mend
    return refused.value.code


def told(case):
    return list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))


def test_the_wrong_entry_keeps_its_number_and_points_to_the_right_one(two, people, agency, fresh_state):
    right, wrong = two
    matter = Matter.objects.create(
        registration=wrong.registration, agency=agency, kind="投诉", registered_on=DAY, channel="12315"
    )
    Case.objects.filter(pk=wrong.pk).update(due_on=DAY)
    made = done(two, people)
    wrong.refresh_from_db()
    matter.refresh_from_db()
    assert (wrong.stage, wrong.due_on) == ("voided", None)
    gone = Registration.objects.get(pk=wrong.registration_id)
    assert gone.number and gone.voided_on == matter.voided_on == date(2017, 9, 27)
    assert (made.kept, made.before) == (
        right.registration, {wrong.uid: {"stage": "open", "into": right.uid}}
    )  # fmt: skip
    correction = Correction.objects.get()
    assert (correction.kind, correction.registration, correction.approved_by) == (
        "误录合并", gone, people["leader"]
    )  # fmt: skip
    assert (told(wrong), told(right)) == (["merged"], ["merged-in"])
    assert verify_chains().holds and verify_stages().holds


def test_it_wants_a_reason_and_a_second_person_who_may(two, people):
    assert refusal(done, two, people, reason=" ") == "no-reason"
    assert refusal(done, two, people, approved_by=people["office"]) == "four-eyes"
    assert refusal(done, two, people, approved_by=people["handler"]) == "not-allowed"
    assert refusal(done, two, people, by=people["handler"]) == "not-allowed"
    assert not Merge.objects.exists() and not Event.objects.exists()


def test_only_entries_of_one_matter_in_one_register_go_together(two, people, make_case, units):
    right, wrong = two
    assert refusal(done, (right, right), people) == "same"
    assert refusal(done, (wrong, right), people) == "later", "the earlier day of receipt counts"
    report = make_case(units[0], kind="举报", stage="open", day=DAY + timedelta(1))
    assert refusal(done, (right, report), people) == "other-kinds"
    other = make_case(units[0], series="applications", stage="open", day=DAY + timedelta(1))
    assert refusal(done, (right, other), people) == "not-found"
    for case, digest in ((right, b"a" * 16), (wrong, b"b" * 16)):
        PersonKey.objects.create(case=case, kind="phone", digest=digest)
    assert refusal(done, two, people) == "other-person"
    PersonKey.objects.create(case=wrong, kind="id", digest=b"a" * 16)
    Answer.objects.create(case=wrong, answered_on=DAY + timedelta(1), delivery="电话", proof="LY-1")
    assert refusal(done, two, people) == "answered"


def test_nobody_merges_into_what_is_void_or_voids_what_others_were_merged_into(two, people, make_case, units):
    right, wrong = two
    third = make_case(units[0], stage="open", day=DAY + timedelta(1))
    done(two, people)
    assert refusal(done, two, people) == "voided"
    assert refusal(done, (wrong, third), people) == "kept-voided"
    first = make_case(units[0], stage="open")
    assert refusal(done, (first, right), people) == "has-merged"
    said = {"by": people["office"], "approved_by": people["leader"], "reason": "x", "at": AT + timedelta(2)}
    assert refusal(void, right.registration, **said) == "has-merged"


def test_taking_it_back_leaves_the_entry_as_it_was(two, people, agency, fresh_state):
    right, wrong = two
    matter = Matter.objects.create(
        registration=wrong.registration, agency=agency, kind="投诉", registered_on=DAY, channel="12315"
    )
    assert refusal(undone, wrong, people) == "not-merged"
    done(two, people)
    assert refusal(undone, wrong, people, reason="") == "no-reason"
    assert refusal(undone, wrong, people, approved_by=people["office"]) == "four-eyes"
    assert refusal(undone, wrong, people, by=people["handler"]) == "not-allowed"
    found = undone(wrong, people)
    wrong.refresh_from_db()
    matter.refresh_from_db()
    assert (wrong.stage, matter.voided_on) == ("open", None)
    assert Registration.objects.get(pk=wrong.registration_id).voided_on is None
    assert (found.undone.kind, found.undone.approved_by) == ("撤销合并", people["leader"])
    assert (told(wrong), told(right)) == (["merged", "unmerged"], ["merged-in", "merged-out"])
    done(two, people, at=AT + timedelta(6))
    assert Merge.objects.filter(undone__isnull=True).count() == 1
    assert verify_chains().holds and verify_stages().holds


def test_the_database_holds_that_an_entry_goes_into_one_other(two, people, make_case, units):
    wrong = two[1]
    made = done(two, people)
    third = make_case(units[0], stage="open")
    same = {"correction": None, "gone": made.gone, "before": {}}
    for kept in (third.registration, wrong.registration):
        correction = Correction.objects.create(
            registration=wrong.registration, kind="误录合并", on=DAY, reason="x", by=people["office"],
            approved_by=people["leader"],
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.create(**same | {"correction": correction, "kept": kept})
