"""Attachments 附件: hostile until checked; typed by content, screened in the sandbox, stored by digest.

Nothing is written anywhere before screening has seen it: a file with a secrecy mark never reaches the disk.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import files, screened
from gongkai.desk.disclosure.knowing import known_of, policy_of
from gongkai.desk.disclosure.models import FileCheck, Item, ItemFile
from gongkai.desk.disclosure.verbs.drafting import demand_held
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.disclosure.verbs.looking import looks
from gongkai.refusal import Refused
from gongkai.screening import Report, Verdict
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files.types import ENDINGS, MEDIA, type_of
from gongkai.screening.policies.model import policy as policy_named
from gongkai.screening.redacting import redacted
from gongkai.screening.screening import screen

LARGEST = 20_000_000
"""Bytes of one attachment."""
MOST = 30
"""Attachments of one item."""
ATTACHED, DETACHED, CHECKED = "file-attached", "file-detached", "file-checked"
"""Types of the events."""
_CONVERTED = {"doc": "docx", "xls": "xlsx"}
_NAME = 200


def attach(
    item: Item, name: str, data: bytes, by: Officer, at: datetime, *, clean: bool = False, alt: str = ""
) -> ItemFile:
    """Attach a file; one of the same name takes the other's place.

    ``clean``: use the copy without metadata, hidden content and what the policy takes out. Raises Refused:
    those of the sandbox, ``secrecy-mark``, ``too-big``, ``blocked-file`` for what may not go out as it is,
    ``unclean`` when no verified copy can be made, ``malware``.
    """
    day = shanghai_date(at)
    demand_held(by, item.agency, item.unit, day)
    name = _name(name)
    if len(data) > LARGEST:
        raise Refused("too-big", f"“{name}”超过 {LARGEST // 1_000_000} MB", "请拆分或者压缩图片后再传")
    screened.demand_no_mark([name, alt])
    if clean:
        _demand_unmarked(name, _look(item, name, data))
        name, data = _cleaned(item, name, data)
    report = _screened(item, name, data)
    digest = files.store(data)
    with transaction.atomic():
        item = lock(item)
        _demand_open(item)
        if item.files.exclude(name=name).count() >= MOST:
            raise Refused("too-many", f"一条信息最多 {MOST} 个附件", "请合并，或者另立一条信息")
        _keep_check(item, report, at)
        last = item.files.order_by("-position").values_list("position", flat=True).first()
        values: dict[str, Any] = {"type": MEDIA[report.type], "size": len(data), "sha256": digest, "alt": alt}
        made, _ = ItemFile.objects.update_or_create(
            item=item, name=name, defaults=values, create_defaults=values | {"position": (last or 0) + 1}
        )
        data_of = {"file": digest, "cleaned": clean}
        record(item.stream, ATTACHED, by=by, occurred=day, at=at, data=data_of)
    return made


def check(file: ItemFile, by: Officer, at: datetime) -> FileCheck:
    """Screen an attachment that came from a register, or whose policy changed; same refusals."""
    item = file.item
    demand_held(by, item.agency, item.unit, shanghai_date(at))
    report = _screened(item, file.name, files.place(file.sha256).read_bytes())
    with transaction.atomic():
        item = lock(item)
        made = _keep_check(item, report, at)
        day = shanghai_date(at)
        record(item.stream, CHECKED, by=by, occurred=day, at=at, data={"file": file.sha256})
    return made


def clean(file: ItemFile, by: Officer, at: datetime) -> ItemFile:
    """Put the cleaned copy of an attachment in its place 去除元数据和隐藏内容后使用."""
    data = files.place(file.sha256).read_bytes()
    made = attach(file.item, file.name, data, by, at, clean=True, alt=file.alt)
    if made.pk != file.pk:
        file.delete()
    return made


def detach(file: ItemFile, by: Officer, at: datetime) -> None:
    """Take an attachment off the draft; what was handed in keeps it. Refuses ``in-text`` for a picture."""
    day = shanghai_date(at)
    with transaction.atomic():
        item = lock(file.item)
        demand_held(by, item.agency, item.unit, day)
        _demand_open(item)
        if file.sha256 in item.text:
            raise Refused("in-text", f"正文里引用了“{file.name}”", "请先从正文里去掉这张图片")
        digest = file.sha256
        file.delete()
        record(item.stream, DETACHED, by=by, occurred=day, at=at, data={"file": digest})


def _look(item: Item, name: str, data: bytes) -> Report:
    """What the sandbox says about a file."""
    clamd = str(settings.GONGKAI_VALUES["clamd"])
    return screen(data, policy_of(item), known_of(item), name=name, clamd=clamd)


def _screened(item: Item, name: str, data: bytes) -> Report:
    """The report of the sandbox. Refuses what may not go out."""
    report = _look(item, name, data)
    _demand_unmarked(name, report)
    for one in report.findings:
        if one.verdict is Verdict.BLOCK:
            mend = "可以勾选“去除元数据和隐藏内容后使用”再传"
            raise Refused("blocked-file", f"“{name}”：{one.why}", mend)
    return report


def _demand_unmarked(name: str, report: Report) -> None:
    if any(one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in report.findings):
        raise secrecy.refusal(
            f"附件“{name}”带有密级标志，没有保存",
            "本系统为非涉密系统：请立即停止办理，清除本机上的这份文件并报告保密办公室",
        )


def _cleaned(item: Item, name: str, data: bytes) -> tuple[str, bytes]:
    """The verified copy and its name; old Office files become new ones."""
    kind = type_of(data, name)
    if kind == "encrypted":
        raise Refused("encrypted", f"“{name}”已加密，无法处理", "请先解密再传")
    policy = policy_named(policy_of(item).name, item.formed_on)
    if sha256(data).hexdigest() in looks(item):
        policy = policy.having(unread_scans="keep")
    try:
        made, _log = redacted(data, kind, policy, known_of(item))
    except Unclean as unclean:
        mend = "；".join(unclean.faults[:3]) or "请手工处理"
        if unclean.is_unread:
            mend += "；先按原件上传，由上传人以外的审核人看过图片并在附件表里确认，再制作副本"
            mend += "；也可以用原件，在疑点里写明理由"
        raise Refused("unclean", f"“{name}”做不出干净的副本", mend) from unclean
    if kind in _CONVERTED:
        name = str(PurePath(name).with_suffix(f".{ENDINGS[_CONVERTED[kind]][0]}"))
    return name, made


def _keep_check(item: Item, report: Report, at: datetime) -> FileCheck:
    policy = policy_of(item)
    made, _ = FileCheck.objects.update_or_create(
        sha256=report.sha256,
        policy=policy.id,
        defaults={
            "type": report.type,
            "found": screened.rows_of(report.findings, policy),
            "malware": bool(settings.GONGKAI_VALUES["clamd"]),
            "at": at,
        },
    )
    return made


def _demand_open(item: Item) -> None:
    if item.voided_on:
        raise Refused("voided", f"“{item.index}”已作废，不能修改", "请另行起草")
    if item.kind != Item.Kind.ITEM:
        raise Refused("not-a-draft", "年度报告的附件不在这里修改", "请在年度报告页出更正稿")


def _name(name: str) -> str:
    """The bare name of an upload: no folder, no control characters, not too long, never empty."""
    bare = PurePath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in bare if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    if not plain:
        raise Refused("no-name", "文件没有名称", "请改名后再传")
    if len(plain) > _NAME:
        ending = PurePath(plain).suffix[:10]
        plain = plain[: _NAME - len(ending)] + ending
    return plain
