"""The work on one file, as the sandbox does it: open, clean, save, check, and again if the check fails."""

from __future__ import annotations

import base64
import importlib
import json
import pickle
import struct
import zlib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from gongkai.refusal import Refused
from gongkai.screening.cleaning.pieces import Cleaned, Draft, Unclean, clean
from gongkai.screening.cleaning.verifying import Fault, unexplained, verify
from gongkai.screening.files import scans
from gongkai.screening.files.reading import read
from gongkai.screening.files.types import ENDINGS, NAMES
from gongkai.screening.known import NOTHING, Known, Party
from gongkai.screening.policies.deciding import MAY_NOT_LEAVE
from gongkai.screening.policies.model import Policy, policies

ATTEMPTS = 3
DAMAGE = (
    ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
"""What libraries raise over damaged bytes that the reader still took; each is one refusal here."""
_UNREAD = "{}像是扫描件，上面的内容没有识别，不能证明副本干净"
_LOOK = "请删去、遮盖这张图，或者安装文字识别以后再处理"
_EVERY_PAGE = 100_000
_HOLDERS = frozenset({"docx", "xlsx", "html"})
"""Types that may hold a scan: it stays as it is, so that what OCR finds on it lets the check fail."""
_DRAFTS = {
    "txt": "plain:open_text",
    "csv": "plain:open_csv",
    "html": "html:open_html",
    "docx": "docx.draft:open_docx",
    "xlsx": "xlsx:open_xlsx",
    "pdf": "pdf.draft:open_pdf",
    "png": "images:open_png",
    "jpeg": "images:open_jpeg",
    "tiff": "images:open_tiff",
}
"""Type → ``module:function`` below this package; a type's libraries are loaded when a file of it comes."""


def redact_json(data: bytes, options: Mapping[str, str]) -> bytes:
    """What the sandbox runs: one line of JSON, then the copy. ``pictures`` = ``yes``: with OCR."""
    if options.get("pictures") != "yes":
        scans.switch_off()
    policy = _policy_by_id(options["policy"]).having(**json.loads(options["settings"]))
    # Only the process that called us writes this; nothing of the file is ever unpickled.
    known: Known = pickle.loads(base64.b64decode(options["known"]))  # noqa: S301
    try:
        copy = cleaned(data, options["kind"], policy, known)
    except Unclean as unclean:
        return (
            json.dumps(
                {
                    "unclean": unclean.sentence,
                    "faults": unclean.faults,
                    "is_scan": unclean.is_scan,
                    "is_unread": unclean.is_unread,
                }
            ).encode("ascii")
            + b"\n"
        )
    log = [
        [one.start, one.length, one.kind, one.rule, one.action.value, one.replacement, one.where, one.why]
        for one in copy.log
    ]
    return json.dumps({"log": log, "unread": copy.unread}).encode("ascii") + b"\n" + copy.data


def cleaned(data: bytes, kind: str, policy: Policy, known: Known = NOTHING) -> Cleaned:
    """A verified copy, made in this process. Raises Unclean, Refused.

    What the check finds is taken out by the next attempt; pages of a PDF that the check faults become
    pictures, in the last attempt all of them.
    """
    unread = _readable(data, kind)
    also: list[str] = []
    pictures: Container[int] = ()
    faults: Sequence[Fault] = ()
    for attempt in range(ATTEMPTS):
        copy = _made(data, kind, policy, known, also, pictures)
        knowing = _with_firms(known, copy.firms)
        faults = verify(copy.data, kind, copy.removed, policy, knowing)
        faults = unexplained(faults, copy, policy, knowing)
        if not faults:
            # Pages of a PDF may have become pictures on the way.
            again = unread or (kind == "pdf" and not scans.is_on())
            return replace(copy, unread=_still_unread(copy.data, kind, policy) if again else ())
        more = [fault.value for fault in faults if fault.value and fault.value not in also]
        pages = frozenset(fault.page for fault in faults if fault.page)
        if kind != "pdf" and not more:
            break
        also += more
        pictures = pages if pages and not attempt else range(1, _EVERY_PAGE)
    raise Unclean("复核没有通过，没有写出文件", [fault.why for fault in faults[:10]])


def _with_firms(known: Known, firms: Sequence[str]) -> Known:
    """What is known, and the firms that stay: in the copy nothing else says whose name they hold."""
    if not firms:
        return known
    return replace(known, parties=(*known.parties, *(Party(firm, "enterprise") for firm in firms)))


def _made(
    data: bytes, kind: str, policy: Policy, known: Known, also: Sequence[str], pictures: Container[int]
) -> Cleaned:
    """One attempt."""
    try:
        return clean(opened(data, kind, policy, pictures), policy, known, also)
    except Refused as refused:
        if refused.code == MAY_NOT_LEAVE:
            raise Unclean(str(refused)) from refused
        raise
    except DAMAGE as damage:
        raise Refused("damaged", "文件损坏或者不完整，无法处理", "请重新导出或者另存一份") from damage


def _readable(data: bytes, kind: str) -> bool:
    """What the reader refuses is refused here too; macros and locked files end here.

    Gives back whether there are pictures that may be scans and that no machine reads here.
    """
    found = read(data, f"source.{ENDINGS[kind][0]}")
    for one in found.hidden:
        if one.kind == "macro":
            raise Unclean("文件带有宏，不能生成安全的副本；请另存为不带宏的文件")
        if one.kind == "encrypted":
            raise Refused("encrypted", "文件已加密，无法处理", "请先解密再处理")
        if (
            one.rule == "file.scanned_page"
            and kind in _HOLDERS
            and scans.is_installed()
            and not scans.is_on()
        ):
            raise Unclean(f"{one.where}是扫描件，需要识别", is_scan=True)
    return any(one.rule == "file.scanned_page" for one in found.hidden)


def _still_unread(data: bytes, kind: str, policy: Policy) -> tuple[str, ...]:
    """The places of pictures in the copy that may be scans and that no machine has read.

    What nobody has read is not verified: an office file or a page that holds such a picture is no copy,
    until somebody says that they have looked at it (``unread_scans=keep``).
    """
    found = read(data, f"copy.{ENDINGS[kind][0]}")
    places = (one.where for one in found.hidden if one.rule == "file.scanned_page")
    unread = tuple(dict.fromkeys(places))
    if kind not in _HOLDERS:
        return () if scans.is_on() else unread
    if unread and policy.settings["unread_scans"].value != "keep":
        faults = [f"{where}：{_LOOK}" for where in unread[:10]]
        raise Unclean(_UNREAD.format("、".join(unread[:5])), faults, is_unread=True)
    return unread


def opened(data: bytes, kind: str, policy: Policy, pictures: Container[int] = ()) -> Draft:
    """The draft of a type; ``pictures`` are pages of a PDF that become pictures. Raises Unclean, Refused."""
    if kind not in _DRAFTS:
        raise Refused("unsupported", f"不能处理 {NAMES.get(kind, kind)}", "请转换为 DOCX、XLSX 或者 PDF")
    module, _, name = _DRAFTS[kind].partition(":")
    opener: Callable[[bytes, Policy, Container[int]], Draft] = getattr(
        importlib.import_module(f"gongkai.screening.cleaning.{module}"), name
    )
    return opener(data, policy, pictures)


def _policy_by_id(policy_id: str) -> Policy:
    return next(one for one in policies() if one.id == policy_id)
