"""Rules that the report cites: their titles, their numbers, the articles, the form of its year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, lru_cache

from gongkai.law import registry
from gongkai.law.forms import form_for_year, forms
from gongkai.reportcheck.finding import Finding
from gongkai.reportcheck.reading_data import data
from gongkai.reportcheck.structure import PREAMBLE, Para, Structure
from gongkai.reportcheck.words import HAN, compact

_TITLE = re.compile(r"《([^《》\n]{3,60})》(?:[(（]([^()（）\n]{2,40})[)）])?")
_ORDER = re.compile(r"(国务院|省政府|省人民政府|[" + HAN + r"]{2,4}省人民政府)令?第?(\d{2,4})号")
_BRACKETS = re.compile(
    r"(?:国办|国发|财税|鲁政|办公开|政发|政办)[" + HAN + r"]{0,8}[\[［【(（](20\d\d)[\]］】)）]第?\d{1,4}号"
)
_ARTICLE = "第[一二三四五六七八九十]{1,4}条"
_ARTICLES = re.compile(rf"条例》(?:（[^（）]{{0,40}}）){{0,3}}((?:{_ARTICLE}[、和及与]?){{1,4}})")
_FORM_NOTICE = re.compile(
    r"政府信息公开工作年度报告(?:格式|有关事项)[^。；（）]{0,12}通知》?（(国办公开办函〔20\d\d〕\d{1,3}号)）"
)
_LONG, _PLACE = 9, 3
"""Characters of a title in which one wrong is a slip; the first ones may name another province."""
_BEFORE_REVISION = re.compile("修订前|修改前|原《|旧|施行前|实施前|此前|5月15日")
"""Words by which a report for the year of a revision tells of the text before it."""


def findings(structure: Structure) -> Iterator[Finding]:
    """Everything about the rules that the report cites."""
    for para in structure.paras:
        yield from _titles(para, structure)
        yield from _articles(para, structure)
    yield from _forms(structure)


@cache
def _wrong_titles() -> dict[str, tuple[str, str]]:
    """Wrong title → the right one and the rule set (or field) that holds its number."""
    return {
        wrong: (entry["right"], entry.get("law", ""))
        for entry in data("titles")["title"]
        for wrong in entry["wrong"]
    }


@cache
def _right_titles() -> dict[str, str]:
    found = {entry["right"]: entry.get("law", "") for entry in data("titles")["title"]}
    for entry in data("titles")["title"]:
        found.update(dict.fromkeys(entry.get("short", ()), entry.get("law", "")))
    return found


def _number(law: str, year: int | None) -> str:
    """The number of a rule set, or of that of a field in force at the end of the report year."""
    if not law or year is None:
        return ""
    if any(rule.id == law for rule in registry.rule_sets()):
        return registry.by_id(law).number
    rule = _in_force(law, year)
    return rule.number if rule else ""


def _in_force(field: str, year: int) -> registry.RuleSet | None:
    """The text of a field in force at the end of the time in which the report of a year is made."""
    return registry.find(field, date(min(max(year, 1), 9998) + 1, 3, 31))


def _titles(para: Para, structure: Structure) -> Iterator[Finding]:
    revised = cache(lambda: _BEFORE_REVISION.search(para.text) is not None)
    for found in _TITLE.finditer(para.text):
        title = compact(found[1])
        if title in _wrong_titles():
            right, law = _wrong_titles()[title]
            number = _number(law, structure.year)
            whole = f"《{right}》" + (f"（{number}）" if number else "")
            message = f"没有《{title}》这部规定，应为{whole}；请改正"
            yield Finding("rule.title", "error", para.where, message, right, title)
        elif right := _misspelt(title):
            message = f"《{title}》有错字，应为《{right}》；请改正"
            yield Finding("rule.title", "error", para.where, message, right, title)
        elif title in _right_titles() and found[2]:
            yield from _numbers(para, title, found[2], structure, revised)
    for found in _BRACKETS.finditer(para.text):
        message = f"发文字号“{found[0]}”的年份应当用六角括号；请改为〔{found[1]}〕"
        yield Finding("rule.brackets", "warn", para.where, message, f"〔{found[1]}〕", found[0])


@lru_cache(maxsize=1024)
def _misspelt(title: str) -> str:
    """The title of which this one differs by a character, behind the name of the place; empty for none."""
    if title in _right_titles():
        return ""
    for right in _right_titles():
        if len(right) < _LONG or abs(len(right) - len(title)) > 1 or right[:_PLACE] != title[:_PLACE]:
            continue
        start = _alike(right, title)
        end = _alike(right[start:][::-1], title[start:][::-1])
        if max(len(right), len(title)) - start - end == 1:
            return right
    return ""


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from the beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _numbers(
    para: Para, title: str, said: str, structure: Structure, revised: Callable[[], bool]
) -> Iterator[Finding]:
    """The number behind a title against that of the text in force.

    ``revised`` tells whether the paragraph speaks of the text before the revision; it is asked only where
    the number is not that in force and the year before had another one.
    """
    order = _ORDER.search(compact(said))
    law = _right_titles()[title]
    if order is None or not law:
        return
    known = {_number(law, structure.year)} - {""}
    cited = f"第{order[2]}号"
    if any(cited in one for one in known):
        return
    if law == "foi" and structure.year is not None:
        older = {_number(law, structure.year - 1)} - {""} - known
        if older and revised():
            known |= older
    if known and not any(cited in one for one in known):
        right = "、".join(sorted(known))
        message = f"《{title}》的令号应为{right}，写的是“{compact(said)}”；请改正"
        yield Finding("rule.number", "error", para.where, message, right, compact(said))


def _report_article(law: registry.RuleSet | None) -> str:
    """The article of a text of the regulation that asks for the annual report."""
    limit = law.find_limit("annual_report_department") if law else None
    return limit.article if limit else ""


def _articles(para: Para, structure: Structure) -> Iterator[Finding]:
    """The article on the annual report of a text that was not in force."""
    if para.section != PREAMBLE or structure.year is None:
        return
    right = _report_article(_in_force("foi", structure.year))
    others = {_report_article(one) for one in registry.of_field("foi")} - {right, ""}
    for found in _ARTICLES.finditer(compact(para.text)):
        said = re.findall(_ARTICLE, found[1])
        if right and right not in said and others & set(said):
            listed = "、".join(said)
            message = f"年度报告由《条例》{right}规定，写的是另一版本的“{listed}”；请改正"
            yield Finding("rule.article", "error", para.where, message, right, listed)


def _forms(structure: Structure) -> Iterator[Finding]:
    """The notice of another year's form as the basis of the report, that of its own nowhere."""
    year = structure.year
    if year is None or year < forms()[0].years[0]:
        return
    right = form_for_year(year).number
    texts = [(para, compact(para.text)) for para in structure.paras]
    if any(compact(right) in text for _, text in texts):
        return
    wrong = {compact(one.number): one.number for one in forms() if one.number != right}
    for para, text in texts:
        cited = next((said for plain, said in wrong.items() if plain in text), None)
        named = _FORM_NOTICE.search(text)
        cited = cited or (named[1] if named else None)
        if cited is not None:
            message = f"{year} 年度报告的格式由{right}规定，写的是“{cited}”；请改正"
            yield Finding("rule.form", "error", para.where, message, right, cited)
            return
