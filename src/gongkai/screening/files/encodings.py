"""UTF-16 with a mark, and without one where there is no doubt: Notepad, Excel and old programs write both.

Without a mark a text is UTF-16 only when one order of bytes gives nothing but characters that papers are
written in, and the bytes cannot be UTF-8 or a plausible GB 18030. English text of an even length is also
a row of Chinese characters by its bytes: what is valid UTF-8 without zero bytes is never UTF-16.
"""

from __future__ import annotations

import re

BOMS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 65_536
_LEAST = 8
"""Characters from which on a text without zero bytes can be told."""
_USUAL = re.compile(
    "[\t\n\r -~\u00a0\u00b0\u00b1\u00b7\u00d7\u2010-\u2027\u2030-\u203b\u2103\u2160-\u217b\u2190-\u2193"
    "\u2460-\u249b\u2500-\u257f\u25a0-\u25cf\u2605\u2606\u3000-\u3017\u3220-\u3229\u4e00-\u9fff\uff01-\uff5e"
    "\uffe5]"
)
"""What papers are written with."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
    (b"\x84\x31\x95\x33", "gb18030", "GB 18030"),
)
_MOST = 0.6
"""Share of characters of GB 2312 in a Chinese text; a text read in the wrong encoding has a third."""
_BIG5_USUAL = range(0xA1, 0xC7)
"""First bytes of the signs and the frequent characters of Big5."""
_HALF = 0.2
"""Share of zero bytes in every second place from which on a file looks like UTF-16."""


def utf16(data: bytes) -> str:
    """The codec of a text that is surely UTF-16: ``utf-16`` with a mark, else by its order; empty else."""
    if data.startswith(BOMS):
        return "utf-16"
    if len(data) % 2 or not data:
        return ""
    if 0 not in data and (_is_utf8(data) or _is_gb(data)):
        return ""
    told = [codec for codec in ("utf-16-le", "utf-16-be") if _reads(data, codec)]
    return told[0] if len(told) == 1 else ""


def belies_its_mark(data: bytes) -> str:
    """The encoding that a byte order mark names though the text is in another one; empty when it fits."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return "" if _fits(data[len(mark) :], codec) else name
    return ""


def _fits(body: bytes, codec: str) -> bool:
    """Whether bytes are text in a codec. Any two are a character of UTF-16: most have to be usual ones."""
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        return False
    if codec == "gb18030":
        return body.isascii() or not _is_utf8(body)
    if not codec.startswith("utf-16") or 0 in body or not (_is_utf8(body) or _is_gb(body)):
        return True
    return len(text.encode("gb2312", "ignore")) >= _MOST * 2 * len(text)


def is_like_big5(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 are text of Big5 rather than of GB 18030, which reads any of them."""
    if _is_utf8(data):
        return False
    try:
        text = data.decode("big5")[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    beyond = re.sub("[\0-\x7f]+", "", text).encode("big5")
    usual = sum(lead in _BIG5_USUAL for lead in beyond[::2])
    return len(beyond) >= 2 * _LEAST and usual >= 0.95 * len(beyond) / 2 and not _is_gb(data)


def is_like_utf16(data: bytes) -> bool:
    """Whether zero bytes stand where UTF-16 without a mark has them, though it is not surely that."""
    head = data[:_SAMPLE]
    fewer, more = sorted(head[at::2].count(0) for at in (0, 1))
    return len(head) >= 2 * _LEAST and more >= _HALF * len(head) / 2 and more > 1.5 * fewer


def _reads(data: bytes, codec: str) -> bool:
    """Whether the bytes are text in a codec: all of it usual; without a sign of ASCII Chinese of GB 2312."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    sample = text[:_SAMPLE]
    if "\0" in text or len(_USUAL.findall(sample)) < 0.99 * len(sample):
        return False
    if re.search("[\n -~]", sample):
        return True
    return len(sample) >= _LEAST and len(sample.encode("gb2312", "ignore")) >= 0.9 * 2 * len(sample)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_gb(data: bytes) -> bool:
    """Whether the bytes are plausible GB 18030: most characters beyond ASCII are those of GB 2312."""
    try:
        text = data.decode("gb18030")[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    beyond = re.sub("[\0-\x7f]+", "", text)
    return len(beyond.encode("gb2312", "ignore")) >= 0.7 * 2 * len(beyond)
