"""The blocks of an official document and the document itself. Import them from :mod:`gongkai.papers.blocks`.

A document is what an item, a letter or a report says (DESIGN.md law 15). It knows structure, never looks: the
three renderers know what a heading of level 1 looks like on paper, on a screen, in a word processor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Literal, TypeAlias, cast

from gongkai.papers.inlines import Inlines, Words, checked, checked_href, one_of, plain, words
from gongkai.papers.tables import Cell, Table
from gongkai.refusal import Refused

ParagraphAlign = Literal["body", "flush", "center", "right"]
ChartKind = Literal["bar", "column", "line", "stack"]
NoteKind = Literal["", "due", "late", "done", "calm"]
Number: TypeAlias = int | Decimal


def _set_words(block: object, value: Words) -> None:
    object.__setattr__(block, "inlines", words(value))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is 一、 (黑体), 2 （一）, 3 1., 4 （1）; the numeral is part of the words."""

    level: int
    inlines: Inlines

    def __post_init__(self) -> None:
        _set_words(self, self.inlines)
        if not 1 <= self.level <= 4:
            raise Refused("bad-block", f"标题层级 {self.level} 超出范围", mend="公文标题分四层，请用 1 到 4")
        if not plain(self.inlines).strip():
            raise Refused("bad-block", "有一个标题没有文字", mend="请写上标题，或者删去这一行")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``align``: ``body`` indents two characters, ``flush`` none (the addressee 主送机关)."""

    inlines: Inlines
    align: ParagraphAlign = "body"

    def __post_init__(self) -> None:
        _set_words(self, self.inlines)
        one_of(self.align, ParagraphAlign, "段落对齐方式")


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items without an order. Each item is blocks: a paragraph, perhaps with a list below it."""

    items: tuple[Blocks, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", _items(self.items))


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items 1. 2. 3. …, counted from ``start``."""

    items: tuple[Blocks, ...]
    start: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", _items(self.items))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: ``name`` (its SHA-256) for the resolver, ``alt`` what it shows, ``width`` in percent."""

    name: str
    alt: str
    caption: str = ""
    width: int = 100

    def __post_init__(self) -> None:
        checked(self.name, "图片名称")
        checked(self.caption, "图题")
        if not checked(self.alt, "图片说明").strip():
            raise Refused(
                "no-alt",
                f"图片“{self.name}”没有文字说明",
                mend="请写一句话说明图中是什么，供看不见图的人阅读",
            )
        if not 5 <= self.width <= 100:
            raise Refused(
                "bad-block", f"图片宽度 {self.width} 超出范围", mend="请用版心宽度的百分数，5 到 100"
            )


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a name, a value for every label; ``None`` where nothing is known, never 0."""

    name: str
    values: tuple[Number | None, ...]

    def __post_init__(self) -> None:
        checked(self.name, "数据系列")
        object.__setattr__(self, "values", tuple(self.values))
        if any(isinstance(value, Decimal) and not value.is_finite() for value in self.values):
            raise Refused("bad-chart", f"数据系列“{self.name}”有不是数的值", mend="没有数据的请留空")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its data: renderers draw it and put the data table beside it.

    ``description`` says in a sentence what the chart shows; ``highlight`` are the labels it speaks of.
    """

    kind: ChartKind
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    highlight: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of(self.kind, ChartKind, "图表类型")
        for name in ("labels", "series", "highlight"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for text in (self.title, self.description, self.unit, *self.labels, *self.highlight):
            checked(text, "图表")
        if not self.description.strip():
            raise Refused("no-alt", f"图表“{self.title}”没有文字说明", mend="请写一句话说明图中是什么")
        if any(value is not None and value < 0 for series in self.series for value in series.values):
            raise Refused("bad-chart", f"图表“{self.title}”有负数", mend="图表只画不小于 0 的数，请改用表格")
        if not self.labels or not self.series or any(len(s.values) != len(self.labels) for s in self.series):
            raise Refused(
                "bad-chart",
                f"图表“{self.title}”的数据与分类个数不一致",
                mend="每个系列的每个分类都要有一个值，没有的留空",
            )

    def table(self) -> Table:
        """The data of the chart as a table: few labels across, many labels (more than 12) down."""
        unit = f"（{self.unit}）" if self.unit else ""
        if len(self.labels) <= 12:
            across = [
                (
                    Cell(words(f"{s.name}{unit}"), header=True),
                    *(Cell(words(shown(v)), align="right") for v in s.values),
                )
                for s in self.series
            ]
            return Table(
                self.title, (tuple(Cell(words(head)) for head in ("分类", *self.labels)),), tuple(across)
            )
        heads = [Cell(words("分类"))] + [Cell(words(f"{s.name}{unit}"), align="right") for s in self.series]
        rows = [
            (
                Cell(words(label), header=True),
                *(Cell(words(shown(s.values[at])), align="right") for s in self.series),
            )
            for at, label in enumerate(self.labels)
        ]
        return Table(self.title, (tuple(heads),), tuple(rows))


@dataclass(frozen=True, slots=True)
class Attachment:
    """One line of the attachments note 附件说明."""

    name: str
    href: str = ""
    size: int = 0
    type: str = ""

    def __post_init__(self) -> None:
        checked(self.name, "附件名称")
        checked(self.type, "附件类型")
        checked_href(self.href)


@dataclass(frozen=True, slots=True)
class Attachments:
    """The attachments note: 附件：1.… 2.…, without punctuation after a name (GB/T 9704)."""

    items: tuple[Attachment, ...]

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "items", tuple(Attachment(a) if isinstance(a, str) else a for a in self.items)
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Agency and date 署名和成文日期: the date four characters from the right, the agency centred on it."""

    agency: str
    date: Date | None = None

    def __post_init__(self) -> None:
        checked(self.agency, "署名")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of ``text`` (an address) with a caption that says what one gets."""

    text: str
    caption: str = ""

    def __post_init__(self) -> None:
        checked(self.caption, "二维码说明")
        if not checked(self.text, "二维码").strip() or len(self.text.encode()) > 1000:
            raise Refused("bad-qr", "二维码的内容为空或太长", mend="请用不超过 1000 字节的地址")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page; nothing on a screen."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else: the text of a law, the request as the applicant wrote it."""

    blocks: Blocks

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know; ``kind`` gives the sign and colour on a screen."""

    blocks: Blocks
    kind: NoteKind = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))
        one_of(self.kind, NoteKind, "提示类型")


Block: TypeAlias = (
    Heading | Paragraph | BulletList | NumberedList | Table | Picture | Chart | Attachments | Signature
    | QrCode | PageBreak | Quote | Note
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An official document. ``meta``: strings for the file's properties (``keywords``, ``description``)."""

    title: str
    blocks: Blocks
    subtitle: str = ""
    doc_no: str = ""
    agency: str = ""
    date: Date | None = None
    language: str = "zh-CN"
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(self.blocks))
        object.__setattr__(self, "meta", dict(self.meta))
        for text in (self.subtitle, self.doc_no, self.agency, *self.meta, *self.meta.values()):
            checked(text, "文件要素")
        if not checked(self.title, "标题").strip():
            raise Refused("no-title", "文件没有标题", mend="请写标题")
        if self.language not in ("zh-CN", "en"):
            raise Refused("bad-language", f"不支持语言“{self.language}”", mend="请用 zh-CN 或 en")


def paragraph(content: Words, align: ParagraphAlign = "body") -> Paragraph:
    """A paragraph from a string, one inline or several."""
    return Paragraph(words(content), align)


def heading(level: int, content: Words) -> Heading:
    """A heading from a string, one inline or several."""
    return Heading(level, words(content))


def bullets(*items: Words | Blocks) -> BulletList:
    """A list without an order, from strings, inlines or blocks."""
    return BulletList(tuple(map(_item, items)))


def numbered(*items: Words | Blocks, start: int = 1) -> NumberedList:
    """A list 1. 2. 3. …, from strings, inlines or blocks."""
    return NumberedList(tuple(map(_item, items)), start)


def _item(item: Words | Blocks) -> Blocks:
    if isinstance(item, tuple) and item and all(isinstance(part, Block) for part in item):
        return cast(Blocks, item)
    return (paragraph(cast(Words, item)),)


def shown(value: Number | None) -> str:
    """A number as a table prints it: thousands apart, a dash where nothing is known."""
    return "—" if value is None else f"{value:,}"


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks in reading order, those inside lists, quotes and notes too."""
    for block in blocks:
        yield block
        match block:
            case BulletList() | NumberedList():
                for item in block.items:
                    yield from walk(item)
            case Quote() | Note():
                yield from walk(block.blocks)
            case _:
                pass


def outline() -> Callable[[int], int]:
    """A counter that turns heading levels into levels without a gap, as PDF/UA and screen readers demand."""
    last = 0

    def level(wanted: int) -> int:
        nonlocal last
        last = min(wanted, last + 1)
        return last

    return level


def _items(items: Iterable[object]) -> tuple[Blocks, ...]:
    out: list[Blocks] = []
    for item in items:
        if isinstance(item, str):
            out.append((paragraph(item),))
        elif isinstance(item, tuple):
            out.append(item)
        else:
            raise Refused("bad-block", "列表项应是段落的序列", mend="请把每一项写成一组段落")
    return tuple(out)
