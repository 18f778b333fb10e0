"""The structure of a report: title, year, the body it is of, sections, paragraphs with their places, date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from gongkai.law.forms import Section, forms, sections
from gongkai.reportcheck import dates
from gongkai.reportcheck.dates import Day
from gongkai.reportcheck.paper import Line, Paper
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.words import HAN, chinese_year, compact, label

Family = Literal["old", "new"]
FIRST_NEW = 2019
"""From this report year on the national format with six sections."""
PREAMBLE = "preamble"
_YEAR = r"((?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_TITLE = re.compile(_YEAR + r"?年?度?.{0,30}?(?:信息|政务)公开.{0,6}报告")
_IN_TEXT = re.compile(r"现将.{0,60}?" + _YEAR + r"年度?")
_PERIOD = re.compile(_YEAR + r"年1月1日(?:起)?，?(?:至|到|-|—|－)")
_SENTENCE_YEAR = re.compile(r"(?:^|[。；])" + _YEAR + "年，")
_HEADING = re.compile(r"^([一二三四五六七八九十]{1,3})[、.](.{2,45})$")
_LEAD = re.compile(r"^([一二三四五六七八九十]{1,3})[、.]([^。：]{2,40})[。：](.+)$")
_ENDS = re.compile(r"[。；：！？]$")
_BODY = re.compile(
    "[" + HAN + "]{2,40}(?:局|委员会|委|政府|办公室|办事处|厅|院|署|部|中心|大队|支队|管委会|公司|学校)$"
)
_FIRST_ROW = re.compile(r"^\d{0,3}(?:一、)?主动公开情况")
_SECOND_ROW = "主动公开政府信息数"
"""How the table of the 2014 form begins."""
_LEADER = re.compile(r"\d{1,3}$")
_BY_DATE = 2
"""What the date of the report weighs in telling its year: it is made in the year after."""
_CONTENTS = 4
"""Headings in a row, without a word between them, that make a table of contents."""
_BROKEN = 30
"""Characters of a line of a text that may be broken by its width."""
_COLUMNS = re.compile(r"\t|\||[ \u3000]{2,}")
_MAX_TITLE = 90
_LONG_LINE = 70


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: as printed, its section key (``""`` outside), its place."""

    text: str
    section: str
    where: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level as printed; ``section`` is empty where it is none of the format,
    ``before`` counts the paragraphs above it."""

    ordinal: str
    text: str
    section: str
    where: str
    before: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """How a body is called at one place."""

    text: str
    where: str
    role: Literal["title", "preface", "signature", "file"]


@dataclass
class Structure:
    """What the lines of a report say about it."""

    family: Family
    year: int | None
    years: dict[int, str] = field(default_factory=dict)
    title: str = ""
    headings: list[Heading] = field(default_factory=list)
    paras: list[Para] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    signed: Day | None = None
    published: Day | None = None

    @property
    def agency(self) -> str:
        """The name of the body: as in the title, else in the preface, else in the signature."""
        order = ("file", "title", "preface", "signature")
        return next((name.text for role in order for name in self.names if name.role == role), "")

    def text_of(self, section: str) -> str:
        """The words of a section, compact."""
        return "".join(compact(para.text) for para in self.paras if para.section == section)


@cache
def _row_labels() -> frozenset[str]:
    """Rows of table 3 that look like headings in a file that has lines only."""
    tables = (form.matrix for form in forms())
    return frozenset(label(row.label) for table in tables if table for row in table.rows if row.level == 0)


def _is_row(text: str) -> bool:
    plain = label(text)
    return any(plain.startswith(one) for one in _row_labels())


def _begins_list(text: str, following: list[str]) -> bool:
    """Whether a line is the head of the table of the 2014 form or, where that is worded otherwise, its
    first row."""
    return text.startswith("统计指标") or (
        _FIRST_ROW.match(text) is not None and _SECOND_ROW in label("".join(following))[:40]
    )


def _without_list(lines: list[Line], paper: Paper) -> list[Line]:
    """The lines without the table of the 2014 form, whose rows look like headings and sentences."""
    if paper.kind not in {"pdf", "text"}:
        return lines
    words = [compact(line.text) for line in lines]
    first = next((at for at, text in enumerate(words) if _begins_list(text, words[at + 1 : at + 7])), None)
    if first is None:
        return lines
    last = max((at for at, text in enumerate(words) if "接受培训人员数" in text), default=len(lines) - 1)
    last += last + 1 < len(lines) and bool(re.fullmatch(r"[人次\d]+", words[last + 1]))
    return lines[:first] + lines[last + 1 :]


def _without_contents(lines: list[Line]) -> list[Line]:
    """The lines without a table of contents: headings without text between them that all come again."""
    titles = [_LEADER.sub("", label(found[1])) if (found := heading_of(line)) else "" for line in lines]
    first = next((at for at, title in enumerate(titles) if title), len(lines))
    end = first
    while end < len(lines) and titles[end]:
        end += 1
    if end - first < _CONTENTS or any(title not in titles[end:] for title in titles[first:end]):
        return lines
    return lines[:first] + lines[end:]


def heading_of(line: Line) -> tuple[str, str, str] | None:
    """Ordinal, title and the rest of the line if it is a heading of the first level."""
    text = compact(line.text)
    if len(text) > _LONG_LINE and not _LEAD.match(text[:_LONG_LINE] + "。x"):
        return None
    found = _HEADING.match(text)
    if found is not None and not _ENDS.search(text) and not _is_row(found[2]):
        return found[1], found[2], ""
    lead = _LEAD.match(text)
    if lead is not None and not _is_row(lead[2]):
        return lead[1], lead[2], lead[3]
    if line.heading and 2 <= len(text) <= 45 and section_of(text, "new", exact=True):
        return "", text, ""
    return None


def section_of(text: str, family: Family, *, exact: bool = False) -> str:
    """The key of the section that a heading names, by its title or by telling words; empty for none."""
    plain = label(text)
    for one in _sections(family):
        if plain in {label(name) for name in (one.title, *one.names)}:
            return one.key
    if exact:
        return ""
    for entry in data("sections")[family]:
        if any(word in plain for word in entry["words"]):
            return str(entry["key"])
    return ""


def _sections(family: Family) -> tuple[Section, ...]:
    year = FIRST_NEW - 1 if family == "old" else FIRST_NEW
    return tuple(one for one in sections(year) if one.number)


def family_of(paper: Paper) -> Family | None:
    """The layout that the headings follow, by their exact titles; ``None`` where they say nothing."""
    found = [heading for line in paper.lines if (heading := heading_of(line))]
    exact: dict[Family, set[str]] = {
        family: {key for _, text, _ in found if (key := section_of(text, family, exact=True))}
        for family in ("old", "new")
    }
    old, new = len(exact["old"]), len(exact["new"])
    if old == new:
        return None
    return "old" if old > new else "new"


def read_structure(paper: Paper, family: Family) -> Structure:
    """Everything that the lines of the report say, read as a report of that family."""
    if paper.kind == "figures":
        made = Structure(family, paper.year)
        made.names = [Name(paper.agency, "figures.json", "file")] if paper.agency else []
        return made
    lines = [line for line in paper.lines if line.text.strip()]
    start, title = _title(lines)
    made = Structure(family, None, title=title)
    made.published = dates.published(line.text for line in lines)
    lines = _without_list(lines[start:], paper)
    lines = _without_contents(lines)
    made.signed, end = _signature(lines, made, paper)
    _walk(lines[: end + 1] if paper.kind == "html" and end >= 0 else lines, paper, made)
    _years(lines, paper, made)
    _names(paper, made)
    return made


def _title(lines: list[Line]) -> tuple[int, str]:
    """Where the report begins (junk of the web page stands before it) and its title."""
    best: tuple[int, int, str] = (-1, 0, "")
    for at, line in enumerate(lines[:400]):
        text = compact(line.text)
        if len(text) > _MAX_TITLE or not _TITLE.search(text) or "。" in text or _ENDS.search(text):
            continue
        above = compact(lines[at - 1].text) if at else ""
        headed = _BODY.fullmatch(above) is not None
        score = 2 * line.heading + headed + (1 if re.match(_YEAR, text) or re.search(_YEAR, text) else 0)
        score += _near_heading(lines, at)
        if score > best[0]:
            best = (score, at - headed, above + text if headed and above not in text else text)
    return best[1], best[2]


def _near_heading(lines: list[Line], at: int) -> int:
    """Whether the report follows: a first heading or the preface within the next lines."""
    near = lines[at + 1 : at + 12]
    return 2 if any(heading_of(line) or "政府信息公开条例" in compact(line.text) for line in near) else 0


def _signature(lines: list[Line], made: Structure, paper: Paper) -> tuple[Day | None, int]:
    """The date below the report and where it stands, and the name above it."""
    last_heading = max((at for at, line in enumerate(lines) if heading_of(line)), default=-1)
    for at in range(len(lines) - 1, max(last_heading, 0), -1):
        found = dates.alone(lines[at].text)
        if found is None:
            continue
        day, before = found
        above = before or compact(lines[at - 1].text)
        if _BODY.fullmatch(above):
            made.names.append(Name(above, "落款", "signature"))
        return day, at
    for line in reversed(lines[last_heading + 1 :]):
        text = compact(line.text)
        if _BODY.fullmatch(text):
            made.names.append(Name(text, "落款", "signature"))
            break
    return None, -1


def _walk(lines: list[Line], paper: Paper, made: Structure) -> None:
    section, place, count = PREAMBLE, "前言", 0
    waiting: list[Line] = []
    seen: set[str] = set()
    for line in [*lines, Line("")]:
        heading = heading_of(line) if line.text else None
        if waiting and (heading or not line.text or not _goes_on(paper, waiting[-1].text, line.text)):
            count += 1
            where = _where(place, count, waiting[0])
            text = waiting[0].text if len(waiting) == 1 else "".join(one.text for one in waiting)
            made.paras.append(Para(text, section, where, waiting[0].page))
            waiting = []
        if heading is None:
            waiting.append(line) if line.text else None
            continue
        ordinal, title, rest = heading
        key = section_of(title, made.family)
        key = key if key not in seen else section_of(title, made.family, exact=True)
        if key:
            seen.add(key)
        section, count = key or f"?{ordinal}{title}", 0
        place = f"第{ordinal}节" if ordinal else f"“{title}”一节"
        made.headings.append(Heading(ordinal, line.text.strip(), key, place, len(made.paras)))
        if rest:
            lead = line.text[: len(line.text) - len(line.text.lstrip())]
            waiting.append(Line(lead + rest, line.page))


def _goes_on(paper: Paper, above: str, line: str) -> bool:
    """Whether a line continues the paragraph above: a PDF breaks them all, a text from a letter some."""
    if _ENDS.search(compact(above)):
        return False
    if paper.kind != "text":
        return paper.kind == "pdf"
    broken = len(above.strip()) >= _BROKEN and not line[:1].isspace()
    return broken and not _COLUMNS.search(above.strip()) and not _COLUMNS.search(line)


def _where(place: str, count: int, line: Line) -> str:
    return f"第 {line.page} 页 {place}" if line.page else f"{place} 第{count}段"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_year(text)


def _said_years(lines: list[Line], paper: Paper, title: str) -> Iterator[tuple[int, int, str]]:
    """Years that the report names as its own: (year, weight, where)."""
    for text, weight, where in ((title, 5, "标题"), (compact(paper.title), 1, "网页标题")):
        if _TITLE.search(text) and (found := re.search(_YEAR, text)) and (year := _number(found[1])):
            yield year, weight, where
    for line in lines:
        text = compact(line.text)[:2000]
        for pattern, weight, where in ((_PERIOD, 3, "统计期限"), (_IN_TEXT, 3, "前言")):
            if (found := pattern.search(text)) and (year := _number(found[1])):
                yield year, weight, where
        for found in _SENTENCE_YEAR.finditer(text):
            if year := _number(found[1]):
                yield year, 1, "正文"


def _years(lines: list[Line], paper: Paper, made: Structure) -> None:
    votes: Counter[int] = Counter()
    for year, weight, where in _said_years(lines, paper, made.title):
        votes[year] += weight
        if weight >= 3:
            made.years.setdefault(year, where)
    if votes and made.signed is not None and made.signed.date is not None:
        votes[made.signed.date.year - 1] += _BY_DATE
    if not votes:
        for line in lines:
            votes.update(int(one) for one in re.findall(r"(?<!\d)(20[0-3]\d)年", compact(line.text)[:2000]))
    if votes:
        made.year = votes.most_common(1)[0][0]


def _names(paper: Paper, made: Structure) -> None:
    """The body as title and preface call it."""
    prefix = re.split(_YEAR, made.title)[0].strip("关于的《") if made.title else ""
    if not prefix and (named := re.match(_YEAR + r"年度?(.{4,40}?)(?:政府)?信息公开", made.title)):
        prefix = named[2]
    if _BODY.fullmatch(prefix):
        made.names.append(Name(prefix, "标题", "title"))
    for para in made.paras:
        if para.section != PREAMBLE:
            break
        found = re.search(r"现将([" + HAN + r"]{4,40}?)(?:" + _YEAR + "|的|本)", compact(para.text))
        if found and _BODY.fullmatch(found[1]):
            made.names.append(Name(found[1], para.where, "preface"))
        made_by = re.search(r"(?:[，。]|^)由?([" + HAN + r"]{4,40}?)编制", compact(para.text))
        if made_by and _BODY.fullmatch(made_by[1]):
            made.names.append(Name(made_by[1], para.where, "preface"))
