"""The type of a file, told by its content; an ending that says something else is refused.

A file whose ending lies either deceives or was saved wrongly: both are for its author to mend.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from gongkai.refusal import Refused
from gongkai.screening.files import encodings
from gongkai.screening.files.archives import Archive
from gongkai.screening.files.ole import MAGIC, Compound

ENDINGS: dict[str, tuple[str, ...]] = {
    "docx": ("docx", "docm"),
    "xlsx": ("xlsx", "xlsm"),
    "pdf": ("pdf",),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "tiff": ("tif", "tiff"),
    "txt": ("txt", "text", "md", "log"),
    "csv": ("csv",),
    "html": ("html", "htm", "xhtml"),
    "doc": ("doc", "wps"),
    "xls": ("xls", "et"),
}
"""Type → endings that agree with it."""
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "csv": "text/csv",
    "html": "application/octet-stream",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
}
"""Type → what a kept file is said to be; HTML is bytes to be saved, never a page."""
NAMES = {
    "docx": "DOCX 文件", "xlsx": "XLSX 表格", "pdf": "PDF 文件", "png": "PNG 图片", "jpeg": "JPEG 图片",
    "tiff": "TIFF 图片", "txt": "纯文本", "csv": "CSV 表格", "html": "HTML 网页", "doc": "旧版文字文档",
    "xls": "旧版电子表格",
}  # fmt: skip
_TYPE_OF = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
_SUPPORTED = (
    "支持 DOCX、XLSX、PDF、PNG、JPEG、TIFF、TXT、CSV、HTML，以及装有 LibreOffice 时的 DOC、WPS、XLS、ET"
)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|p|div|table|span|h[1-6]|br|a|img|ul|ol)\b", re.I
)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SVG_START = re.compile(rb"<(?:!doctype\s+)?svg\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 65_536
_FOREIGN = (
    (re.compile(rb"GIF8[79]a|BM.{4}\0\0\0\0|RIFF.{4}WEBP|.{4}ftyp(?:hei|mif|avif)", re.DOTALL),
     "GIF、BMP、WebP 或者 HEIC 图片", "请转换为 PNG 后再检查"),
    (re.compile(rb"Rar!\x1a|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08"), "压缩包", "请解开后逐个检查"),
    (re.compile(rb"\s*\{\\rtf"), "RTF 文档", "请另存为 DOCX 后再检查"),
)  # fmt: skip
"""Beginnings of formats that no reader here knows, though some of them are text by their bytes."""
_MAIL_START = re.compile(rb"\s*[A-Za-z][\w-]{0,40}:[ \t]")
_MAIL_CODED = re.compile(
    rb"^Content-Transfer-Encoding:\s*(?:base64|quoted-printable)", re.IGNORECASE | re.MULTILINE
)


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, empty when it has none."""
    return PurePath(name).suffix.lower().lstrip(".")


def type_of(data: bytes, name: str = "") -> str:
    """The type of ``data``: a key of :data:`ENDINGS`, or ``encrypted`` for an encrypted Office file.

    ``name`` gives the ending; without one only the content speaks. Raises Refused for an empty file, an
    unknown type, active content and an ending that does not agree.
    """
    if not data:
        raise Refused("empty", "文件是空的，没有内容可以检查", "请确认导出是否成功")
    ending = ending_of(name)
    if ending and ending not in _TYPE_OF:
        raise Refused("unsupported", f"不支持扩展名为 .{ending[:20]} 的文件", _SUPPORTED)
    kind = _by_magic(data) or _by_text(data, ending)
    if kind == "encrypted":
        if ending and _TYPE_OF[ending] not in ("docx", "xlsx", "doc", "xls"):
            raise disagree(ending, "加密的 Office 文件")
        return kind
    if ending and ending not in ENDINGS[kind]:
        raise disagree(ending, NAMES[kind])
    return kind


def is_plain(data: bytes, name: str = "") -> bool:
    """Whether a file is plain text or CSV. Raises Refused as :func:`type_of` does."""
    binary = data.startswith((b"PK", MAGIC, b"\x89PNG", b"\xff\xd8", b"II", b"MM")) or b"%PDF-" in data[:1024]
    return not binary and type_of(data, name) in ("txt", "csv")


