"""Exact content as lines and as HTML: what reviewers read, compared and marked from the stored bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.desk.disclosure import catalogue
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.face.texts import file_size
from gongkai.papers import blocks, html, text
from gongkai.refusal import Refused
from gongkai.sealing import objects
from gongkai.sealing.canon import digest_of, parse_object

Line = tuple[str, str]
"""Where it stands (标题, 正文 …) and what it says."""


def stored(submission: Submission) -> dict[str, Any]:
    """The content of a submission from its canonical bytes."""
    return parse_object(bytes(submission.content), objects.CONTENT)


def is_whole(submission: Submission) -> bool:
    """Whether the stored bytes still have the digests under which they were handed in."""
    content, body = bytes(submission.content), bytes(submission.body)
    return digest_of(content) == submission.content_digest and digest_of(body) == submission.digest


def rendered(body: Sequence[Mapping[str, Any]], item: Item, ident: str = "") -> SafeString:
    """Blocks as HTML; pictures come from the item's attachments."""

    def picture(name: str) -> str:
        return reverse("disclosure:file", args=[item.uid, name])

    try:
        read = blocks.body_from_json(list(body))
    except Refused:
        words = escape(_("正文的结构看不懂，不能显示"))
        return SafeString(f"<p>{words}</p>")
    return mark_safe(html.render(read, heading_offset=2, ident=ident, picture=picture))  # noqa: S308


def paragraphs(words: str) -> SafeString:
    """Plain lines as paragraphs, for an item without blocks."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in words.splitlines() if line.strip()))


def lines(content: Mapping[str, Any]) -> list[Line]:
    """Everything that a reader will see of a content, a line each."""
    return [*facts(content), *((_("正文"), line) for line in body_lines(content)), *_files(content)]


def facts(content: Mapping[str, Any]) -> list[Line]:
    """The metadata of a content, by name; what is empty is left out."""
    meta = content["meta"]
    named = (
        (_("标题"), content["title"]),
        (_("索引号"), content["index"]),
        (_("信息类别"), content["category"]),
        (_("公开方式"), meta.get("means")),
        (_("责任单位"), meta.get("unit")),
        (_("文号"), content["doc_no"]),
        (_("成文日期"), content["formed"]),
        (_("发布日期"), meta.get("published")),
        (_("有效性"), meta.get("validity")),
        (_("规范性文件"), _("是") if meta.get("norm") else ""),
        (_("公开渠道"), "、".join(meta.get("outlets") or ())),
        *((str(catalogue.NAMES[name]), value) for name, value in catalogue.said(content).items()),
    )
    return [(name, str(value)) for name, value in named if value]


def body_lines(content: Mapping[str, Any]) -> list[str]:
    """The text of a content in plain lines; cells of a table row are parted by a bar."""
    try:
        read = blocks.body_from_json(list(content["body"]))
    except Refused:
        return []
    return [line.replace("\t", " | ") for line in text.render(read)]


def _files(content: Mapping[str, Any]) -> list[Line]:
    return [
        (_("附件"), f"{file['name']}　{file_size(file['size'])}　{file['sha256'][:16]}")
        for file in content["attachments"]
    ]
