"""The pages of paper, terms, approvals and class forms: each from its form to its end."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.models import Clearance, Item, PaperApproval, PublicityTerm, WithdrawalApproval
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import decide, drafted, enter, released, text, written
from gongkai.desk.disclosure.verbs import hand_in, withdraw
from gongkai.screening.tests.files_built import picture


def test_a_sheet_is_printed_entered_and_confirmed_by_another(bureau: Bureau) -> None:
    item = drafted(bureau)
    page = f"/items/{item.uid}/paper"
    submission = bureau.hand_in(item)
    clerk = enter(bureau, "clerk")
    assert "纸质签批" in text(clerk.get(f"/items/{item.uid}/"))
    assert clerk.get(f"{page}/sheet.pdf").content.startswith(b"%PDF-")
    given = {
        "enter": "1", "stage": "first", "leader": bureau.officers["head"].pk, "decision": "open",
        "signed_on": today().isoformat(), "note": "同意",
    }  # fmt: skip
    assert "请上传签批单的扫描件" in text(clerk.post(page, given), 422)
    scan = SimpleUploadedFile("签批单.png", picture())
    assert clerk.post(page, given | {"scan": scan}).status_code == 302
    paper = PaperApproval.objects.get(submission=submission)
    html = text(clerk.get(page))
    assert "待另一人核对" in html and 'name="confirm"' not in html
    office = enter(bureau, "office")
    assert 'name="confirm"' in text(office.get(page))
    served = office.get(f"{page}/scans/{paper.scan}")
    assert (
        served["Content-Disposition"].startswith("attachment")
        and "sandbox" in served.headers["Content-Security-Policy"]
    )
    assert office.post(page, {"paper": paper.pk, "confirm": "1"}).status_code == 302
    assert Clearance.objects.get().officer == bureau.officers["head"]
    assert "纸质签批，签字日期" in text(office.get(f"/items/{item.uid}/"))


def test_an_emergency_withdrawal_shows_as_open_until_a_leader_agrees(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    withdraw(item, "privacy", bureau.officers["office"], AT)
    html = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    assert "还没有补批" in html and "由分管领导补批" in html
    leader = enter(bureau, "leader")
    html = text(leader.get(f"/items/{item.uid}/"))
    assert 'name="right"' in html and "由分管领导补批" not in html
    leader.post(f"/items/{item.uid}/approve", {"right": "no", "note": ""})
    assert not WithdrawalApproval.objects.exists()
    leader.post(f"/items/{item.uid}/approve", {"right": "yes"})
    assert WithdrawalApproval.objects.get().is_right
    assert "还没有补批" not in text(leader.get(f"/items/{item.uid}/"))


def test_a_public_item_with_a_saved_change_says_that_readers_do_not_see_it_yet(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    page, client = f"/items/{item.uid}/", enter(bureau, "clerk")
    assert "已公开，无需办理" in text(client.get(page))
    Item.objects.filter(pk=item.pk).update(title="改过的标题")
    html = text(client.get(page))
    assert "改过的内容还没有送审" in html and "无需办理" not in html
    assert "还没有写“更正说明”" in html
    Item.objects.filter(pk=item.pk).update(correction="改正标题")
    assert "还没有写“更正说明”" not in text(client.get(page))
    assert "改过的内容还没有送审" not in text(enter(bureau, "secrecy").get(page))


def test_an_item_taken_down_is_not_said_to_be_public(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    page, client = f"/items/{item.uid}/", enter(bureau, "clerk")
    head = "<h2>接下来</h2>\n<span"
    assert head in text(client.get(page))
    withdraw(item, "error", bureau.officers["office"], AT)
    assert head not in text(client.get(page))


def test_what_comes_next_counts_no_stages_that_the_route_does_not_have(bureau: Bureau) -> None:
    laws = drafted(bureau, category="法律法规信息", extras={"source": "https://www.gov.cn/zhengce/1.htm"})
    html = text(enter(bureau, "clerk").get(f"/items/{laws.uid}/"))
    assert "按上面列出的环节审签" in html and "初审" not in html
    bureau.hand_in(laws)
    assert "上面的环节齐全后" in text(enter(bureau, "clerk").get(f"/items/{laws.uid}/"))


def test_the_term_of_a_penalty_is_entered_and_explained(bureau: Bureau) -> None:
    item = released(bureau.cleared())
    Item.objects.filter(pk=item.pk).update(category="案件办理信息", published_on=date(2022, 1, 10))
    clerk, page = enter(bureau, "clerk"), f"/items/{item.uid}/term"
    assert "公示期和信用修复" in text(clerk.get(f"/items/{item.uid}/"))
    clerk.post(page, {"save": "1", "klass": "other", "decided_on": "2022-01-05", "kinds": "罚款、没收"})
    assert PublicityTerm.objects.get().kinds == ["罚款", "没收"]
    html = text(clerk.get(page))
    assert "公示至 2025-01-10" in html and "第十三条" in html and "2022-07-10 起" in html
    assert "（尚未查明，可由单位设定）" in html and "较低数额罚款的标准" in html
    assert "公示至 2025-01-10" not in text(clerk.get("/items/"))
    assert clerk.post(page, {"repair": "1"}).status_code == 403


def test_a_warning_asks_for_its_parts_before_it_is_handed_in(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    given = written(bureau, category="消费警示信息", text="# 风险点\n\n请妥善保存票据。", x_audience="老年人")
    html = text(client.post("/items/new", given | {"preview": "1"}))
    assert "警示对象" in html and "维权渠道" in html and 'value="老年人"' in html
    client.post("/items/new", given)
    item = Item.objects.get()
    assert item.extras["fields"] == {"audience": "老年人"}
    html = text(client.post(f"/items/{item.uid}/hand-in"), 422)
    assert "还缺：发布单位、维权渠道、识别方法、消费建议" in html


def test_the_hour_the_end_and_the_source_go_into_what_is_cleared(bureau: Bureau) -> None:
    given = written(
        bureau, category="法律法规信息", release_at="2030-01-02T09:00", until_on="2031-01-01",
        source="https://www.gov.cn/x.htm", x_issuer="全国人大常委会", x_effective="2018-01-01",
    )  # fmt: skip
    client = enter(bureau, "clerk")
    client.post("/items/new", given)
    item = Item.objects.get()
    client.post(f"/items/{item.uid}/hand-in")
    html = text(client.get(f"/items/{item.uid}/"))
    assert "定时 2030-01-02 09:00 发布" in html and "公开至 2031-01-01" in html
    assert item.submissions.get().route == "reprint"


def test_an_editorial_change_is_confirmed_in_one_click(bureau: Bureau) -> None:
    item = drafted(bureau)
    first = bureau.hand_in(item)
    decide(enter(bureau, "head"), item)
    decide(enter(bureau, "secrecy"), item, decision="return", note="改个词")
    Item.objects.filter(pk=item.pk).update(text="请您妥善保存票据。", body=[])
    hand_in(Item.objects.get(pk=item.pk), bureau.officers["clerk"], first.at)
    html = text(enter(bureau, "secrecy").get(f"/items/{item.uid}/review"))
    assert "文字性修改：只看差异" in html and "已看差异，同意公开" in html and "沿用" in html
    assert decide(enter(bureau, "secrecy"), item).status_code == 302


def test_an_opinion_takes_its_ground_from_the_law_of_the_day(bureau: Bureau) -> None:
    item = drafted(bureau, formed_on=date(2020, 5, 6))
    bureau.hand_in(item)
    answer = decide(enter(bureau, "head"), item, decision="closed", ground="行政执法案卷信息")
    assert answer.status_code == 302
    assert "第七百一十一号" not in text(enter(bureau, "head").get(f"/items/{item.uid}/"))
    assert "国务院令第711号）第十六条第二款" in text(enter(bureau, "head").get(f"/items/{item.uid}/"))
