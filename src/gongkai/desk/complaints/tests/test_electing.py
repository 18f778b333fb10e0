"""Several complain together: who stands for the others shows that they were elected in writing."""

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import papers, verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.filing import _acting
from gongkai.desk.complaints.models import Authority
from gongkai.desk.complaints.models.authority import ELECTION
from gongkai.desk.complaints.rows import build
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.desk.complaints.verbs import Acting, writing

pytestmark = pytest.mark.django_db
UNTIL = date(2018, 3, 6)


def together(centre, at=AT, **papers_):
    return centre.case(at, line="工商", acting=Acting("共同", people=5, representatives=2, **papers_))


def page(centre, case):
    web = Client()
    web.force_login(centre["handler"])
    return web.get(f"/complaints/{case.uid}/").content.decode()


def test_the_election_is_asked_for_and_kept_as_a_paper_but_acceptance_does_not_wait_for_it(centre):
    case, by = together(centre), centre["handler"]
    assert Authority.objects.get().lacking == (ELECTION,) and not Authority.objects.get().needed
    shown = page(centre, case)
    assert "?do=ask_papers" in shown and ELECTION in shown and "按未提供材料不予受理" not in shown
    verbs.ask_papers(case, UNTIL, by=by, at=AT)
    assert verbs.accept(case, by=by, at=AT).kind == "受理"
    verbs.enter_papers(case, letter=True, by=by, at=later(1))
    made = Authority.objects.get()
    assert (made.letter_on, made.lacking) == (later(1).date(), ())
    assert Event.objects.filter(stream=case.stream, type="papers-given").exists()
    assert f"{ELECTION} 2018" in _acting(standing(case))
    assert "?do=enter_papers" not in page(centre, case)


def test_who_all_stand_for_themselves_elect_nobody(centre):
    case = centre.case(acting=Acting("共同", people=2, representatives=2))
    assert case.authority.lacking == () and "?do=ask_papers" not in page(centre, case)
    assert together(centre, letter=True).authority.lacking == ()


def test_what_is_not_elected_in_writing_is_no_ground_to_refuse(centre):
    case = together(centre)
    verbs.ask_papers(case, UNTIL, by=centre["handler"], at=AT)
    form = ACTIONS["refuse"].form(one=standing(case), by=centre["handler"], day=date(2018, 3, 7))
    assert form.fields["ground"].initial is None and ELECTION not in form.fields["reason"].help_text
    assert "还没有收到推选代表人的书面材料" in ACTIONS["agree"].form(
        one=standing(centre.accepted(acting=Acting("共同", people=5))), by=centre["handler"], day=DAY
    ).fields["text"].help_text  # fmt: skip


def test_the_letter_cites_the_article_of_joint_complaints_and_threatens_no_refusal(centre):
    case = together(centre)
    verbs.ask_papers(case, UNTIL, by=centre["handler"], at=AT)
    (paper,) = [one for one in papers.papers_of(standing(case), DAY) if one.kind.key == "c.elect"]
    assert paper.kind.cite.endswith("第十四条")
    assert "不影响投诉的受理" in paper.says["逾期不补正的后果"] and ELECTION in paper.says["须补正的材料"]
    issued = writing.issue_paper(case, paper.name, paper.says, by=centre["handler"], at=AT)
    assert issued.title == "补正材料通知书"


def test_it_stands_among_what_waits_for_papers(centre):
    case = together(centre)
    verbs.ask_papers(case, UNTIL, by=centre["handler"], at=AT)
    assert [row.is_lacking for row in build([case.pk])] == [True]
    verbs.enter_papers(case, letter=True, by=centre["handler"], at=AT)
    assert [row.is_lacking for row in build([case.pk])] == [False]


def test_the_form_asks_for_the_election_alone(centre):
    case = together(centre)
    form = ACTIONS["enter_papers"].form(one=standing(case), by=centre["handler"], day=DAY)
    assert list(form.fields) == ["letter"] and "推选" in str(form.fields["letter"].label)
    web = Client()
    web.force_login(centre["handler"])
    assert web.post(f"/complaints/{case.uid}/do/enter_papers", {"letter": "on"}).status_code == 302
