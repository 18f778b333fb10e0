"""Letters of complaints and reports: by the law of their day, silent about the reporter, with proof."""

from datetime import UTC, datetime, time, timedelta

import pypdfium2
import pytest

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Answer, Delivery, Letter
from gongkai.desk.complaints import papers, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.tests.centre import AT, NAME, PHONE, later
from gongkai.desk.complaints.verbs import Acting, writing
from gongkai.refusal import Refused

IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)
IN_2026 = datetime(2026, 6, 1, 2, tzinfo=UTC)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    assert found.value.code == code, found.value
    return found.value


def offered(case, at=AT):
    return {paper.name: paper for paper in papers.papers_of(standing(case), at.date())}


def keys(case, at=AT):
    return {paper.kind.key for paper in offered(case, at).values()}


def filled(paper):
    return {name: text or f"{name}写明" for name, text in paper.says.items()}


def issue(centre, case, key, at=AT, side="", **more):
    paper = next(
        one for one in offered(case, at).values() if one.kind.key == key and one.cause.endswith(side)
    )
    says = filled(paper) | more.pop("says", {})
    return writing.issue_paper(case, paper.name, says, by=centre["handler"], at=at, **more)


def read(letter, centre, at=AT):
    file = pypdfium2.PdfDocument(letters.pdf(letter, by=centre["handler"], at=at))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in file)


@pytest.mark.parametrize(
    ("at", "line", "ruleset", "law"),
    [
        (AT, "食药", "complaint.cfda21", "食品药品投诉举报管理办法"),
        (AT, "工商", "complaint.saic62", "工商行政管理部门处理消费者投诉办法"),
        (AT, "质监", "complaint.aqsiq51", "产品质量申诉处理办法"),
        (IN_2022, "", "complaint.samr20", "市场监督管理投诉举报处理暂行办法"),
        (IN_2026, "", "complaint.samr121", "市场监督管理投诉举报处理办法"),
    ],
)
def test_a_refusal_is_written_under_the_rules_of_its_day_and_line(centre, at, line, ruleset, law):
    case = centre.case(at, line=line)
    case.line = line
    case.save(update_fields=["line"])
    assert "c.refuse" not in keys(case, at)
    verbs.refuse(case, "other", "没有证据", by=centre["handler"], at=at)
    assert "c.refuse" not in keys(case, at)
    verbs.approve(case, by=centre["head"], at=at)
    made = issue(centre, case, "c.refuse", at)
    said = read(made, centre, at)
    assert made.ruleset == ruleset
    assert NAME in said
    assert law in said or ruleset == "complaint.cfda21"
    assert ("第三十九条" in said) == (ruleset == "complaint.samr121")


def test_a_citation_of_another_time_cannot_be_sent__rules_10_3(centre):
    case = centre.case(IN_2026)
    verbs.refuse(case, "other", "没有证据", by=centre["handler"], at=IN_2026)
    verbs.approve(case, by=centre["head"], at=IN_2026)
    trap = {"理由": "依照《市场监督管理投诉举报处理暂行办法》第十五条"}
    refused("wrong-citation", issue, centre, case, "c.refuse", IN_2026, says=trap)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("at", "there"), [(AT, False), (IN_2022, True), (IN_2026, False)])
def test_only_order_20_knows_the_notice_of_not_filing(centre, at, there):
    case = centre.case(at, kind="举报")
    verbs.check(case, "现场没有发现", by=centre["handler"], at=at)
    verbs.file(case, opens=False, reason="证据不足", by=centre["handler"], at=at)
    verbs.approve(case, by=centre["head"], at=at)
    assert ("r.nofile" in keys(case, at)) == there
    assert "r.result" in keys(case, at)


def test_an_anonymous_reporter_gets_no_letter(centre):
    case = centre.case(IN_2022, kind="举报", is_anonymous=True, person={})
    verbs.check(case, "现场没有发现", by=centre["handler"], at=IN_2022)
    verbs.file(case, opens=False, reason="证据不足", by=centre["handler"], at=IN_2022)
    verbs.approve(case, by=centre["head"], at=IN_2022)
    assert keys(case, IN_2022) <= {"c.transfer"}


