"""What goes through the door: content, submission, clearance, release, tombstone.

All fields are required, null where empty. ``salt`` is drawn at random for each object, so that a digest
which outlives its object tells nothing about it. A builder tidies text and checks the shape; the caller
stores ``canon(object)`` once and never writes it again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.refusal import Refused
from gongkai.sealing import shapes
from gongkai.sealing.canon import b64u, check_profile, parse, tidy
from gongkai.sealing.shapes import Fits

CONTENT = "gongkai/content/1"
SUBMISSION = "gongkai/submission/1"
CLEARANCE = "gongkai/clearance/1"
RELEASE = "gongkai/release/1"
TOMBSTONE = "gongkai/tombstone/1"

DECISIONS = ("open", "on_request", "closed", "partly", "return")
"""What a clearing person may decide about a submission."""
RELEASE_KINDS = ("publish", "correct")
"""A first publication and a corrected one; taking down is a tombstone."""

_SALT = shapes.packed(16)
_ATTACHMENT = shapes.record(
    {"name": shapes.word, "type": shapes.word, "size": shapes.count, "sha256": shapes.sha256_hex}
)
_FINDING = shapes.record(
    {
        "where": shapes.text,
        "kind": shapes.word,
        "sha256": shapes.sha256_hex,
        "resolution": shapes.or_null(shapes.word),
        "by": shapes.or_null(shapes.word),
    }
)
SHAPES: dict[str, dict[str, Fits]] = {
    CONTENT: {
        "agency": shapes.word,
        "index": shapes.word,
        "title": shapes.word,
        "category": shapes.word,
        "doc_no": shapes.text,
        "formed": shapes.or_null(shapes.day_or_time),
        "body": shapes.free_list,
        "attachments": shapes.list_of(_ATTACHMENT),
        "meta": shapes.free,
        "salt": _SALT,
    },
    SUBMISSION: {
        "content": shapes.sha256_hex,
        "no": shapes.positive,
        "previous": shapes.or_null(shapes.sha256_hex),
        "author": shapes.word,
        "unit": shapes.word,
        "at": shapes.time,
        "screening": shapes.record({"rules": shapes.word, "findings": shapes.list_of(_FINDING)}),
        "salt": _SALT,
    },
    CLEARANCE: {
        "submission": shapes.sha256_hex,
        "stage": shapes.word,
        "decision": shapes.one_of(*DECISIONS),
        "ground": shapes.or_null(shapes.text),
        "article": shapes.or_null(shapes.text),
        "note": shapes.or_null(shapes.text),
        "by": shapes.word,
        "post": shapes.word,
        "deputy_for": shapes.or_null(shapes.word),
        "at": shapes.time,
        "not_after": shapes.or_null(shapes.time),
        "salt": _SALT,
    },
    RELEASE: {
        "agency": shapes.word,
        "index": shapes.word,
        "no": shapes.positive,
        "kind": shapes.one_of(*RELEASE_KINDS),
        "content": shapes.sha256_hex,
        "submission": shapes.sha256_hex,
        "clearances": shapes.list_of(shapes.sha256_hex),
        "from": shapes.time,
        "until": shapes.or_null(shapes.time),
        "replaces": shapes.or_null(shapes.sha256_hex),
        "at": shapes.time,
        "salt": _SALT,
    },
    TOMBSTONE: {
        "agency": shapes.word,
        "index": shapes.word,
        "release": shapes.sha256_hex,
        "reason": shapes.word,
        "text": shapes.text,
        "since": shapes.day_or_time,
        "at": shapes.time,
        "salt": _SALT,
    },
}
"""The fields of each object, beside ``t``."""


def new_salt() -> str:
    """A fresh salt, 16 random bytes."""
    return b64u(os.urandom(16))


def check(value: Any, t: str) -> None:
    """Refuse (``E_TYPE``, ``E_SHAPE``, ``E_CANON``) what is not a well-formed object of type ``t``."""
    shapes.require(value, t, SHAPES[t])
    check_profile(value)


def read(data: bytes, t: str) -> dict[str, Any]:
    """The object in stored bytes, checked in full: canonical (``E_CANON``), of type ``t``, well-formed."""
    value = parse(data)
    shapes.require(value, t, SHAPES[t])
    assert isinstance(value, dict)
    return value


def _build(t: str, fields: Mapping[str, Any], salt: str | None) -> dict[str, Any]:
    value: dict[str, Any] = {"t": t, **tidy(dict(fields)), "salt": salt or new_salt()}
    check(value, t)
    return value


def content(
    *,
    agency: str,
    index: str,
    title: str,
    category: str,
    body: Sequence[Mapping[str, Any]],
    formed: str | None,
    doc_no: str = "",
    attachments: Sequence[Mapping[str, Any]] = (),
    meta: Mapping[str, Any] | None = None,
    salt: str | None = None,
) -> dict[str, Any]:
    """The exact content of an item; **all of it becomes public**.

    ``body`` is a list of blocks, ``attachments`` have ``name, type, size, sha256``, ``formed`` is the day
    成文日期, ``meta`` any further public facts.
    """
    fields = {
        "agency": agency,
        "index": index,
        "title": title,
        "category": category,
        "doc_no": doc_no,
        "formed": formed,
        "body": list(body),
        "attachments": list(attachments),
        "meta": dict(meta or {}),
    }
    return _build(CONTENT, fields, salt)


def submission(
    *,
    content: str,
    no: int,
    previous: str | None,
    author: str,
    unit: str,
    at: str,
    rules: str,
    findings: Sequence[Mapping[str, Any]] = (),
    salt: str | None = None,
) -> dict[str, Any]:
    """A content (by digest) handed in for clearance 送审稿, with the findings 疑点 of its screening.

    ``no`` counts the submissions of one item from 1, ``previous`` is the digest of the one before;
    a finding has ``where, kind, sha256`` (of the text found), ``resolution, by``, null while open.
    """
    fields = {
        "content": content,
        "no": no,
        "previous": previous,
        "author": author,
        "unit": unit,
        "at": at,
        "screening": {"rules": rules, "findings": list(findings)},
    }
    return _build(SUBMISSION, fields, salt)


def clearance(
    *,
    submission: str,
    stage: str,
    decision: str,
    by: str,
    post: str,
    at: str,
    ground: str | None = None,
    article: str | None = None,
    note: str | None = None,
    deputy_for: str | None = None,
    not_after: str | None = None,
    salt: str | None = None,
) -> dict[str, Any]:
    """One person's decision 审签 about one submission (by digest); signed with ``clear.key``."""
    if decision not in DECISIONS:
        raise Refused("E_SHAPE", f"审签意见“{decision}”不存在", f"可选：{'、'.join(DECISIONS)}")
    fields = {
        "submission": submission,
        "stage": stage,
        "decision": decision,
        "ground": ground,
        "article": article,
        "note": note,
        "by": by,
        "post": post,
        "deputy_for": deputy_for,
        "at": at,
        "not_after": not_after,
    }
    return _build(CLEARANCE, fields, salt)


