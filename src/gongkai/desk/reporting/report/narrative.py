"""The narrative of a report: sections in Markdown whose numbers are bound to figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from gongkai.desk.agencies.models import Agency
from gongkai.desk.disclosure import files
from gongkai.desk.reporting.figures import Year
from gongkai.desk.reporting.models import Narrative, NarrativePicture
from gongkai.law.forms import Section, section_named, sections
from gongkai.papers import blocks as b
from gongkai.papers import markdown
from gongkai.papers.bare_numbers import BareNumber, numbers
from gongkai.refusal import Refused

UNKNOWN = "？"
"""Stands in a text where a reference leads nowhere."""


@dataclass(frozen=True, slots=True)
class Written:
    """One section as written: its blocks, the figures it refers to, what is wrong with it.

    ``unknown`` are references to figures that do not exist, ``empty`` to figures without a value, ``lost``
    pictures that are not there, ``bare`` numbers without a source, ``wrong`` what could not be read at all.
    """

    section: Section
    text: str
    blocks: b.Blocks = ()
    keys: tuple[str, ...] = ()
    stated: tuple[b.Stated, ...] = ()
    unknown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    bare: tuple[BareNumber, ...] = ()
    wrong: str = ""


@dataclass(frozen=True)
class Told:
    """The whole narrative: the sections of the year in their order, pictures by name, texts of no section."""

    sections: tuple[Written, ...]
    pictures: Mapping[str, NarrativePicture]
    strangers: tuple[str, ...] = field(default=())

    def asset(self, digest: str) -> bytes:
        """The bytes of a picture by its SHA-256. Raises KeyError for one that the report does not have."""
        for picture in self.pictures.values():
            if picture.sha256 == digest:
                files.demand(digest, picture.size)
                return files.place(digest).read_bytes()
        raise KeyError(digest)


def read(agency: Agency, year: Year, instead: Mapping[str, str] | None = None) -> Told:
    """The narrative of a year, bound to its figures. Never refuses: what is wrong stands in the sections.

    ``instead``: texts by key of the section, for a preview of what is not saved.
    """
    texts: dict[str, str] = {}
    strangers: list[str] = []
    for one in Narrative.objects.filter(agency=agency, year=year.year).order_by("pk"):
        try:
            texts[section_named(one.section, year.year).key] = one.text
        except Refused:
            strangers.append(one.section)
    texts |= instead or {}
    pictures = {
        one.name: one for one in NarrativePicture.objects.filter(agency=agency, year=year.year).order_by("pk")
    }
    written = tuple(
        _written(section, texts.get(section.key, ""), year, pictures) for section in sections(year.year)
    )
    return Told(written, pictures, tuple(strangers))


def _written(section: Section, text: str, year: Year, pictures: Mapping[str, NarrativePicture]) -> Written:
    if not text.strip():
        return Written(section, "")
    keys: list[str] = []
    unknown: list[str] = []
    empty: list[str] = []
    lost: list[str] = []

    def resolve(key: str) -> b.Inline:
        found = year.find(key)
        keys.append(key)
        if found is None:
            unknown.append(key)
            return b.Text(UNKNOWN)
        if found.value is None:
            empty.append(key)
        return b.Figure(key, found.text)

    try:
        blocks = tuple(_picture(block, pictures, lost) for block in markdown.parse(text, resolve))
    except Refused as wrong:
        return Written(section, text, bare=numbers(text), wrong=str(wrong))
    return Written(
        section,
        text,
        blocks,
        tuple(keys),
        tuple(_stated(blocks)),
        tuple(unknown),
        tuple(empty),
        tuple(lost),
        numbers(text),
    )


def _picture(block: b.Block, pictures: Mapping[str, NarrativePicture], lost: list[str]) -> b.Block:
    """A picture under its SHA-256 instead of the name in the text; in place of a lost one a note."""
    if not isinstance(block, b.Picture):
        return block
    name = unquote(block.name)
    if name in pictures:
        return replace(block, name=pictures[name].sha256)
    lost.append(name)
    return b.Note((b.paragraph(f"找不到图片“{name}”：{block.alt}"),), "late")


def _stated(blocks: b.Blocks) -> list[b.Stated]:
    """All numbers stated by hand, in reading order."""
    found: list[b.Stated] = []
    for block in b.walk(blocks):
        if isinstance(block, b.Paragraph | b.Heading):
            found += [inline for inline in block.inlines if isinstance(inline, b.Stated)]
        elif isinstance(block, b.Table):
            cells = (cell for row in (*block.header, *block.body) for cell in row)
            found += [inline for cell in cells for inline in cell.inlines if isinstance(inline, b.Stated)]
    return found
