"""The sheet 信息发布审核（保密审查）单: what is decided, what was found, a box for each opinion."""

from __future__ import annotations

from datetime import date

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure import chains, due, queries, rules
from gongkai.desk.disclosure.approving import due_on
from gongkai.desk.disclosure.models import Submission, Withdrawal
from gongkai.desk.disclosure.screens.resolving import judged
from gongkai.desk.disclosure.verbs.withdrawing import REASONS
from gongkai.face.texts import iso_minute
from gongkai.papers import blocks as b
from gongkai.papers import pdf
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

TITLE = "信息发布审核（保密审查）单"
_EMPTY = "□"
_FINDINGS = 12


def render(submission: Submission, today: date) -> bytes:
    """The sheet as PDF, to be printed, signed, scanned."""
    return pdf.render(document(submission, today))


def document(submission: Submission, today: date) -> b.Document:
    """The sheet of one submission; opinions given already stand in their boxes."""
    item = submission.item
    content = parse_object(bytes(submission.content), objects.CONTENT)
    until = due.publication(item, today)
    meta = content["meta"]
    rows = [
        ("信息标题", "　".join(part for part in (content["title"], content["doc_no"]) if part)),
        ("信息类别", content["category"]),
        ("拟公开方式", f"{_EMPTY}主动公开　{_EMPTY}处理后主动公开　{_EMPTY}依申请公开　{_EMPTY}不予公开"),
        ("送审单位", f"{meta.get('unit') or item.agency.name}　经办人：{submission.author}"),
        ("公开期限", f"{until.on:%Y-%m-%d}（{until.words}）" if until.on else until.words),
        ("拟发布渠道", "、".join(meta.get("outlets") or ()) or "—"),
        ("内容摘要", f"{_groups(submission.digest)}　核对号 {check_number(submission)}"),
        ("附件", "、".join(one["name"] for one in content["attachments"]) or "无"),
    ]
    body: list[b.Block] = [b.table("", [["项目", "内容"]], rows, widths=(1, 4))]
    body += [b.heading(1, "疑点与处理"), _findings(submission), b.heading(1, "意见"), _boxes(submission)]
    body.append(b.paragraph("先审查、后公开，一事一审。扫描件上传后由另一人核对核对号并确认，方为有效。"))
    return b.Document(
        title=TITLE,
        blocks=tuple(body),
        subtitle=f"{item.index}　第{submission.no}次送审　{shanghai_date(submission.at):%Y-%m-%d}",
        agency=item.agency.name,
    )


def withdrawal(found: Withdrawal) -> bytes:
    """The sheet 撤稿审批单 of an emergency withdrawal as PDF, for the approval that follows."""
    item = found.release.item
    why, on = REASONS.get(found.reason), due_on(found)
    rows = [
        ("信息标题", item.title),
        ("索引号", item.index),
        ("撤稿原因", why.label if why else found.reason),
        ("撤稿人", f"{found.by}　{iso_minute(found.at)}"),
        ("补批期限", f"{on:%Y-%m-%d} {due.calendar().describe(on)}（撤稿后的下一个工作日）"),
        ("说明的摘要", f"{_groups(found.digest)}　核对号 {check_number(found)}"),
        ("分管领导意见", f"{_EMPTY}同意撤稿　{_EMPTY}不同意，理由："),
        ("签字", "　　　　　　　　　　　年　　月　　日"),
    ]
    body: list[b.Block] = [
        b.table("", [["项目", "内容"]], rows, widths=(1, 4)),
        b.paragraph("先撤后补：信息已经停止公开，此单补办审批。扫描件上传后由另一人核对并确认，方为有效。"),
    ]
    subtitle = f"{item.index}　{shanghai_date(found.at):%Y-%m-%d}撤稿"
    return pdf.render(
        b.Document(title="撤稿审批单", blocks=tuple(body), subtitle=subtitle, agency=item.agency.name)
    )


def check_number(signed: Submission | Withdrawal) -> str:
    """Eight signs of the digest, to be compared between sheet and screen: 9F2C-41D7."""
    head = signed.digest[:8].upper()
    return f"{head[:4]}-{head[4:]}"


def _findings(submission: Submission) -> b.Block:
    found = judged(submission)
    if not found:
        return b.paragraph("检查没有发现疑点。")
    rows = [
        [one["where"], str(one["decision"]), one["by"], one["reason"] or "—"] for one in found[:_FINDINGS]
    ]
    if len(found) > _FINDINGS:
        rows.append([f"另有 {len(found) - _FINDINGS} 处", "见系统", "", ""])
    return b.table("", [["位置", "处理", "处理人", "理由"]], rows, widths=(3, 2, 2, 3))


def _boxes(submission: Submission) -> b.Block:
    """A row for each stage of the route: what was said on the desk, or room for a hand."""
    chain = chains.chain(submission, queries.standing_clearances(submission))
    given = {one.stage: one for one in chain.given}
    rows = []
    for stage in chain.route.stages:
        one = given.get(stage.stage)
        said = (
            f"{_WORDS.get(one.decision, one.decision)}　{rules.person(one.by).name}（系统内签批）"
            if one
            else "意见：　　　　　　　　　　　　签字：　　　　　　　年　　月　　日"
        )
        rows.append([stage.title, said])
    if not any(stage.title == "分管领导" for stage in chain.route.stages):
        rows.append(["分管领导签批", "意见：　　　　　　　　　　　　签字：　　　　　　　年　　月　　日"])
    return b.table("", [["环节", "意见和签字"]], rows, widths=(1, 4))


_WORDS = {
    "open": "同意公开",
    "on_request": "依申请公开",
    "closed": "不予公开",
    "partly": "部分公开",
    "return": "退回",
}


def _groups(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
