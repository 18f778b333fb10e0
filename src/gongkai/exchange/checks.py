"""What the door demands of a submission, one function for each demand of SEALING.md 3.3.

Nothing here believes a column: what counts are the stored bytes, their digests and the notes over them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import chains, files, rules
from gongkai.desk.disclosure.chains import CARRIED
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.screened import FILE as SCREENED_FILE
from gongkai.desk.disclosure.screened import REGISTER
from gongkai.desk.disclosure.stages import Chain, Given
from gongkai.desk.disclosure.verbs.clearing import RECALLED
from gongkai.desk.disclosure.verbs.signed import FROM_REGISTER
from gongkai.exchange import log
from gongkai.papers import blocks
from gongkai.portal.publishing import meta
from gongkai.refusal import Refused
from gongkai.sealing import notes, objects
from gongkai.sealing.canon import digest_of
from gongkai.sealing.notes import Verifier
from gongkai.sealing.times import moment

_AGAIN = "请重新送审"
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "et": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
}
"""How a file of this ending begins; endings not listed (texts) only must not look like one of these."""


def belongs(submission: Submission, item: Item, serving: Agency) -> None:
    """``E_AGENCY``, ``E_INDEX``: the content is this agency's and this item's."""
    try:
        content = json.loads(bytes(submission.content))
    except ValueError as wrong:
        raise Refused("E_CANON", "送审内容不是规范 JSON", _AGAIN) from wrong
    given = content if isinstance(content, dict) else {}
    if not given.get("agency") == item.agency.code == serving.code:
        raise Refused("E_AGENCY", f"“{item.index}”的内容属于另一单位", "请核对送审稿")
    index = item.index
    parts = index.split("/")
    if given.get("index") != index:
        raise Refused("E_INDEX", f"内容的索引号与“{index}”不同", "请核对送审稿")
    if (
        len(index) > 180
        or any(p in ("", ".", "..") for p in parts)
        or index.endswith((".json", ".tlog-proof"))
    ):
        raise Refused("E_INDEX", f"索引号“{index[:60]}”不能作为网址", "请核对索引号")


def content(submission: Submission) -> dict[str, Any]:
    """``E_CANON``: the bytes of content and submission are canonical and well-formed; gives the content.

    ``E_META`` or a refusal of the blocks: the portal could not show it, and would stop the line.
    """
    found = objects.read(bytes(submission.content), objects.CONTENT)
    objects.read(bytes(submission.body), objects.SUBMISSION)
    meta.read(found["meta"])
    body = blocks.body_from_json(found["body"])
    pictures = {block.name for block in blocks.walk(body) if isinstance(block, blocks.Picture)}
    if not pictures <= {file["sha256"] for file in found["attachments"]}:
        raise Refused("E_BLOB", "正文图片不在附件清单中", "请把图片列入附件后重新送审")
    return found


def digest(submission: Submission) -> dict[str, Any]:
    """``E_DIGEST``: the submission is about exactly this content; gives the submission."""
    found = objects.read(bytes(submission.body), objects.SUBMISSION)
    if digest_of(bytes(submission.body)) != submission.digest:
        raise Refused("E_DIGEST", "送审稿与其摘要不符", _AGAIN)
    if digest_of(bytes(submission.content)) != found["content"]:
        raise Refused("E_DIGEST", "内容与送审稿所载的摘要不符", _AGAIN)
    return found


def attachments(given: Mapping[str, Any]) -> None:
    """``E_BLOB``: each file lies on the disk with its size and SHA-256, and is what its name says."""
    for file in given["attachments"]:
        head = files.demand(file["sha256"], file["size"])
        ending = file["name"].rpartition(".")[2].lower() if "." in file["name"] else ""
        expected = _SIGNATURES.get(ending)
        known = [kind for kind, heads in _SIGNATURES.items() if head.startswith(heads)]
        if (expected and not head.startswith(expected)) or (not expected and known) or head.startswith(b"MZ"):
            raise Refused("E_BLOB", f"附件“{file['name']}”的内容与其类型不符", "请核对附件后重新送审")


def screened(given: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """``E_BLOB``: each attachment was screened under this SHA-256 before it was handed in.

    A register's submission says that nobody did; its files come from the register.
    """
    if given["screening"]["rules"] == REGISTER:
        return
    seen = {one["sha256"] for one in given["screening"]["findings"] if one["kind"] == SCREENED_FILE}
    for file in content["attachments"]:
        if file["sha256"] not in seen:
            raise Refused("E_BLOB", f"附件“{file['name']}”没有检查记录", "请检查附件后重新送审")


def findings(given: Mapping[str, Any]) -> None:
    """``E_FINDING``: every finding of the screening has its resolution."""
    open_ones = [one for one in given["screening"]["findings"] if not one["resolution"] or not one["by"]]
    if open_ones:
        raise Refused("E_FINDING", f"还有 {len(open_ones)} 处疑点未处理", "请逐项处理后重新送审")


def clearances(
    submission: Submission,
    given: Mapping[str, Any],
    content: Mapping[str, Any],
    vkeys: Sequence[Verifier],
    at: datetime,
) -> list[tuple[str, dict[str, Any]]]:
    """``E_CLEARANCE``: all stages of its route, each signed over this very submission, open, in order.

    Only the unit head's may be about an earlier submission, when nothing but wording differs from it. Gives
    the clearances as (digest, object) in the order of the stages.
    """
    route = rules.route_of_content(content, submission.item.unit)
    rows = list(Clearance.objects.filter(submission=submission, recalled_at__isnull=True))
    recalled = _recalled(submission.item)
    by_stage: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in rows:
        found = _signed(row, vkeys)
        own = digest_of(bytes(row.body))
        if found["submission"] != submission.digest:
            raise _unclear(f"{_label(found['stage'])}意见是对另一送审稿作出的")
        if found["stage"] in by_stage or own in recalled:
            raise _unclear(f"{_label(found['stage'])}意见重复或已撤回")
        by_stage[found["stage"]] = (own, found)
    if CARRIED in route.names and CARRIED not in by_stage:
        by_stage |= _carried(submission, content, vkeys, recalled)
    ordered = [(stage, by_stage.get(stage)) for stage in route.names]
    missing = [_label(stage) for stage, one in ordered if one is None]
    if missing:
        raise _unclear(f"缺少{'、'.join(missing)}意见")
    passed = [one for _, one in ordered if one is not None]
    by_register = all(_is_from_register(one) for _, one in passed)
    begun = "" if by_register else given["at"]
    before = begun
    for _, one in passed:
        if one["decision"] not in rules.PASSES:
            raise _unclear(f"{_label(one['stage'])}意见不是同意公开")
        if one["not_after"] is not None and moment(one["not_after"]) < at:
            raise _unclear(f"{_label(one['stage'])}意见已过有效期")
        if one["submission"] != submission.digest:
            continue  # taken over from before this submission
        if one["at"] < (begun if route.any_order else before) or moment(one["at"]) > at:
            raise _unclear(f"{_label(one['stage'])}意见的时间次序不对")
        before = one["at"]
    return passed


def _carried(
    submission: Submission, content: Mapping[str, Any], vkeys: Sequence[Verifier], recalled: set[str]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """The head's clearance of an earlier submission, where only wording changed since; checked in full."""
    earlier = submission.item.submissions.filter(no__lt=submission.no).prefetch_related("clearances")
    row = chains.carried_over(earlier, content)
    if row is None:
        return {}
    found, own = _signed(row, vkeys), digest_of(bytes(row.body))
    before = row.submission
    is_whole = digest_of(bytes(before.body)) == before.digest == found["submission"]
    body = objects.read(bytes(before.body), objects.SUBMISSION)
    if not is_whole or body["content"] != digest_of(bytes(before.content)) or own in recalled:
        raise _unclear(f"沿用的{_label(row.stage)}意见与其送审稿不符或已撤回")
    return {found["stage"]: (own, found)}


