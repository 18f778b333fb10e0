"""A call is the proof of what was said in it; its number stays sealed (PRACTICE: number, time, who, gist)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from gongkai.desk.casework.models import Answer, Event
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Call
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
NUMBER, WHO = "0631-5998877", "其母章素梅"


def ready(centre, **more):
    """A consultation waits for nothing but its answer."""
    return centre.case(kind="咨询", **more)


def called(centre, case, at=AT, **more):
    said = {"reached": True, "number": NUMBER, "who": WHO, "said": "告知可以七日内退货", "recording": "LY-7"}
    return verbs.call(case, by=centre["handler"], at=at, **(said | more))


def answer(centre, case, at=AT, **more):
    said = {"delivery": "电话", "proof": "", "by": centre["handler"], "at": at} | more
    return verbs.answer(case, "可以七日内退货", **said)


def code(run, *args, **more):
    with pytest.raises(Refused) as refused:
        run(*args, **more)
    return refused.value.code


def everything():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(bytes(v) if isinstance(v, memoryview) else v) for row in cursor for v in row)


def test_an_answer_points_to_the_call_in_which_it_was_given(centre):
    case = ready(centre)
    call = called(centre, case)
    made = answer(centre, case, call=call)
    assert made.proof == "通话 2018-03-01 10:00，经手人handler，录音 LY-7"
    assert Call.objects.get(answer=made) == call
    events = list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))
    assert events[-3:] == ["called", "answered", "call-proves"]


def test_the_number_and_who_answered_stand_nowhere_in_the_open_and_are_seen_with_the_contact(centre):
    case = ready(centre)
    called(centre, case)
    answer(centre, case, call=Call.objects.get())
    assert not [value for value in everything() if NUMBER in value or "章素梅" in value]
    web = Client()
    web.force_login(centre["handler"])
    assert NUMBER not in web.get(f"/complaints/{case.uid}/").content.decode()
    seen = web.post(f"/complaints/{case.uid}/look", {"reason": "contact"}).content.decode()
    assert NUMBER in seen and WHO in seen


def test_a_proof_in_words_stays_valid(centre):
    assert answer(centre, ready(centre), proof="电话告知，3月1日").proof == "电话告知，3月1日"


@pytest.mark.parametrize("wrong", ["unanswered", "another case", "earlier round", "by post"])
def test_only_an_answered_call_of_this_case_and_round_proves_a_telephone_answer(centre, wrong):
    case = ready(centre)
    call = called(centre, centre.case() if wrong == "another case" else case, reached=wrong != "unanswered")
    at, more = AT, {"delivery": "邮寄"} if wrong == "by post" else {}
    if wrong == "earlier round":
        answer(centre, case, proof="口头")
        verbs.close(case, by=centre["handler"], at=AT)
        verbs.reopen(case, "dissatisfied", by=centre["office"], at=later(1))
        at = later(1)
    before = Answer.objects.count()
    assert code(answer, centre, case, at, call=call, **more) == "wrong-call"
    assert Answer.objects.count() == before


def test_a_call_is_neither_to_come_nor_older_than_the_case(centre):
    case = ready(centre)
    for at in (AT + timedelta(hours=1), AT - timedelta(days=2)):
        assert code(called, centre, case, called_at=at) == "wrong-time"
    assert called(centre, case, at=later(3), called_at=later(2)).on == later(2).date()


def test_of_a_secret_reporter_no_number_is_kept_but_the_call_is(centre):
    case = centre.case(kind="举报", is_secret=True)
    assert code(called, centre, case) == "two-persons" and not Call.objects.exists()
    made = called(centre, case, number="", who="")
    assert made.sealed is None and made.gist is not None
    form = ACTIONS["call"].form(one=standing(case), by=centre["handler"], day=DAY)
    assert not {"number", "who"} & set(form.fields)


def filled(centre, case, **said):
    given = {"text": "可以七日内退货", "delivery": "电话", "call": "", "proof": ""} | said
    return ACTIONS["answer"].form(given, one=standing(case), by=centre["handler"], day=DAY)


def test_the_form_offers_the_calls_of_the_case_and_one_that_is_written_down_at_once(centre):
    case = ready(centre)
    call = called(centre, case)
    called(centre, case, reached=False)
    form = filled(centre, case, call="new", number=NUMBER, who=WHO, recording="LY-8")
    assert [key for key, _ in form.fields["call"].choices] == ["", str(call.pk), "new"]
    assert form.is_valid(), form.errors
    ACTIONS["answer"].run(case, form, centre["handler"], AT)
    assert Answer.objects.get().calls.get().recording == "LY-8"
    assert Answer.objects.get().proof.endswith("录音 LY-8")


def test_a_refused_answer_leaves_no_call_behind(centre):
    case = ready(centre)
    form = filled(centre, case, call="new", text="绝密★20年")
    assert form.is_valid()
    assert code(ACTIONS["answer"].run, case, form, centre["handler"], AT) == "secrecy-mark"
    assert not Call.objects.exists()
    assert not filled(centre, case, call="new", delivery="邮寄").is_valid()


def test_a_withdrawal_by_telephone_points_to_its_call(centre):
    case = centre.case()
    made = verbs.withdraw(case, "", call=called(centre, case), by=centre["handler"], at=AT)
    assert made.proof.startswith("通话 2018-03-01 10:00") and made.calls.get().recording == "LY-7"
