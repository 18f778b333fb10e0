"""Files made to do harm: bombs, entities, paths, truncation, false names."""

import functools
import struct
import zipfile
import zlib

from builders import documents, pdfs, pictures, sheets, texts
from builders.case import Case, edited, members, packed_often, zipped

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)


def with_doctype(data, part, doctype, entity):
    """A part that begins with a DOCTYPE and uses its entity."""
    content = members(data)[part].decode()
    body = content.partition("?>")[2] if content.startswith("<?xml") else content
    place = body.rindex("</")
    return edited(data, {part: doctype + body[:place] + f"&{entity};" + body[place:]})


@functools.cache
def zeros():
    """600 MB of zeros, packed, and their CRC: one packed block after the other, each on its own."""
    block = bytes(1 << 20)
    crc = 0
    for _ in range(600):
        crc = zlib.crc32(block, crc)
    return packed_often(block, 600), crc


def bomb(data, part):
    """A member of 600 MB that packs to less than one."""
    stored, crc = zeros()
    parts = members(data)
    parts.pop(part, None)
    return _appended(zipped(parts.items()), part, stored, 600 << 20, crc)


def _appended(data, name, stored, size, crc):
    """A ZIP with one more member, given already packed."""
    end = data.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack("<HII", data[end + 10 : end + 20])
    raw = name.encode()
    common = struct.pack("<HHHHHIIIH", 20, 0x800, 8, 0, 0x4C21, crc, len(stored), size, len(raw))
    local = b"PK\x03\x04" + common + b"\0\0" + raw + stored
    central = b"PK\x01\x02\x14\0" + common + bytes(12) + struct.pack("<I", start) + raw
    directory = data[start : start + length] + central
    tail = struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, count + 1, count + 1, len(directory), start + len(local), 0
    )
    return data[:start] + local + directory + tail


def traversal():
    return zipped([*members(documents.base()).items(), ("../../../tmp/evil.txt", b"x")])


def absolute():
    return zipped([*members(sheets.book()).items(), ("/etc/cron.d/evil", b"x")])


def crowd():
    """More members than a paper ever has."""
    extra = [(f"word/media/{n}.png", b"") for n in range(3000)]
    return zipped([*members(documents.base()).items(), *extra], zipfile.ZIP_STORED)


def huge_png():
    """A picture that says it has 60,000 by 60,000 dots."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    plain = pictures.png_plain()
    return plain[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + plain[33:]


def nested():
    return edited(documents.base(), {"word/embeddings/inner.zip": zipped([("a.bin", bytes(40 << 20))])})


def half(data):
    return data[: len(data) // 2]


def refused(name, build):
    return Case(name, build, refused=True)


CASES = (
    refused("bomb.docx", lambda: bomb(documents.base(), "word/document.xml")),
    refused("bomb.xlsx", lambda: bomb(sheets.book(), "xl/sharedStrings.xml")),
    refused("entities.docx", lambda: with_doctype(documents.base(), "word/document.xml", LAUGHS, "j")),
    refused("entities.xlsx", lambda: with_doctype(sheets.book(), "xl/workbook.xml", LAUGHS, "j")),
    refused("outside-entity.docx", lambda: with_doctype(documents.base(), "word/styles.xml", OUTSIDE, "x")),
    refused("traversal.docx", traversal),
    refused("absolute.xlsx", absolute),
    refused("crowd.docx", crowd),
    Case("nested.docx", nested, {"embedded_object": "n"}, may_refuse=True),
    refused("truncated.docx", lambda: half(documents.base())),
    refused("truncated.xlsx", lambda: half(sheets.book())),
    refused("truncated.pdf", lambda: half(pdfs.written(pdfs.blank()))),
    refused("truncated.png", lambda: half(pictures.png_plain())),
    refused("truncated.jpg", lambda: half(pictures.saved("JPEG"))),
    *(refused(f"empty.{kind}", bytes) for kind in ("docx", "xlsx", "pdf", "png", "txt", "csv", "html")),
    refused("png-called.pdf", pictures.png_plain),
    refused("pdf-called.docx", lambda: pdfs.written(pdfs.blank())),
    refused("docx-called.xlsx", documents.base),
    refused("xlsx-called.txt", sheets.book),
    refused("html-called.txt", texts.page("<script>alert(1)</script>")),
    refused("program.docx", lambda: b"MZ" + bytes(range(256)) * 8),
    refused("zip-called.docx", lambda: zipped([("readme.txt", b"x")])),
    refused("binary.txt", lambda: bytes(range(256)) * 16),
    refused("huge.png", huge_png),
    Case("old.doc", lambda: OLE, {"embedded_object": "n"}, may_refuse=True),
    Case(
        "locked.docx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        {"encrypted": "b"},
        may_refuse=True,
    ),
    refused("unknown.bin", lambda: b"\x7fELF" + bytes(200)),
)
