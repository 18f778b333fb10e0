"""Documents as JSON of the canonical profile: strings, integers, booleans, lists, objects; no floats.

``b`` names a block, ``i`` an inline; fields that hold their default are left out, so a document has exactly
one JSON form. A paragraph of plain text is ``{"b": "p", "text": "…"}``. Unknown blocks, inlines and fields
are refused: nothing may hide in content that somebody signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date as Date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, TypeAlias

from gongkai.papers.inlines import (
    Break,
    Emphasis,
    Figure,
    Footnote,
    Inline,
    Inlines,
    Link,
    Stated,
    Text,
    plain,
    words,
)
from gongkai.papers.model import (
    Attachment,
    Attachments,
    Block,
    Blocks,
    BulletList,
    Chart,
    Document,
    Heading,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Picture,
    QrCode,
    Quote,
    Series,
    Signature,
)
from gongkai.papers.tables import Cell, Row, Table
from gongkai.refusal import Refused

VERSION = "gongkai/paper/1"
_DEEP = 20

Json: TypeAlias = dict[str, Any]

BLOCKS: dict[str, type[Block]] = {
    "h": Heading, "p": Paragraph, "ul": BulletList, "ol": NumberedList, "table": Table, "img": Picture,
    "chart": Chart, "files": Attachments, "sign": Signature, "qr": QrCode, "break": PageBreak, "quote": Quote,
    "note": Note,
}  # fmt: skip
INLINES: dict[str, type[Inline]] = {
    "br": Break, "em": Emphasis, "a": Link, "fig": Figure, "stated": Stated, "fn": Footnote, "t": Text,
}  # fmt: skip
_BLOCK_NAMES = {kind: name for name, kind in BLOCKS.items()}
_INLINE_NAMES = {kind: name for name, kind in INLINES.items()}


def to_json(doc: Document) -> Json:
    """The document as an object of strings, integers, lists and objects."""
    out: Json = {"t": VERSION, "title": doc.title, "body": body_to_json(doc.blocks)}
    return out | _rest(doc, leave={"title", "blocks"})


def body_to_json(blocks: Iterable[Block]) -> list[Json]:
    """Blocks as a list of objects: the ``body`` of a content that is released."""
    return [_block(block) for block in blocks]


def from_json(data: object) -> Document:
    """The document in ``data``; a refusal names the first thing that is not of version 1."""
    obj = _object(data, "文件")
    if obj.get("t") != VERSION:
        _refuse(f"文件版本“{obj.get('t')}”不认识", f"只接受 {VERSION}")
    given = _fields(obj, Document, leave={"t", "body"})
    if "date" in given:
        given["date"] = _date(given["date"])
    if not all(isinstance(v, str) for v in _object(given.get("meta", {}), "meta").values()):
        _refuse("meta 的值应是文字", "请改为文字")
    return Document(blocks=body_from_json(obj.get("body", [])), **given)


def body_from_json(data: object, depth: int = 0) -> Blocks:
    """Blocks from a list of objects."""
    if depth > _DEEP:
        _refuse(f"内容嵌套超过 {_DEEP} 层", "请减少嵌套")
    return tuple(_read_block(item, depth) for item in _list(data, "body"))


def _rest(thing: Any, leave: Iterable[str] = ()) -> Json:
    """The simple fields of a dataclass that differ from their defaults."""
    out: Json = {}
    for f in fields(thing):
        value = getattr(thing, f.name)
        if f.name in leave or value == f.default or value in ((), {}):
            continue
        if isinstance(value, Date):
            value = value.isoformat()
        out[f.name] = (
            list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, dict) else value
        )
    return out


def _block(block: Block) -> Json:
    out: Json = {"b": _BLOCK_NAMES[type(block)]}
    match block:
        case Heading() | Paragraph():
            out |= _words(block.inlines) | _rest(block, leave={"inlines"})
        case BulletList() | NumberedList():
            out |= {"items": [body_to_json(item) for item in block.items]} | _rest(block, leave={"items"})
        case Quote() | Note():
            out |= {"body": body_to_json(block.blocks)} | _rest(block, leave={"blocks"})
        case Table():
            out |= {"header": _rows(_unflagged(block.header)), "body": _rows(block.body)} | _rest(
                block, leave={"header", "body"}
            )
            out.setdefault("caption", "")
        case Chart():
            out |= _rest(block, leave={"series"})
            out["series"] = [{"name": s.name, "values": [_number(v) for v in s.values]} for s in block.series]
        case Attachments():
            out["items"] = [_rest(item) for item in block.items]
        case _:
            out |= _rest(block)
    return out


def _words(inlines: Inlines) -> Json:
    """``text`` for plain words (a break is a line feed), else ``c``, where a string is plain text."""
    if all(isinstance(inline, Text | Break) for inline in inlines):
        return {"text": plain(inlines)}
    return {"c": [_inline(inline) for inline in inlines]}


def _inline(inline: Inline) -> str | Json:
    match inline:
        case Text():
            return inline.text
        case Emphasis() | Link() | Footnote():
            return (
                {"i": _INLINE_NAMES[type(inline)]} | _words(inline.inlines) | _rest(inline, leave={"inlines"})
            )
        case _:
            return {"i": _INLINE_NAMES[type(inline)]} | _rest(inline)


def _rows(rows: tuple[Row, ...]) -> list[list[str | Json]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _unflagged(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Cells of a head are heads by their place; the flag is not written."""
    return tuple(tuple(replace(cell, header=False) for cell in row) for row in rows)


def _cell(cell: Cell) -> str | Json:
    out = _words(cell.inlines) | _rest(cell, leave={"inlines"})
    return str(out["text"]) if out.keys() == {"text"} else out


