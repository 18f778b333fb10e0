"""Ends without a decision of ours: taken back by the applicant, not amended; what is no outcome at all."""

from datetime import date, timedelta

import pytest

from gongkai.desk.casework.models import Answer, Closing
from gongkai.desk.foi import verbs
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.verbs.deciding import choices
from gongkai.refusal import Refused

DAY = date(2024, 2, 1)


def refused(code, verb, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        verb(*args, **kwargs)
    assert caught.value.code == code
    assert caught.value.mend


def test_an_application_taken_back_is_answered_by_its_proof_and_counted_under_other(bureau):
    case = bureau.register(DAY)
    verbs.ask_correction(case, "名称", "不明确", DAY + timedelta(9), by=bureau.handler, at=at(DAY))
    refused("no-proof", verbs.withdraw, case, " ", by=bureau.handler, at=at(DAY))
    refused("wrong-day", verbs.withdraw, case, "书面", by=bureau.handler, at=at(DAY), on=DAY - timedelta(1))
    verbs.withdraw(case, "书面撤回，电话13812345678", by=bureau.handler, at=at(DAY + timedelta(1)))
    assert (case.stage, case.due_on) == ("served", None)
    assert "13812345678" not in Answer.objects.get().proof
    verbs.close(case, by=bureau.handler, at=at(DAY + timedelta(1)))
    assert Closing.objects.get().outcome == "other.misc"
    verbs.reopen(case, "remedy", by=bureau.office, at=at(DAY + timedelta(2)))
    refused("replied", verbs.withdraw, case, "书面", by=bureau.handler, at=at(DAY + timedelta(2)))


def test_the_form_until_2018_has_no_row_for_what_was_taken_back(bureau):
    case = bureau.register(date(2017, 3, 1))
    refused("no-outcome", verbs.withdraw, case, "书面", by=bureau.handler, at=at(date(2017, 3, 2)))


def test_until_2018_a_notice_of_correction_that_nothing_follows_is_the_answer(bureau):
    day = date(2017, 3, 1)
    case = bureau.register(day)
    verbs.ask_correction(case, "名称", "不明确", day + timedelta(9), by=bureau.handler, at=at(day))
    refused("not-given-up", bureau.decide, case, "reply.amend", day + timedelta(5))
    bureau.whole(case, "reply.amend", day + timedelta(12))
    assert bureau.application(case).outcome == "reply.amend"


def test_an_outcome_that_only_sums_up_others_cannot_be_chosen(bureau):
    case = bureau.register(date(2017, 3, 1))
    codes = {one.outcome.code for one in choices(case, date(2017, 3, 2))}
    assert "reply.deny.secret" in codes and "reply.deny" not in codes