def test_the_other_side_never_reads_who_complained(centre):
    case = centre.case(text=f"我是{NAME}，电话{PHONE}，鱼油没有用")
    verbs.accept(case, by=centre["handler"], at=AT)
    verbs.invite(
        case, meets_on=later(3).date(), place="怡园监管所", mediator=centre["colleague"],
        by=centre["handler"], at=AT,
    )  # fmt: skip
    other = read(issue(centre, case, "c.mediate", side="/respondent"), centre)
    assert "威海康颐堂" in other
    assert NAME not in other
    assert "13806314417" not in other
    own = read(issue(centre, case, "c.mediate", side="/petitioner"), centre)
    assert NAME in own
    verbs.recuse(case, by=centre["handler"], at=AT)
    verbs.invite(
        case, meets_on=later(3).date(), place="所", mediator=centre["head"], by=centre["handler"], at=AT
    )
    for words in (f"请与{NAME}联系", "电话138 0631 4417"):
        refused("personal", issue, centre, case, "c.mediate", side="/respondent", says={"地点": words})


def test_a_preview_opens_nobody(centre):
    case = centre.accepted()
    name = next(one for one, paper in offered(case).items() if paper.kind.key == "c.accept")
    made = writing.preview(case, name, filled(offered(case)[name]), day=AT.date())
    said = writing.words_of(made.document)
    assert NAME not in said
    assert "签发时写入" in said


def test_mediation_is_written_down_agreed_and_signed_on_paper(centre):
    case, by = centre.accepted(), centre["handler"]
    hour = {"meets_on": AT.date(), "meets_at": time(14), "place": "怡园监管所"}
    verbs.invite(case, **hour, mediator=by, by=by, at=AT)
    asked = read(issue(centre, case, "c.mediate", side="/respondent"), centre)
    assert "2018年3月1日（周四）14时" in asked
    blank = read(issue(centre, case, "c.record"), centre)
    assert "现场记录" in blank
    assert "签名" in blank
    verbs.hold(case, "双方到场", "双方各自陈述", by=by, at=later(1))
    verbs.agree(case, "退还4960元", by=by, at=later(1))
    made = issue(centre, case, "c.agree", later(1))
    said = read(made, centre)
    for words in ("退还4960元", NAME, "威海康颐堂", "一式三份", "签名或者盖章"):
        assert words in said


def test_a_letter_is_issued_once_sealed_by_two_and_sent_with_proof(centre):
    case, by = centre.accepted(), centre["handler"]
    verbs.end(case, "other", by=by, at=AT)
    made = issue(centre, case, "c.end", side="/petitioner")
    assert issue(centre, case, "c.end", side="/petitioner").pk == made.pk
    refused("four-eyes", writing.seal_letter, made, "公章", approved_by=by, by=by, at=AT)
    writing.seal_letter(made, "公章", approved_by=centre["office"], by=by, at=AT)
    refused("no-tracking", writing.send_letter, made, "邮寄", by=by, at=AT)
    refused("unknown-way", writing.send_letter, made, "鸽子", by=by, at=AT)
    writing.send_letter(made, "邮寄", tracking="1127700445", by=by, at=AT)
    writing.served(made, "已送达", "回执", by=by, at=later(2))
    assert Delivery.objects.get().result == "已送达"


def test_sending_the_answering_letter_enters_the_answer(centre):
    case, by = centre.accepted(), centre["handler"]
    verbs.end(case, "other", by=by, at=AT)
    other = issue(centre, case, "c.end", side="/respondent")
    writing.send_letter(other, "当面", proof="送达回证", by=by, at=AT)
    assert standing(case).step == Step.ANSWER
    own = issue(centre, case, "c.end", side="/petitioner")
    writing.send_letter(own, "邮寄", tracking="1127700445", by=by, at=AT)
    given = Answer.objects.get()
    assert own.number in given.proof
    assert given.delivery == "邮寄"
    verbs.close(case, by=by, at=AT)


def test_a_letter_of_transfer_is_the_proof_of_the_transfer(centre):
    case, by = centre.case(), centre["handler"]
    refused("no-body", issue, centre, case, "c.transfer", says={"移送的理由": "不属本局职责"})
    made = issue(centre, case, "c.transfer", body="威海市交通运输局", says={"移送的理由": "不属本局职责"})
    said = read(made, centre)
    assert NAME not in said
    assert "威海市交通运输局" in said
    verbs.transfer(case, "威海市交通运输局", made.number, by=by, at=AT)


