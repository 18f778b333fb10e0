"""Which items who may see, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.rules import PASSES
from gongkai.desk.lists.listing import Scope

_WHOLE = (
    Duty.Kind.SECRECY,
    Duty.Kind.OFFICE,
    Duty.Kind.LEADER,
    Duty.Kind.AUDITOR,
)
"""Duties that see every item of the agency."""


_OF_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD)
"""Duties that see every item of their unit; over the whole agency they see all."""


def visible_to(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Item]:
    """The items that an officer may see on a day (DESIGN.md law 6): never cached.

    What is or was public is seen by everybody in the agency; the rest by its unit, and by secrecy review,
    disclosure office, leaders and auditors. ``duties``: what ``held`` gave in this request.
    """
    ours = Item.objects.filter(agency_id=officer.agency_id)
    if not officer.is_active:
        return ours.none()
    units = _units(held(officer, day) if duties is None else duties)
    if units is None:
        return ours
    out = Exists(Release.objects.filter(item=OuterRef("pk")))
    return ours.filter(Q(unit__in=units) | Q(out))


def reach(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> tuple[Scope, ...]:
    """The same as parts of the row table (:class:`ItemRow`), which lists read by one index each.

    None for those who hold no duty in the bureau, to whom lists are closed.
    """
    duties = held(officer, day) if duties is None else duties
    if not any(one.kind != Duty.Kind.KEEPER for one in duties):
        return ()
    agency = officer.agency_id
    units = _units(duties)
    if units is None:
        return ({"agency_id": agency, "out": True}, {"agency_id": agency, "out": False})
    own = tuple({"agency_id": agency, "out": False, "unit_id": unit} for unit in sorted(units))
    return ({"agency_id": agency, "out": True}, *own)


def _units(duties: Sequence[HeldDuty]) -> set[int] | None:
    """The units whose unpublished items somebody sees; null for all of the agency."""
    if any(one.kind in _WHOLE or (one.kind in _OF_UNIT and one.unit_id is None) for one in duties):
        return None
    return {one.unit_id for one in duties if one.kind in _OF_UNIT and one.unit_id is not None}


def current_submission(item: Item) -> Submission | None:
    """The newest submission of an item: the only one that may be cleared and released."""
    return item.submissions.order_by("-no").first()


def standing_clearances(submission: Submission) -> list[Clearance]:
    """The clearances of a submission that were not recalled, in the order of the stages."""
    order = {stage: place for place, stage in enumerate(Stage.values)}
    found = [one for one in submission.clearances.all() if one.recalled_at is None]
    return sorted(found, key=lambda one: (order.get(one.stage, len(order)), one.pk))


def to_release(agency: Agency) -> QuerySet[Submission]:
    """Submissions that wait at the door: signed, newest of their item, not yet out. The door judges them."""
    signed = Clearance.objects.filter(
        submission=OuterRef("pk"), stage=Stage.SIGN, decision__in=PASSES, recalled_at__isnull=True
    )
    newer = Submission.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    return (
        Submission.objects.filter(Exists(signed), ~Exists(newer), item__agency=agency, release__isnull=True)
        .select_related("item", "item__agency", "item__unit")
        .order_by("item__published_on", "item_id")
    )


def to_withdraw(agency: Agency) -> QuerySet[Withdrawal]:
    """Withdrawals that the door has not sent out yet, oldest first."""
    return (
        Withdrawal.objects.filter(log_index__isnull=True, release__item__agency=agency)
        .select_related("release", "release__item")
        .order_by("at", "pk")
    )


def is_public(item: Item) -> bool:
    """Whether the item's newest release is out and was not taken down."""
    last = item.releases.order_by("-no").first()
    return last is not None and not Withdrawal.objects.filter(release=last).exists()