def _number(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


# ── reading ──────────────────────────────────────────────────


def _refuse(sentence: str, mend: str) -> NoReturn:
    raise Refused("bad-paper", sentence, mend)


def _object(data: object, what: str) -> Json:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        _refuse(f"{what}应是对象", "请核对格式")
    return data


def _list(data: object, what: str) -> list[Any]:
    if not isinstance(data, list):
        _refuse(f"{what}应是列表", "请核对格式")
    return data


def _date(value: object) -> Date:
    try:
        return Date.fromisoformat(str(value))
    except ValueError:
        _refuse(f"日期“{value}”不对", "请写成 2018-03-01")


def _fields(obj: Json, kind: type[Any], leave: Iterable[str] = ()) -> Json:
    """The entries of ``obj`` that are fields of ``kind``, each of its type; others are refused."""
    known = {f.name: f for f in fields(kind) if f.name not in ("inlines", "blocks")}
    out: Json = {}
    for key, value in obj.items():
        if key in leave:
            continue
        if key not in known:
            _refuse(f"{kind.__name__} 没有“{key}”这一项", "请删去或更正")
        wanted = {"int": int, "bool": bool}.get(str(known[key].type), str)
        if "tuple" in str(known[key].type) or "Mapping" in str(known[key].type):
            wanted = list if isinstance(value, list) else dict
        if type(value) is not wanted:
            _refuse(f"{kind.__name__} 的“{key}”类型不对", "请核对格式")
        out[key] = value
    return out


def _construct(kind: type[Any], given: Json) -> Any:
    try:
        return kind(**given)
    except TypeError as wrong:
        raise Refused("bad-paper", f"{kind.__name__} 缺少必需的项（{wrong}）", mend="请补全") from wrong


def _read_block(data: object, depth: int) -> Block:
    obj = _object(data, "内容块")
    name = obj.get("b")
    if name not in BLOCKS:
        _refuse(f"内容块“{name}”不认识", "可用的有：" + "、".join(BLOCKS))
    kind = BLOCKS[name]
    return _construct(kind, _block_fields(kind, obj, depth))  # type: ignore[no-any-return]


def _block_fields(kind: type[Block], obj: Json, depth: int) -> Json:
    if kind in (Heading, Paragraph):
        return _fields(obj, kind, leave={"b", "text", "c"}) | {"inlines": _read_words(obj, depth)}
    if kind in (BulletList, NumberedList):
        items = tuple(body_from_json(item, depth + 1) for item in _list(obj.get("items"), "列表"))
        return _fields(obj, kind, leave={"b", "items"}) | {"items": items}
    if kind in (Quote, Note):
        return _fields(obj, kind, leave={"b", "body"}) | {
            "blocks": body_from_json(obj.get("body"), depth + 1)
        }
    given = _fields(obj, kind, leave={"b"})
    if kind is Table:
        given |= {
            part: tuple(_read_row(row, depth) for row in _list(obj.get(part), "表"))
            for part in ("header", "body")
        }
        _strings(given, "notes")
        if not all(type(width) is int for width in given.get("widths", [])):
            _refuse("列宽应是整数", "请核对格式")
    elif kind is Chart:
        _strings(given, "labels", "highlight")
        given["series"] = tuple(_read_series(series) for series in _list(obj.get("series"), "图表数据"))
    elif kind is Attachments:
        files = [_object(item, "附件") for item in _list(obj.get("items"), "附件")]
        given["items"] = tuple(_construct(Attachment, _fields(file, Attachment)) for file in files)
    elif kind is Signature and "date" in given:
        given["date"] = _date(given["date"])
    return given


def _strings(given: Json, *names: str) -> None:
    for name in names:
        if not all(isinstance(value, str) for value in given.get(name, [])):
            _refuse(f"“{name}”应是一组文字", "请核对格式")


def _read_words(obj: Json, depth: int) -> Inlines:
    if depth > _DEEP:
        _refuse(f"内容嵌套超过 {_DEEP} 层", "请减少嵌套")
    if isinstance(text := obj.get("text"), str) and "c" not in obj:
        return words(text)
    if "text" in obj:
        _refuse("一段文字只能用 text 或 c 之一", "请核对格式")
    return words(_read_inline(item, depth) for item in _list(obj.get("c"), "文字"))


def _read_inline(data: object, depth: int) -> Inline:
    if isinstance(data, str):
        return Text(data)
    obj = _object(data, "文字")
    name = obj.get("i")
    if name not in INLINES:
        _refuse(f"行内元素“{name}”不认识", "可用的有：" + "、".join(INLINES))
    kind = INLINES[name]
    if kind in (Emphasis, Link, Footnote):
        given = _fields(obj, kind, leave={"i", "text", "c"}) | {"inlines": _read_words(obj, depth + 1)}
    else:
        given = _fields(obj, kind, leave={"i"})
    return _construct(kind, given)  # type: ignore[no-any-return]


def _read_row(data: object, depth: int) -> Row:
    return tuple(_read_cell(cell, depth) for cell in _list(data, "表的一行"))


def _read_cell(data: object, depth: int) -> Cell:
    if isinstance(data, str):
        return Cell(words(data))
    obj = _object(data, "单元格")
    given = _fields(obj, Cell, leave={"text", "c"}) | {"inlines": _read_words(obj, depth + 1)}
    return _construct(Cell, given)  # type: ignore[no-any-return]


def _read_series(data: object) -> Series:
    obj = _object(data, "数据系列")
    given = _fields(obj, Series)
    given["values"] = tuple(_read_number(value) for value in _list(obj.get("values"), "数据系列"))
    return _construct(Series, given)  # type: ignore[no-any-return]


def _read_number(value: object) -> int | Decimal | None:
    if value is None or type(value) is int:
        return value
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            pass
    _refuse(f"“{value}”不是数", "请写整数，或者写成文字的小数")