def disagree(ending: str, content: str) -> Refused:
    """The refusal of a file whose ending says something else than its content."""
    return Refused(
        "mislabelled",
        f"扩展名 .{ending} 与内容不符，内容是{' ' if content[0].isascii() else ''}{content}",
        "请用正确的软件另存，或者改正扩展名",
    )


def _by_magic(data: bytes) -> str:
    """The type by the first bytes, empty for text. Raises Refused for formats that are told but not read."""
    for start, content, mend in _FOREIGN:
        if start.match(data[:_HEAD]):
            raise Refused("unsupported", f"内容是{' ' if content[0].isascii() else ''}{content}", mend)
    if _MAIL_START.match(data) and _MAIL_CODED.search(data[:_HEAD]):
        raise Refused(
            "unsupported",
            "内容是邮件或者单个文件的网页（MHT），其中的文字是编码过的",
            "请打开后另存为 PDF 或者 DOCX",
        )
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _office(data)
    if data.startswith(MAGIC):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "tiff"
    return ""


def _office(data: bytes) -> str:
    """DOCX or XLSX by the content types of the package."""
    archive = Archive(data)
    if "[Content_Types].xml" not in archive:
        raise Refused("unsupported", "内容是压缩包，不是可以检查的文件", f"请解开后逐个检查；{_SUPPORTED}")
    types = archive.read("[Content_Types].xml")
    for word, kind in ((b"wordprocessingml", "docx"), (b"ms-word", "docx"), (b"spreadsheetml", "xlsx"),
                       (b"ms-excel", "xlsx")):  # fmt: skip
        if word in types and (b"presentationml.presentation" not in types):
            main = "word/" if kind == "docx" else "xl/workbook.xml"
            if any(archive.under(main)):
                return kind
    raise Refused("unsupported", "内容是压缩包，不是可以检查的 DOCX 或者 XLSX", _SUPPORTED)


def _compound(data: bytes) -> str:
    """Old Office files, and the encrypted new ones."""
    names = set(Compound(data).names)
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        return "doc"
    if names & {"Workbook", "Book", "WorkBook"}:
        return "xls"
    raise Refused("unsupported", "内容是旧版 Office 结构，但不是文字文档或者表格", _SUPPORTED)


def _by_text(data: bytes, ending: str) -> str:
    """``html``, ``csv`` or ``txt``; binary content is refused."""
    head, wide = data[:_HEAD], encodings.utf16(data)
    if not wide and encodings.is_like_utf16(data):
        raise Refused(
            "encoding", "文字像是没有字节序标记的 UTF-16 编码，不能确定，没有检查", "请另存为 UTF-8 编码"
        )
    if not wide and _CONTROL.search(data):
        claimed = f"，不是扩展名所说的{NAMES[_TYPE_OF[ending]]}" if ending else ""
        raise Refused(
            "unknown-type", f"认不出文件的内容{claimed}，可能损坏或者不完整", "请重新导出或者另存一份"
        )
    plain = _plain_head(head, wide)
    begin = _without_preamble(plain)
    if _SVG_START.match(begin):
        raise Refused("active-content", "SVG 图形可以带脚本，不能检查", "请转换为 PNG 后再检查")
    if _HTML_START.match(begin):
        return "html"
    if ending in ENDINGS["html"] and _TAG.search(plain):
        return "html"
    if ending in ENDINGS["csv"]:
        return "csv"
    return "txt"


def _plain_head(head: bytes, wide: str) -> bytes:
    """The head as ASCII-compatible bytes; ``wide`` is its codec of UTF-16, if it is that."""
    if wide:
        return head.decode(wide, "replace").encode("utf-8")
    return head.removeprefix(b"\xef\xbb\xbf")


def _without_preamble(head: bytes) -> bytes:
    """The head from its first tag on, without XML declaration and comments."""
    head = head.lstrip()
    while True:
        end = {b"<?": b"?>", b"<!--": b"-->"}.get(head[:2] if head[:2] == b"<?" else head[:4])
        if end is None or end not in head:
            return head
        head = head.partition(end)[2].lstrip()
