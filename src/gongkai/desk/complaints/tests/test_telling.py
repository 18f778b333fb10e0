"""What the citizen of a receipt is told: two cases behind one receipt, reports, what was taken up again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.casework import keyring
from gongkai.desk.complaints import arriving, verbs
from gongkai.desk.complaints.models import Enclosure
from gongkai.desk.complaints.tests.centre import AT, later
from gongkai.desk.complaints.tests.test_arriving import key_of, message, picture
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.desk.mailbox.receiving import File
from gongkai.refusal import Refused
from gongkai.sealing import mail, receipt
from gongkai.sealing.canon import b64u

pytestmark = pytest.mark.django_db
KEYS = receipt.box_keys(b"\x07" * 16, b"\x08" * 32)
IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)


def received(centre, kind="complaint", at=AT, unit="YY", **more):
    """What came by the portal, with its box, handed out."""
    cases = arriving.receive(message(kind, at=at, **more)).cases
    box = Box.objects.create(
        uid=b64u(KEYS.box_id), kind=kind, opened_at=at, last_digest="0" * 64,
        seal_public=KEYS.opener.public, sign_public=KEYS.signer.verifier.public,
    )  # fmt: skip
    box.cases.add(*cases)
    for case in cases:
        verbs.assign(case, centre.units[unit], by=centre["operator"], at=at)
    return box, *cases


def read(box):
    """The mails of a box, opened with its key: status and text."""
    key, prev, found = keyring.key("answer").signer.verifier, None, []
    for row in Mail.objects.filter(box=box).order_by("n"):
        said, prev = mail.open_mail(KEYS.opener.secret, key, KEYS.box_id, row.n, prev, bytes(row.sealed))
        found.append((row.kind, row.status, said["text"]))
    return found


def agreed(centre, case, at=AT):
    verbs.accept(case, by=centre["handler"], at=at)
    verbs.agree(case, "退款", by=centre["handler"], at=at)
    verbs.answer(case, "已退款", delivery="门户", proof="", by=centre["handler"], at=at)


def test_a_receipt_of_two_cases_goes_on_until_the_last_has_ended(centre):
    box, complaint, report = received(centre, "both")
    agreed(centre, complaint)
    assert read(box)[-1] == ("answer", "", "关于您的投诉：已退款")
    verbs.close(complaint, by=centre["handler"], at=AT)
    box.refresh_from_db()
    kind, status, text = read(box)[-1]
    assert (box.state, kind, status) == ("open", "status", "办理中")
    assert "投诉部分已办结" in text and "举报部分仍在办理" in text
    verbs.check(report, "未见违法", by=centre["handler"], at=AT)
    verbs.file(report, opens=False, reason="未见违法", by=centre["handler"], at=AT)
    verbs.approve(report, by=centre["head"], at=AT)
    verbs.answer(report, "不予立案", delivery="门户", proof="", by=centre["handler"], at=AT)
    assert read(box)[-1][1] == "已答复"
    verbs.close(report, by=centre["handler"], at=AT)
    box.refresh_from_db()
    assert (box.state, read(box)[-1][:2]) == ("closed", ("closed", "已办结"))


def test_an_answer_of_an_earlier_round_does_not_make_the_receipt_answered(centre):
    box, complaint, report = received(centre, "both")
    agreed(centre, complaint)
    verbs.close(complaint, by=centre["handler"], at=AT)
    verbs.reopen(complaint, "dissatisfied", by=centre["operator"], at=AT)
    verbs.check(report, "未见违法", by=centre["handler"], at=AT)
    verbs.file(report, opens=False, reason="未见违法", by=centre["handler"], at=AT)
    verbs.approve(report, by=centre["head"], at=AT)
    verbs.answer(report, "不予立案", delivery="门户", proof="", by=centre["handler"], at=AT)
    assert read(box)[-1] == ("answer", "", "关于您的举报：不予立案")


def test_a_named_reporter_is_told_whether_a_case_was_opened_and_an_anonymous_one_is_not(centre):
    person = {"name": "柳如眉", "phone": "13806314417"}
    made = message("report", at=IN_2022)
    for said, told in ((person, ["不予立案"]), ({}, [])):
        Box.objects.all().delete()
        box, report = received_as(centre, made, said)
        verbs.check(report, "未见违法", by=centre["handler"], at=IN_2022)
        verbs.file(report, opens=False, reason="未见违法", by=centre["handler"], at=IN_2022)
        verbs.approve(report, by=centre["head"], at=IN_2022)
        assert [status for _kind, status, _text in read(box)] == told
        Mail.objects.all().delete()


def received_as(centre, made, person):
    values = {name: getattr(made, name) for name in type(made).__slots__}
    values |= {"person": person, "id": f"r{len(person)}"}
    (case,) = arriving.receive(type(made)(**values)).cases
    box = Box.objects.create(
        uid=b64u(KEYS.box_id), kind="report", opened_at=IN_2022, last_digest="0" * 64,
        seal_public=KEYS.opener.public, sign_public=KEYS.signer.verifier.public,
    )  # fmt: skip
    box.cases.add(case)
    verbs.assign(case, centre.units["YY"], by=centre["operator"], at=IN_2022)
    return box, case


def test_who_has_a_receipt_is_never_closed_as_one_whom_nobody_can_reach(centre):
    _box, report = received(centre, "report", at=IN_2022)
    verbs.check(report, "未见违法", by=centre["handler"], at=IN_2022)
    verbs.file(report, opens=False, reason="未见违法", by=centre["handler"], at=IN_2022)
    verbs.approve(report, by=centre["head"], at=IN_2022)
    with pytest.raises(Refused) as refused:
        verbs.unreached(report, by=centre["handler"], at=IN_2022)
    assert refused.value.code == "has-box"
    verbs.answer(report, "不予立案", delivery="门户", proof="", by=centre["handler"], at=IN_2022)


def test_a_withdrawn_report_is_not_called_withdrawn(centre):
    _box, complaint, report = received(centre, "both")
    both = arriving.receive(message("withdraw", [complaint, report], 1))
    assert (both.status, "举报不因撤回而终止" in both.text) == ("办理中", True)
    again = arriving.receive(message("withdraw", [report], 2))
    assert (again.status, "（周二）以前回应您" in again.text) == ("", True)


def test_a_reply_to_what_was_said_later_leaves_the_state_as_it_was(centre):
    box, case = received(centre)
    verbs.accept(case, by=centre["handler"], at=AT)
    arriving.receive(message("supplement", [case], 1, text="小票在附件"))
    verbs.respond(case, "收到", by=centre["handler"], at=AT)
    assert [one[:2] for one in read(box)] == [("status", "已受理"), ("answer", "")]


def test_the_citizen_is_invited_told_of_a_void_and_of_a_case_that_is_taken_up_again(centre):
    box, case = received(centre)
    verbs.accept(case, by=centre["handler"], at=AT)
    day = date(2018, 3, 8)
    who = centre["handler"]
    verbs.invite(case, meets_on=day, meets_at=time(9, 30), place="怡园所", mediator=who, by=who, at=AT)
    assert "2018年3月8日（周四）9时30分，地点：怡园所" in read(box)[-1][2]
    verbs.end(case, "other", by=centre["handler"], at=AT)
    verbs.answer(case, "未达成", delivery="门户", proof="", by=centre["handler"], at=AT)
    verbs.close(case, by=centre["handler"], at=AT)
    verbs.reopen(case, "dissatisfied", by=centre["operator"], at=later(1))
    box.refresh_from_db()
    assert (box.state, read(box)[-1][1]) == ("open", "重新办理")
    given = {"by": centre["office"], "approved_by": centre["leader"], "reason": "误录", "at": later(2)}
    verbs.void(case.registration, **given)
    box.refresh_from_db()
    assert (box.state, read(box)[-1][1]) == ("closed", "登记作废")


def test_what_is_split_off_has_the_files_and_is_behind_the_same_receipt(centre):
    data = picture()
    blob = sealed_files.seal(data)
    mention = blob.mention("小票.png", "image/png")
    file = File("小票.png", "image/png", len(data), mention["sha256"], blob.name, key_of(mention))
    box, case = received(centre, files=[file])
    made = verbs.split(case, by=centre["handler"], at=AT + timedelta(hours=1))
    assert set(box.cases.all()) == {case, made}
    assert Enclosure.objects.get(case=made).sha256 == Enclosure.objects.get(case=case).sha256
    assert "另有一项举报" in read(box)[-1][2]


def test_the_citizen_is_told_what_comes_next_and_by_when(centre):
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    taken = arriving.receive(message("both", at=at))
    assert "我们在2026年3月11日（周三）以前决定是否受理，并在本页告知。" in taken.text
    assert "以前核查并决定是否立案，检测、鉴定的时间依规定扣除。" in taken.text
    box, case = received(centre, at=at)
    verbs.accept(case, by=centre["handler"], at=at)
    status, words = read(box)[-1][1:3]
    assert (status, "调解的期限到2026年5月" in words, "依规定扣除" in words) == ("已受理", True, True)
    verbs.agree(case, "退款", by=centre["handler"], at=at)
    verbs.answer(case, "已退款", delivery="门户", proof="", by=centre["handler"], at=at)
    verbs.close(case, by=centre["handler"], at=at)
    assert "我们在3个工作日内回应" in read(box)[-1][2]
    verbs.reopen(case, "dissatisfied", by=centre["operator"], at=at)
    assert "调解的期限到2026年5月" in read(box)[-1][2]


def test_time_for_testing_is_promised_only_where_the_law_of_the_day_takes_it_off(centre):
    taken = arriving.receive(message("report"))
    assert "以前核查并决定是否立案。" in taken.text
    assert "检测" not in taken.text


def test_who_asks_is_told_where_the_answer_will_stand(centre):
    taken = arriving.receive(message("ask"))
    assert taken.text.endswith("由承办单位答复，答复显示在本页。")


def test_a_citizen_is_asked_by_the_page_of_the_code_and_what_they_reply_is_owed_an_answer(centre, client_of):
    box, case = received(centre)
    verbs.question(case, "请补充购买日期", by=centre["handler"], at=AT)
    assert read(box)[-1][:3] == ("question", "", "请补充购买日期")
    arriving.receive(message("reply", [case], 1, text="3月1日"))
    page = client_of("handler").get(f"/complaints/{case.uid}/").content.decode()
    assert ("请补充购买日期" in page, "在查询码页面询问诉求人" in page, "后续反映 1 条待回应" in page) == (
        True,
    ) * 3
    called = centre.case()
    with pytest.raises(Refused) as refused:
        verbs.question(called, "请补充", by=centre["handler"], at=AT)
    assert refused.value.code == "wrong-step"


def test_what_came_by_the_portal_is_answered_there_unless_another_way_is_chosen(centre, client_of):
    _box, case = received(centre, "ask")
    page = client_of("handler").get(f"/complaints/{case.uid}/", {"do": "answer"}).content.decode()
    assert '<option value="门户" selected' in page
    client_of("handler").post(f"/complaints/{case.uid}/do/answer", {"text": "五个工作日", "delivery": "门户"})
    assert case.answers.get().proof.startswith("门户查询码信箱")


def test_a_warning_stands_before_those_who_can_mend_it(centre, client_of):
    at = timezone.now()
    case = centre.accepted(at)
    verbs.ask_unit(case, centre.units["TH"], "抽样", by=centre["handler"], at=at)
    said = {
        name: client_of(name).get(f"/complaints/{case.uid}/").content.decode()
        for name in ("handler", "other")
    }
    assert ("受理决定须在" in said["handler"], "受理决定须在" in said["other"]) == (True, False)
