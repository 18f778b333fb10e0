"""The list of placements 渠道发布 as :mod:`gongkai.desk.lists` wants it: rows, filters, what a file says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.queries import reach
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices, Facet, Listing, Watch
from gongkai.desk.lists.models import place_of, row_text
from gongkai.desk.lists.short import iso
from gongkai.desk.outlets import queries, screens
from gongkai.desk.outlets.adapters import adapter, adapters
from gongkai.desk.outlets.models import Posting, PostingRow

State = PostingRow.State
_HEAVY = ("item__text", "item__body", "item__content_digest", "item__extras")
_TASKS = (State.DOWN, State.COMPARE)
_OUT = {one.value: {"out": True} for one in (State.WAITING, *_TASKS)}
"""Only what was let out is public, or was."""
_DONE = tuple(one.value for one in (State.PLACED, *_TASKS))


def build(records: Collection[int]) -> Iterator[PostingRow]:
    """The rows of these placements, unsaved; one query."""
    found = queries.standing(Posting.objects.filter(pk__in=records)).select_related("item")
    one: Any  # with what standing annotates
    for one in found.defer(*_HEAVY):
        yield PostingRow(
            record_id=one.pk,
            agency_id=one.item.agency_id,
            place=place_of(one.planned_on, one.pk),
            text=row_text(one.item.title, one.item.index),
            unit_id=one.item.unit_id,
            out=one.was_out,
            state=_state(one),
            outlet=one.outlet,
        )


def _state(one: Any) -> str:
    """What a person has to do with a placement of :func:`gongkai.desk.outlets.queries.standing`."""
    if task := queries.stands(one):
        return task
    if one.placed_on is not None:
        return State.PLACED
    return State.WAITING if one.is_out and one.dropped_on is None else State.IDLE


def _shown(row: PostingRow) -> dict[str, Any]:
    return screens.row(row.record, row.state)


def shown(rows: Sequence[PostingRow]) -> list[dict[str, Any]]:
    """What the page shows of these rows."""
    return [_shown(one) for one in rows]


def _outlets(_officer: Officer, _day: date) -> Choices:
    return [(one.key, one.name) for one in adapters()]


def _unit(one: Posting) -> str:
    return one.item.unit.name if one.item.unit else ""


def _minute(one: Posting) -> str:
    return f"{one.placed_time:%H:%M}" if one.placed_time else ""


LISTING = Listing(
    name="placements",
    title=gettext_lazy("渠道发布"),
    row=PostingRow,
    build=build,
    reach=reach,
    gate=queries.visible_to,
    address="outlets:tasks",
    facets=(
        Facet(
            "view",
            gettext_lazy("状态"),
            "state",
            choices.of(screens.VIEWS.items()),
            implies=_OUT,
            spread={"done": _DONE},
        ),
        Facet("outlet", gettext_lazy("渠道"), "outlet", _outlets),
        Facet("unit", gettext_lazy("责任单位"), "unit_id", choices.units, int),
    ),
    period=gettext_lazy("计划年份"),
    asks=gettext_lazy("标题、索引号"),
    opening={"view": "waiting"},
    related=("record__item__unit", "record__place"),
    heavy=tuple(f"record__{name}" for name in _HEAVY),
    # With the filters: an index knows of each how few rows it leaves, so that those few are read one by one.
    scopes=("agency_id", "out", "unit_id", "state", "outlet"),
    watches=(
        Watch("outlets_posting", "{row}.id"),
        Watch(
            "disclosure_item",
            "SELECT id AS found FROM outlets_posting WHERE item_id = {row}.id",
            verbs=("UPDATE",),
        ),
        Watch("disclosure_release", "SELECT id AS found FROM outlets_posting WHERE item_id = {row}.item_id"),
        Watch(
            "disclosure_withdrawal",
            "SELECT id AS found FROM outlets_posting WHERE item_id = "
            "(SELECT item_id FROM disclosure_release WHERE id = {row}.release_id)",
        ),
    ),
    columns=(
        ("索引号", lambda row: row.record.item.index),
        ("标题", lambda row: row.record.item.title),
        ("责任单位", lambda row: _unit(row.record)),
        ("渠道", lambda row: adapter(row.outlet).name),
        ("点位", lambda row: row.record.place.name if row.record.place else ""),
        ("状态", lambda row: str(_shown(row)["words"])),
        ("计划日期", lambda row: iso(row.record.planned_on)),
        ("发布日期", lambda row: iso(row.record.placed_on)),
        ("发布时刻", lambda row: _minute(row.record)),
        ("网址", lambda row: row.record.address),
        ("说明", lambda row: row.record.note),
        ("核对日期", lambda row: iso(row.record.checked_on)),
        ("核对结果", lambda row: str(row.record.get_check_result_display())),
        ("撤下日期", lambda row: iso(row.record.down_on)),
    ),
)
"""What page, saved views and exports know of it.

``automatic`` and ``live_check`` of an outlet (``data/outlets.toml``) are in the states of rows: whoever
changes them for an outlet that exists lets a migration mark its placements.
"""