def eyes(
    given: Mapping[str, Any],
    content: Mapping[str, Any],
    cleared: Iterable[tuple[str, Mapping[str, Any]]],
    item: Item,
) -> None:
    """``E_EYES``: author and clearers are distinct, each held the duty then, or led where nobody could."""
    signed = [one for _, one in cleared]
    twice = rules.repeated([given["author"], *(one["by"] for one in signed)])
    if twice:
        raise Refused("E_EYES", f"{twice}在同一送审稿上出现两次", "送审和各环节须由不同的人办理")
    for one in signed:
        if _is_from_register(one):
            continue  # a register names a person, not an account: its posts cannot be looked up
        officer = Officer.objects.filter(uid=rules.person(one["by"]).uid).first()
        if officer is None or not _may(officer, one, signed, given["author"], content, item):
            raise Refused(
                "E_EYES", f"{_label(one['stage'])}意见的作出者当日没有此职责", "请由有职责的人重新审签"
            )
        if one["deputy_for"] and rules.repeated([given["author"], one["deputy_for"]]):
            raise Refused("E_EYES", "审签人代理的正是送审人", "请由其他人审签")


def _may(
    officer: Officer,
    one: Mapping[str, Any],
    signed: Sequence[Mapping[str, Any]],
    author: str,
    content: Mapping[str, Any],
    item: Item,
) -> bool:
    """Whether an officer held the stage's duty on the day of the clearance, by the rule class of the verb."""
    route = rules.route_of_content(content, item.unit)
    others = tuple(Given(o["stage"], o["decision"], o["by"]) for o in signed if o["at"] < one["at"])
    day = shanghai_date(moment(one["at"]))
    chain = Chain(replace(route, any_order=True), author, others)
    who, _ = rules.acting(officer, one["stage"], chain, agency=item.agency, unit=item.unit, day=day)
    return who.holds or (who.leads and not who.staffed)


