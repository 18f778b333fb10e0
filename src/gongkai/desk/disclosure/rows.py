"""The list of items as :mod:`gongkai.desk.lists` wants it: how a row is made, its filters, who sees what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer
from gongkai.desk.disclosure.course import STATES, Course, courses
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.models.rows import ItemRow, ItemWaiting
from gongkai.desk.disclosure.queries import reach, visible_to
from gongkai.desk.lists import choices
from gongkai.desk.lists.listing import Choices, Facet, Listing, Watch
from gongkai.desk.lists.models import place_of, row_text
from gongkai.law import scope

_HEAVY = ("text", "body", "content_digest")
"""Columns of an item that no list shows; its extras tell days from which limits run."""
_OUT = {
    "public": {"out": True},
    "withdrawn": {"out": True},
    "draft": {"out": False},
    "register": {"out": False},
}
"""States of items that were released, and of those that never were; in the others are both."""


def build(records: Collection[int]) -> Iterator[ItemRow]:
    """The rows of these items, unsaved, each with what waits; four queries."""
    items = list(Item.objects.filter(pk__in=records).defer(*_HEAVY))
    for course in courses(items).values():
        row = row_of(course)
        row.waiting = list(_waiting(course, row))
        yield row


def row_of(course: Course) -> ItemRow:
    """The row of one item as it stands."""
    item, blocking = course.item, course.blocking
    stages = (blocking.stage,) if blocking else course.stages
    return ItemRow(
        record=item,
        agency_id=item.agency_id,
        place=place_of(item.formed_on or item.published_on, item.pk),
        text=row_text(item.title, item.index, item.doc_no),
        unit_id=item.unit_id,
        category=item.category,
        state="review" if course.key == "door" else course.key,
        out=course.release is not None,
        is_pending=course.is_pending,
        is_open=is_open(course),
        is_sending=course.withdrawal is not None and course.withdrawal.log_index is None,
        stages="" if item.voided_on else ",".join(stages),
        decision=blocking.decision if blocking else "",
        author_id=course.submission.officer_id if course.submission else None,
        public_on=course.public_on,
    )


def is_open(course: Course) -> bool:
    """Whether the item ought to be public and never was."""
    item = course.item
    return (
        course.release is None
        and item.kind == Item.Kind.ITEM
        and item.means == Item.Means.OPEN
        and item.published_on is None
        and item.voided_on is None
    )


def keep_waiting(records: Collection[int], rows: Sequence[ItemRow]) -> None:
    """Renew what waits for which duty."""
    ItemWaiting.objects.filter(record__in=records).delete()
    ItemWaiting.objects.bulk_create(one for row in rows for one in row.waiting)


def _waiting(course: Course, row: ItemRow) -> Iterator[ItemWaiting]:
    """The duties for which it waits now, as its route says."""
    if row.decision or not row.stages:
        return
    for stage in course.stages:
        for duty in course.route.duties(stage):
            yield ItemWaiting(
                record_id=row.record_id,
                agency_id=row.agency_id,
                unit_id=row.unit_id,
                author_id=row.author_id,
                stage=stage,
                duty=duty,
                place=row.place,
            )


def _states(_officer: Officer, _day: date) -> Choices:
    return [(key, str(label)) for key, (label, _kind) in STATES.items() if key != "door"]


def _categories(_officer: Officer, _day: date) -> Choices:
    return [(one.name, one.name) for one in scope.categories()]


LISTING = Listing(
    name="items",
    title=gettext_lazy("信息目录"),
    row=ItemRow,
    build=build,
    reach=reach,
    gate=visible_to,
    address="disclosure:items",
    facets=(
        Facet("state", gettext_lazy("状态"), "state", _states, implies=_OUT),
        Facet("category", gettext_lazy("信息类别"), "category", _categories),
        Facet("unit", gettext_lazy("责任单位"), "unit_id", choices.units, int),
    ),
    period=gettext_lazy("成文年份"),
    asks=gettext_lazy("标题、索引号、文号"),
    related=("record__unit",),
    heavy=tuple(f"record__{name}" for name in _HEAVY),
    scopes=("agency_id", "out", "unit_id"),
    watches=(
        Watch("disclosure_item", "{row}.id"),
        Watch("disclosure_submission", "{row}.item_id"),
        Watch(
            "disclosure_clearance",
            "(SELECT item_id FROM disclosure_submission WHERE id = {row}.submission_id)",
        ),
        Watch("disclosure_release", "{row}.item_id"),
        Watch(
            "disclosure_withdrawal", "(SELECT item_id FROM disclosure_release WHERE id = {row}.release_id)"
        ),
    ),
    keep=keep_waiting,
    register="items",
)