def release(
    *,
    agency: str,
    index: str,
    no: int,
    kind: str,
    content: str,
    submission: str,
    clearances: Sequence[str],
    from_: str,
    until: str | None,
    replaces: str | None,
    at: str,
    salt: str | None = None,
) -> dict[str, Any]:
    """What is made public 发布: number ``no`` of an index, from … until, replacing the release before."""
    if (no == 1) != (replaces is None) or (kind == "correct" and no == 1):
        raise Refused(
            "E_ORDER",
            f"第 {no} 次发布与“{kind}”或所替代的发布不相符",
            "首次为 publish 且无所替代，其后必须写明上一次发布",
        )
    fields = {
        "agency": agency,
        "index": index,
        "no": no,
        "kind": kind,
        "content": content,
        "submission": submission,
        "clearances": list(clearances),
        "from": from_,
        "until": until,
        "replaces": replaces,
        "at": at,
    }
    return _build(RELEASE, fields, salt)


def tombstone(
    *,
    agency: str,
    index: str,
    release: str,
    reason: str,
    text: str,
    since: str,
    at: str,
    salt: str | None = None,
) -> dict[str, Any]:
    """What stays in place of a withdrawn release 停止公开说明: a reason code and what the public may read."""
    fields = {
        "agency": agency,
        "index": index,
        "release": release,
        "reason": reason,
        "text": text,
        "since": since,
        "at": at,
    }
    return _build(TOMBSTONE, fields, salt)
