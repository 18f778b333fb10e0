"""The package for a platform that is someone else's: formatted text, attachments, metadata, as ZIP."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

from gongkai.desk.outlets.making import wechat
from gongkai.desk.outlets.making.source import Source

_MOMENT = (1980, 1, 1, 0, 0, 0)


def metadata(source: Source) -> list[tuple[str, str]]:
    """The fields that a platform asks for, in the words of RULES.md 9."""
    return [
        ("标题", source.title),
        ("索引号", source.index),
        ("文号", source.doc_no),
        ("发布机构", source.agency),
        ("责任单位", source.unit),
        ("信息类别", source.category),
        ("成文日期", source.formed),
        ("发布日期", f"{source.published}" if source.published else ""),
        ("公开方式", "主动公开"),
        ("来源", source.agency),
        ("原文网址", source.url),
        ("内容摘要 SHA-256", source.digest),
    ]


def build(source: Source, read: Callable[[str], bytes]) -> bytes:
    """The ZIP: ``正文.html``, ``正文.txt``, ``元数据.csv``, ``.json``, and the attachments by their names.

    ``read`` gives the bytes of a digest. Same item, same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        _add(into, "正文.html", _page(source).encode())
        _add(into, "正文.txt", "\r\n".join([source.title, "", *source.lines]).encode("utf-8-sig"))
        _add(into, "元数据.csv", _csv(source))
        said = dict(metadata(source))
        _add(into, "元数据.json", json.dumps(said, ensure_ascii=False, indent=1).encode())
        for name, digest in named(source):
            _add(into, f"附件/{name}", read(digest))
    return out.getvalue()


def named(source: Source) -> list[tuple[str, str]]:
    """The attachments with names that are safe and distinct."""
    found: list[tuple[str, str]] = []
    for place, one in enumerate(source.attachments, start=1):
        name = one["name"].replace("\\", "/").rpartition("/")[2].lstrip(".") or f"附件{place}"
        if name in dict(found):
            name = f"{place}-{name}"
        found.append((name, one["sha256"]))
    return found


def _page(source: Source) -> str:
    return f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title></title>\n{wechat.simple(source)}'


def _csv(source: Source) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("项目", "内容"))
    for name, value in metadata(source):
        writer.writerow((name, f"'{value}" if value.startswith(("=", "+", "-", "@")) else value))
    return out.getvalue().encode("utf-8-sig")


def _add(into: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.flag_bits |= 0x800
    into.writestr(info, data)
