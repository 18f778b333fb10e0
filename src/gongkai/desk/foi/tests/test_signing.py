"""Signed on paper: entered by one, compared by another, then it is the opinion of who signed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.foi import attachments
from gongkai.desk.foi.chain import open_step
from gongkai.desk.foi.models import Opinion, PaperOpinion
from gongkai.desk.foi.queries import current_decision
from gongkai.desk.foi.tests.bureau import at
from gongkai.desk.foi.tests.test_attachments import PNG
from gongkai.desk.foi.verbs import give_opinion, signing
from gongkai.refusal import Refused

RECEIVED, ON = date(2024, 2, 1), date(2024, 2, 20)


@pytest.fixture
def case(bureau):
    made = bureau.register(RECEIVED)
    bureau.decide(made, "grant.full", ON)
    made.refresh_from_db()
    return made


def entered(bureau, case, officer=None, *, by=None, passed=True, on=ON, note="", scan=("审批单.png", PNG)):
    officer, by = officer or bureau.head, by or bureau.office
    return signing.enter_paper(case, officer, passed, on, scan, by=by, at=at(ON), note=note)


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_the_whole_chain_on_paper_issues_the_letter(bureau, case):
    second = Officer.objects.create_user("second", name="毕承志", agency=bureau.agency)
    second.duties.create(kind="office", since=date(2009, 1, 1))
    for officer in (bureau.head, bureau.legal, bureau.secrecy, bureau.leader):
        paper = entered(bureau, case, officer)
        made = signing.confirm_paper(paper, by=second, at=at(ON, 15))
        assert (made.officer, made.confirmed_by) == (officer, second)
        assert "签字日期2024-02-20" in made.note
    assert current_decision(case).letter is not None
    assert attachments.contents(paper.scan)[1] == PNG


def test_who_entered_signed_or_drafted_does_not_compare(bureau, case):
    assert code(entered, bureau, case, bureau.head, by=bureau.head) == "four-eyes"
    paper = entered(bureau, case)
    for person in (bureau.office, bureau.head, bureau.handler):
        assert code(signing.confirm_paper, paper, by=person, at=at(ON)) == "four-eyes"
    assert code(signing.confirm_paper, paper, by=bureau.legal, at=at(ON)) == "not-allowed"


def test_slips_are_refused_with_what_helps(bureau, case):
    assert code(entered, bureau, case, bureau.legal) == "not-held"
    assert code(entered, bureau, case, on=RECEIVED) == "bad-day"
    assert code(entered, bureau, case, passed=False) == "no-reason"
    assert code(entered, bureau, case, scan=("a.txt", b"x")) == "not-a-scan"
    assert code(entered, bureau, case, by=bureau.other) == "not-allowed"
    entered(bureau, case)
    assert code(entered, bureau, case) == "waits-already"
    assert code(entered, bureau, bureau.register(RECEIVED)) == "not-pending"


def test_what_does_not_agree_never_counted(bureau, case):
    paper = entered(bureau, case)
    signing.refuse_paper(paper, by=bureau.leader, at=at(ON))
    assert not Opinion.objects.exists()
    assert code(signing.confirm_paper, paper, by=bureau.leader, at=at(ON)) == "settled"
    back = entered(bureau, case, passed=False, note="理由不充分")
    signing.confirm_paper(back, by=bureau.leader, at=at(ON))
    assert current_decision(case).state == "returned"


def test_a_step_signed_on_screen_meanwhile_is_not_signed_twice(bureau, case):
    paper = entered(bureau, case)
    give_opinion(case, True, by=bureau.head, at=at(ON))
    assert code(signing.confirm_paper, paper, by=bureau.leader, at=at(ON)) == "stale"
    assert Opinion.objects.count() == 1
    assert open_step(current_decision(case)) == "legal"


def test_killed_between_opinion_and_entry_it_is_confirmed_once(bureau, case, monkeypatch):
    paper = entered(bureau, case)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(signing, "_close", killed)
        with pytest.raises(KeyboardInterrupt):
            signing.confirm_paper(paper, by=bureau.leader, at=at(ON))
    again = PaperOpinion.objects.get(pk=paper.pk)
    assert again.state == "entered"
    signing.confirm_paper(again, by=bureau.leader, at=at(ON))
    assert Opinion.objects.count() == 1
    assert open_step(current_decision(case)) == "legal"


def test_the_database_refuses_a_paper_that_counts_without_an_opinion(bureau, case):
    paper = entered(bureau, case)
    for values in ({"state": "confirmed"}, {"checked_by": bureau.office}, {"entered_by": bureau.head}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperOpinion.objects.filter(pk=paper.pk).update(**values)
