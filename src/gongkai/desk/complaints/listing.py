"""The views of the queue and what they want of its rows; who reads it, and with which filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.models import Case, Series
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import queries, rows
from gongkai.desk.finding.rows import LISTING as CASES
from gongkai.desk.lists import marks
from gongkai.desk.lists.models import place_of
from gongkai.desk.lists.paging import counts, read
from gongkai.desk.lists.places import Asked, Place

CLOSED = "closed"
"""The view of what has ended: it is read from the rows of all cases."""
SOON_DAYS = 7
"""Plain days within which something counts as due soon."""
_PLAIN = ("kind", "line", "channel")
_SPANS = ("due",)

Wanted = dict[str, Any]
"""Columns of the row with the values they must have; ``due``: first and last day of a span of the dates by
which the view is ordered."""


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the queue; ``order``: the column with the places, for those that another date orders."""

    label: str
    wanted: Wanted
    order: str = "place"

    @property
    def is_closed(self) -> bool:
        """Whether it shows what has ended."""
        return "stage" in self.wanted


def views(officer: Officer, today: date) -> dict[str, View]:
    """The tabs by their names in addresses; the nameless one is what is open."""
    running: Wanted = {"is_open": True}
    day = timedelta(days=1)
    return {
        "": View(_("在办"), running),
        "mine": View(_("我的"), running | {"handler_id": officer.pk}),
        "today": View(_("今天到期"), running | {"due": (today, today)}),
        "soon": View(_("将到期"), running | {"due": (today, today + SOON_DAYS * day)}),
        "late": View(_("已逾期"), running | {"due": (None, today - day)}),
        "assign": View(_("待分办"), running | {"is_assigned": False}),
        "test": View(_("等检测"), running | {"is_testing": True}),
        "watch": View(_("督办"), running | {"is_watched": True}),
        "platform": View(_("平台时限"), running | {"due": (None, today + SOON_DAYS * day)}, "feedback_place"),
        "contest": View(_("管辖争议"), running | {"is_contested": True}, "contest_place"),
        "papers": View(_("等补正"), running | {"is_lacking": True}, "papers_place"),
        "check": View(_("核查违法线索"), {"is_checking": True}, "check_place"),
        "later": View(_("后续反映"), {"has_follow_up": True}),
        "bad": View(_("回访不满意"), {"is_unsatisfied": True}),
        CLOSED: View(_("已办结"), {"series": Series.COMPLAINTS.value, "stage": Stage.CLOSED.value}),
    }


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the queue on a day; ``parts``: open cases of other units in which theirs has a part."""

    officer: Officer
    day: date
    duties: Sequence[HeldDuty]
    parts: tuple[int, ...]

    @classmethod
    def of(cls, officer: Officer, day: date) -> Reader:
        """The officer with the duties held that day; two queries."""
        duties = held(officer, day)
        return cls(officer, day, duties, queries.asked_of(officer, duties))

    def asked(self, view: View, chosen: Mapping[str, str] | None = None) -> Asked:
        """What a view shows with these filters, as a question to its row table."""
        chosen = chosen or {}
        listing = CASES if view.is_closed else rows.LISTING
        conditions = {name: value for name, value in view.wanted.items() if name not in _SPANS}
        conditions |= {name: chosen[name] for name in _PLAIN if chosen.get(name)}
        if unit := chosen.get("unit"):
            conditions["unit_id"] = self._unit(unit)
        low, high = rows.span(*view.wanted.get("due", (None, None)))
        since = chosen.get("since")
        if since and view.is_closed:
            low = place_of(date.fromisoformat(since), 0)
        return Asked(
            listing=listing,
            scopes=tuple(listing.reach(self.officer, self.day, self.duties)),
            conditions=conditions,
            words=tuple(grams.terms(chosen.get("q", ""))),
            low=low,
            high=high,
            floors={"opened_on": since} if since and not view.is_closed else {},
            order=view.order,
            also=() if view.is_closed else self.parts,
        )

    def page(
        self, view: View, chosen: Mapping[str, str], place: Mapping[str, str], most: int, cap: int
    ) -> tuple[list[Any], dict[str, Any], bool]:
        """The rows of a page with their records, its pager, and whether recent changes are in."""
        asked = self.asked(view, chosen)
        is_fresh = marks.fresh(asked.listing)
        found, pager = read(asked, self.gate(), chosen, Place.read(place), cap, most)
        return found, pager, is_fresh

    def gate(self) -> QuerySet[Case]:
        """The cases that may be seen: it has the last word on every page and file."""
        return queries.visible_with(self.officer, self.day, self.duties, self.parts)

    def counted(self, wanted: Sequence[View], cap: int) -> list[int]:
        """How many cases each of these views has, counted up to ``cap``; one query."""
        return counts([self.asked(view) for view in wanted], cap)

    def _unit(self, code: str) -> int:
        return self.officer.agency.units.filter(code=code).values_list("pk", flat=True).first() or 0
