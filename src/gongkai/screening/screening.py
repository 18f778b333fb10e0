"""Screening of a file or text: read in the sandbox, searched as one text, reported as one list.

``screen`` says what a file holds, ``extract`` gives its text place by place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from gongkai.refusal import Refused, reason_of
from gongkai.screening import sandbox
from gongkai.screening.files import malware, office, scans
from gongkai.screening.files.extract import Extract, from_json
from gongkai.screening.files.reading import read
from gongkai.screening.files.rules import dated
from gongkai.screening.files.types import is_plain
from gongkai.screening.finding import Finding, Report, Verdict
from gongkai.screening.known import NOTHING, Known
from gongkai.screening.policies.deciding import action_for
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.sandbox import READING, Limits
from gongkai.screening.text import screen_text

MOST_BYTES = 100_000_000
"""A larger file is refused before it is read."""
_CONVERTED = Limits(seconds=10)
"""What LibreOffice leaves of the time of one file."""
_SCANNED = "file.scanned_page"
_TOO_MUCH = ("too-slow", "too-big", "unreadable")
_READER = "gongkai.screening.files.reading:read_json"


def screen(
    source: Path | bytes | str,
    policy: Policy | None = None,
    known: Known | None = None,
    *,
    name: str = "",
    clamd: str = "",
) -> Report:
    """Everything that a file or text holds which may not simply go out.

    ``source`` is a file, its bytes (``name`` then gives the ending) or a text. ``clamd`` is the address of
    the malware scanner; with an address, no answer is a refusal. With a ``policy``, personal data that it
    keeps is kept here too. Raises Refused for what cannot be checked.
    """
    if isinstance(source, str):
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        found = screen_text(source, known or NOTHING)
        return Report(name or "-", "text", digest, tuple(_under(policy, found)))
    data, name = given(source, name)
    if clamd:
        malware.scan(data, clamd)
    extracted = extract(data, name)
    known = known or NOTHING
    hidden = (dated(one, known.decision_date) for one in extracted.hidden)
    findings = (*hidden, *_under(policy, searched(extracted, known)))
    digest = hashlib.sha256(data).hexdigest()
    return Report(name or "-", extracted.type, digest, tuple(sorted(findings, key=lambda found: found.start)))


def _under(policy: Policy | None, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with the verdict that a policy leaves them: only what it would redact can become kept."""
    for found in findings:
        if policy and found.verdict is Verdict.REDACT and action_for(found, policy)[0] is Action.KEEP:
            yield replace(found, verdict=Verdict.KEEP, why=f"按“{policy.title}”的处理规则保留：{found.why}")
        else:
            yield found


def given(source: Path | bytes, name: str = "") -> tuple[bytes, str]:
    """The bytes of a source and its name. Raises Refused for what is no readable file or too large."""
    if isinstance(source, bytes):
        data = source
    else:
        name = name or str(source)
        try:
            if not source.is_file():
                if source.is_dir():
                    raise Refused("not-a-file", "这是文件夹，不是文件", "请逐个写出其中的文件")
                raise Refused("not-a-file", f"没有这个文件：{source}", "请检查路径")
            if source.stat().st_size > MOST_BYTES:
                raise _too_large()
            data = source.read_bytes()
        except OSError as unreadable:
            raise Refused("unreadable", f"文件打不开：{reason_of(unreadable)}", "请检查权限") from unreadable
    if len(data) > MOST_BYTES:
        raise _too_large()
    return data, name


def _too_large() -> Refused:
    return Refused("too-big", f"文件超过 {MOST_BYTES // 1_000_000} MB", "请拆分后再检查")


def extract(data: bytes, name: str = "", *, pictures: bool = True) -> Extract:
    """The text and the hidden things of a file, read in the sandbox; old Office files through LibreOffice.

    ``pictures``: whether pages without text are read by OCR where that is installed; it takes seconds a page.
    """
    first = apart(data, name)
    target = first.fact("convert")
    if target:
        return _converted(first, data, target)
    if pictures and scans.is_installed() and _has_pictures(first):
        return _with_pictures(first, data, name)
    return first


def _has_pictures(first: Extract) -> bool:
    """Whether there are pages without text, or pictures beside it, that OCR could read."""
    return bool(first.fact("pictures")) or any(one.rule == _SCANNED for one in first.hidden)


def _converted(first: Extract, data: bytes, target: str) -> Extract:
    """What LibreOffice makes of an old file, and what the old file itself hides."""
    ending = first.fact("ending") or first.type
    made = office.convert(data, ending, target)
    converted = apart(made, f"converted.{target}", limits=_CONVERTED)
    facts = (*converted.facts, ("converted", target))
    return replace(converted, type=first.type, hidden=(*first.hidden, *converted.hidden), facts=facts)


def _with_pictures(first: Extract, data: bytes, name: str) -> Extract:
    """The file with its pictures read; as it was where that takes too much: they stay for a person."""
    try:
        return apart(data, name, limits=scans.LIMITS, pictures=True)
    except Refused as refused:
        if refused.code in _TOO_MUCH:
            return first
        raise


def apart(data: bytes, name: str, *, limits: Limits = READING, pictures: bool = False) -> Extract:
    """One reading without LibreOffice, in the sandbox; plain text, which needs no parser, is decoded here."""
    if is_plain(data, name):
        return read(data, name)
    options = {"name": Path(name).name, "pictures": "yes" if pictures else "no"}
    return from_json(sandbox.run(_READER, data, options, limits=limits))


def searched(extracted: Extract, known: Known) -> list[Finding]:
    """Findings in the text of a file, each with the place where it begins."""
    found = screen_text(extracted.text, known, where="")
    return [extracted.placed(one) for one in found if extracted.says(one)]