def time(given: Mapping[str, Any], at: datetime) -> None:
    """``E_TIME``: the day 发布日期 in the content has come, and its hour if one is set; its end has not."""
    facts, day = given["meta"], shanghai_date(at).isoformat()
    if facts["published"] > day:
        raise Refused("E_TIME", f"发布日期 {facts['published']} 未到", "到日后自动发布")
    if facts.get("from") and moment(facts["from"]) > at:
        raise Refused("E_TIME", f"定时发布的时间 {facts['from']} 未到", "到时自动发布")
    if facts.get("until") and facts["until"] < day:
        raise Refused("E_TIME", f"公开期限 {facts['until']} 已过", "请改公开至的日期后重新送审")


def order(submission: Submission, item: Item) -> Release | None:
    """``E_ORDER``: releases are numbered in a row, this submission is the newest; gives the last release."""
    releases = list(Release.objects.filter(item=item).select_related("submission").order_by("no"))
    if [one.no for one in releases] != list(range(1, len(releases) + 1)):
        raise Refused("E_ORDER", f"“{item.index}”的发布次序有缺号", "数据库被改动：请人工核对")
    if Submission.objects.filter(item=item, no__gt=submission.no).exists():
        raise Refused("E_ORDER", "已有更新的送审稿", "请审签最新的送审稿")
    last = releases[-1] if releases else None
    known = {None} if last is None else {last.digest, *_tombstones(last)}
    if log.last_object(item.index) not in known:
        raise Refused("E_ORDER", "发布日志中有本机未知的发布或撤稿", "恢复旧备份所致：请先人工核对该信息")
    return last


def still_out(release: Release, item: Item, at: datetime) -> None:
    """``E_ORDER``, ``E_TIME``: a release that is to be sent again is the item's last word, and not over."""
    newer = Release.objects.filter(item=item, no__gt=release.no).exists()
    if newer or Withdrawal.objects.filter(release=release).exists():
        raise Refused("E_ORDER", f"“{item.index}”的这次发布已被更正或已撤下", "只有现在公开的才能重新发布")
    if log.last_object(item.index) != release.digest:
        raise Refused("E_ORDER", "发布日志中最后一条不是这次发布", "数据库被改动或由旧备份恢复：请人工核对")
    if release.until is not None and release.until <= at:
        raise Refused("E_TIME", f"“{item.index}”的公开期限已过", "等后台任务按期撤下")


def _tombstones(release: Release) -> list[str]:
    return list(Withdrawal.objects.filter(release=release).values_list("digest", flat=True))


def _signed(row: Clearance, vkeys: Sequence[Verifier]) -> dict[str, Any]:
    try:
        found = objects.read(bytes(row.body), objects.CLEARANCE)
        notes.demand(row.note, objects.CLEARANCE, digest_of(bytes(row.body)), vkeys)
    except Refused as refused:
        raise _unclear(f"一条审签没有有效签名（{refused.code}）") from refused
    return found


def _recalled(item: Item) -> set[str]:
    """The clearances that the chain says were recalled, whatever the column says now."""
    rows = Event.objects.filter(stream=item.stream, type=RECALLED).values_list("body", flat=True)
    return {json.loads(bytes(body))["data"]["clearance"] for body in rows}


def _is_from_register(one: Mapping[str, Any]) -> bool:
    return bool(one["note"] == FROM_REGISTER and not rules.person(one["by"]).uid)


def _label(stage: str) -> str:
    return official(Stage(stage).label) if stage in Stage.values else stage


def _unclear(what: str) -> Refused:
    return Refused("E_CLEARANCE", what, "请按初审、保密审查、签发的次序审签")
