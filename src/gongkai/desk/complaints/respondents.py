"""Who a respondent is 主体: matched against the register by credit code and by name; suggestions only.

A code is one shop whatever it is called; a name without its place and legal form is enough to find it. Names
are looked for in the rows of all cases that the officer sees (:mod:`gongkai.desk.finding.rows`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Case, Series
from gongkai.desk.complaints.facts import Standing, Step
from gongkai.desk.complaints.hints import Hint
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.finding.rows import LISTING as CASES
from gongkai.desk.lists import marks
from gongkai.desk.lists.paging import chunk
from gongkai.desk.lists.places import Asked

SHOWN = 6
_LOOKED_AT = 60
"""The newest cases of a code or a name whose shops are told apart."""
_LEAST = 2
"""Characters that are worth looking for."""
_FORM = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|分公司|公司|个体工商户|经营部|经营店|门市部|专卖店|商行|超市|商店|店)$"
)
_BRANCH = re.compile(r"[（(][^（）()]*[）)]$")
_PLACE = re.compile(r"^[一-龥]{2,6}?(省|市|区|县)")
_LIKE = 0.4
"""How alike, by pairs of characters, names must be to be shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """A shop of the register; ``why`` says how it fits, ``is_same`` that code or whole name are equal."""

    name: str
    code: str
    address: str
    why: str
    is_same: bool = False

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.code}|{self.name}"


def match(officer: Officer, day: date, *, name: str, code: str = "", most: int = SHOWN) -> list[Known]:
    """Shops that a name or a code may mean, the surest first; none that says the same as what was given."""
    code, plain = code.strip().upper(), grams.normal(name.strip())
    found: dict[tuple[str, str], Known] = {}
    seen = visible_to(officer, day)
    if code:
        for one in _of_code(officer, code, seen):
            same = grams.normal(one.respondent) == plain
            if not same:
                _add(found, one, _("代码相同，名称不同") if plain else _("代码相同"), is_same=True)
    elif len(plain) >= _LEAST:
        for one in _of_name(officer, day, name.strip(), seen):
            same = grams.normal(one.respondent) == plain
            if same and one.credit_code:
                _add(found, one, _("名称相同，有代码"), is_same=True)
            elif not same and _alike(name.strip(), one.respondent):
                _add(found, one, _("名称相近"))
    ranked = sorted(found.values(), key=lambda one: (not one.is_same, not one.code))
    return ranked[:most]


def asked(one: Standing, officer: Officer, day: date) -> list[Hint]:
    """While a case waits to be handed out: which shop of the register its respondent may be."""
    if one.step != Step.ASSIGN:
        return []
    found = match(officer, day, name=one.matter.respondent, code=one.matter.credit_code, most=2)
    label = _("台账里的主体")
    return [Hint("ask", label, f"{known.name} {known.code}（{known.why}）") for known in found]


def core(name: str) -> str:
    """A name without its place in front and its legal form behind; the name itself if nothing is left."""
    words = sorted({one for place in house().places for one in place.words}, key=len, reverse=True)
    left = name
    for cut in (_PLACE.sub("", left), _PLACE.sub("", _PLACE.sub("", left))):
        left = cut if len(cut) >= _LEAST else left
    for word in words:
        if left.startswith(word) and len(left) - len(word) >= _LEAST:
            left = left.removeprefix(word)
            break
    cut = _FORM.sub("", _FORM.sub("", _BRANCH.sub("", left)))
    return cut if len(cut) >= _LEAST else left


def _of_code(officer: Officer, code: str, seen: QuerySet[Case]) -> list[Matter]:
    rows = Matter.objects.filter(agency=officer.agency_id, credit_code=code, registration__cases__in=seen)
    return list(rows.exclude(respondent="").order_by("-registered_on", "-registration")[:_LOOKED_AT])


def _of_name(officer: Officer, day: date, name: str, seen: QuerySet[Case]) -> list[Matter]:
    """The shops of the newest cases whose text holds the name, else what is left of it without its form."""
    marks.fresh(CASES)
    scopes = tuple(CASES.reach(officer, day, held(officer, day)))
    for words in dict.fromkeys((grams.normal(name), grams.normal(core(name)))):
        asked = Asked(CASES, scopes, {"series": Series.COMPLAINTS.value}, words=tuple(grams.terms(words)))
        if not asked.words:
            continue
        keys = [row.record_id for row in chunk(asked, None, _LOOKED_AT, seen)]
        rows = Matter.objects.filter(registration__cases__in=keys).exclude(respondent="").distinct()
        if found := list(rows.order_by("-registered_on", "-registration")):
            return found
    return []


def _add(found: dict[tuple[str, str], Known], one: Matter, why: str, *, is_same: bool = False) -> None:
    key = (one.respondent, one.credit_code)
    found.setdefault(
        key, Known(one.respondent, one.credit_code, one.respondent_address, why, is_same=is_same)
    )


def _alike(one: str, other: str) -> bool:
    """Whether one holds the other, or enough pairs of characters are in both."""
    one, other = grams.normal(core(one)), grams.normal(core(other))
    if one in other or other in one:
        return True
    pairs = [{name[at : at + 2] for at in range(len(name) - 1)} for name in (one, other)]
    both, either = pairs[0] & pairs[1], pairs[0] | pairs[1]
    return bool(either) and len(both) / len(either) >= _LIKE