def test_only_who_handles_the_case_writes_and_a_wrong_letter_is_voided_in_the_open(centre):
    case = centre.accepted()
    name = next(one for one, paper in offered(case).items() if paper.kind.key == "c.accept")
    says = filled(offered(case)[name])
    refused("not-found", writing.issue_paper, case, name, says, by=centre["other"], at=AT)
    refused("not-allowed", writing.issue_paper, case, name, says, by=centre["operator"], at=AT)
    refused("not-found", writing.issue_paper, case, "c.end~decision-9", says, by=centre["handler"], at=AT)
    made = writing.issue_paper(case, name, says, by=centre["handler"], at=AT)
    writing.void_letter(made, "日期写错", approved_by=centre["office"], by=centre["handler"], at=AT)
    again = writing.issue_paper(case, name, says, by=centre["handler"], at=AT + timedelta(hours=1))
    assert again.number != made.number


@pytest.mark.parametrize(
    ("at", "article"),
    [(AT, "可以不予受理"), (IN_2022, "第十五条第（五）项"), (IN_2026, "第十六条第（五）项")],
)
def test_an_agent_is_asked_in_writing_for_what_is_lacking_with_day_and_consequence(centre, at, article):
    case = centre.case(at, acting=Acting("代理"), line="工商")
    assert "c.papers" not in keys(case, at)
    until = at.date() + timedelta(days=5)
    verbs.ask_papers(case, until, by=centre["handler"], at=at)
    said = read(issue(centre, case, "c.papers", at), centre, at)
    assert "补正材料通知书" in said and "授权委托书原件、受托人身份证明" in said
    assert f"{until.year}年{until.month}月{until.day}日前" in said and article in said
    verbs.enter_papers(
        case, letter=True, identity=True, scope="代为投诉", by=centre["operator"], at=at + timedelta(days=1)
    )
    assert "c.papers" not in keys(case, at)


TOGETHER = {
    "name": NAME,
    "phone": PHONE,
    "second": "沈代表",
    "second_phone": "13900000003",
    "others": "温三娘 13900000004",
}


def test_a_joint_complaint_is_named_by_its_first_representative_and_their_number(centre):
    case = centre.accepted(person=TOGETHER, acting=Acting("共同", people=3, representatives=2))
    assert f"{NAME}等3人" in read(issue(centre, case, "c.accept"), centre)


@pytest.mark.parametrize("told", ["沈代表", "13900000003", "温三娘", "13900000004"])
def test_the_other_side_reads_of_nobody_who_complains_together(centre, told):
    case = centre.accepted(person=TOGETHER, acting=Acting("共同", people=3, representatives=2))
    verbs.invite(
        case, meets_on=later(3).date(), place="怡园监管所", mediator=centre["colleague"],
        by=centre["handler"], at=AT,
    )  # fmt: skip
    says = {"says": {"地点": f"怡园监管所，{told}到场"}}
    refused("personal", issue, centre, case, "c.mediate", side="/respondent", **says)


def test_the_other_side_is_told_of_an_end_in_its_own_words_and_of_ways_open_to_both(centre):
    case = centre.accepted(IN_2026)
    verbs.end(case, "no_agreement", by=centre["handler"], at=IN_2026)
    other = read(issue(centre, case, "c.end", IN_2026, side="/respondent"), centre, IN_2026)
    own = read(issue(centre, case, "c.end", IN_2026, side="/petitioner"), centre, IN_2026)
    assert "收到对您（单位）的投诉" in other and "您（单位）的投诉，本局" not in other
    assert "您（单位）的投诉，本局" in own and "协商和解" in own
    assert "通过民事诉讼、仲裁等其他途径" in other and "协商和解" not in other


def test_a_record_names_its_parties_and_sentences_end_with_a_full_stop(centre):
    case = centre.accepted()
    verbs.agree(case, "2018年3月9日前退款，双方不再争议", by=centre["handler"], at=AT)
    said = read(issue(centre, case, "c.agree"), centre)
    assert f"双方当事人：{NAME}、威海康颐堂" in said
    assert "双方不再争议。" in said and "日期：。" not in said
