"""Which items who may see, and where they stand."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.rules import PASSES

_WHOLE = (
    Duty.Kind.SECRECY,
    Duty.Kind.OFFICE,
    Duty.Kind.LEADER,
    Duty.Kind.AUDITOR,
)
"""Duties that see every item of the agency."""


def visible_to(officer: Officer, day: date) -> QuerySet[Item]:
    """The items that an officer may see on a day (DESIGN.md law 6): never cached.

    What is or was public is seen by everybody in the agency; the rest by its unit, and by secrecy review,
    disclosure office, leaders and auditors.
    """
    ours = Item.objects.filter(agency_id=officer.agency_id)
    if not officer.is_active:
        return ours.none()
    duties = [(one.kind, one.unit_id) for one in held(officer, day)]
    if any(kind in _WHOLE for kind, _ in duties):
        return ours
    if any(unit is None and kind in (Duty.Kind.CLERK, Duty.Kind.HEAD) for kind, unit in duties):
        return ours
    units = {unit for kind, unit in duties if kind in (Duty.Kind.CLERK, Duty.Kind.HEAD) and unit is not None}
    out = Exists(Release.objects.filter(item=OuterRef("pk")))
    return ours.filter(Q(unit__in=units) | Q(out))


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
