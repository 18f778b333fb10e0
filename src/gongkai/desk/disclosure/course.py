"""Where items stand on their way out: 草稿, 审签中, 退回, 待放行, 已发布, 已撤; for one or a page of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.chains import CARRIED
from gongkai.desk.disclosure.models import Clearance, Item, Release, Stage, Submission, Withdrawal
from gongkai.desk.disclosure.stages import Chain, Given, Route, by_key

DECISIONS = {
    "open": gettext_lazy("公开"),
    "on_request": gettext_lazy("依申请公开"),
    "closed": gettext_lazy("不予公开"),
    "partly": gettext_lazy("部分公开"),
    "return": gettext_lazy("退回"),
}
"""Words for the decisions of a clearance."""
STATES = {
    "draft": (gettext_lazy("草稿"), "calm"),
    "review": (gettext_lazy("审签中"), "now"),
    "door": (gettext_lazy("待放行"), "now"),
    "returned": (gettext_lazy("退回"), "due"),
    "public": (gettext_lazy("已发布"), "done"),
    "withdrawn": (gettext_lazy("已撤"), "late"),
    "register": (gettext_lazy("台账已公开"), "done"),
    "voided": (gettext_lazy("已作废"), "late"),
}
"""Words for the states, each with the kind of its tag."""


@dataclass(frozen=True, slots=True)
class Course:
    """The newest submission of an item with its standing clearances, and its newest release."""

    item: Item
    submission: Submission | None = None
    clearances: tuple[Clearance, ...] = ()
    release: Release | None = None
    withdrawal: Withdrawal | None = None

    @property
    def is_public(self) -> bool:
        """Whether readers see it now."""
        return self.release is not None and self.withdrawal is None

    @property
    def is_pending(self) -> bool:
        """Whether the newest submission has not gone out."""
        out = self.release.submission_id if self.release else None
        return self.submission is not None and self.submission.pk != out

    @property
    def blocking(self) -> Clearance | None:
        """The clearance that stopped the pending submission."""
        if not self.is_pending:
            return None
        return next((one for one in self.clearances if one.decision not in rules.PASSES), None)

    @property
    def why(self) -> str:
        """What the opinion that stopped it says: what has to be changed."""
        signed = json.loads(bytes(self.blocking.body) or b"{}") if self.blocking else {}
        return str(signed.get("note") or "")

    @property
    def route(self) -> Route:
        """The route of the newest submission, or the one that a draft would take."""
        return by_key(self.submission.route) if self.submission else rules.route(self.item)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that may be cleared now; several on the fast lane."""
        if not self.is_pending or self.submission is None or self.blocking:
            return ()
        given = [Given(one.stage, one.decision, "") for one in self.clearances]
        if self.submission.carries_id is not None:
            given.append(Given(CARRIED, "open", "", carried=True))
        return Chain(self.route, "", tuple(given)).waiting

    @property
    def stage(self) -> str | None:
        """The first stage at which the pending submission waits."""
        return next(iter(self.stages), None)

    @property
    def key(self) -> str:
        """The state, a key of :data:`STATES`."""
        if self.item.voided_on:
            return "voided"
        if self.is_public:
            return "public"
        if self.is_pending:
            return self._pending()
        if self.release is not None:
            return "withdrawn"
        return "register" if self.item.published_on else "draft"

    def _pending(self) -> str:
        if self.blocking:
            return "returned"
        return "review" if self.stage else "door"

    @property
    def label(self) -> str:
        """The state in a word."""
        return str(STATES[self.key][0])

    @property
    def kind(self) -> str:
        """The kind of tag that shows the state."""
        return STATES[self.key][1]

    @property
    def note(self) -> str:
        """Where exactly it stands, beside the word."""
        if self.blocking:
            given = str(DECISIONS[self.blocking.decision])
            return _("%(stage)s：%(opinion)s") % {"stage": stage_name(self.blocking.stage), "opinion": given}
        if self.stage:
            names = "、".join(stage_name(one) for one in self.stages)
            waiting = _("等%(stage)s") % {"stage": names}
            return _("更正稿%(waiting)s") % {"waiting": waiting} if self.is_public else waiting
        if self.is_pending:
            return _("审签齐全，等内外网交换")
        if self.key == "withdrawn" and self.withdrawal and self.withdrawal.log_index is None:
            return _("等内外网交换送出")
        return ""

    @property
    def public_on(self) -> date | None:
        """The day on which it became public, by the register or the door."""
        if self.release is None and self.item.published_on is None:
            return None
        return self.item.published_on or (shanghai_date(self.release.since) if self.release else None)


def stage_name(stage: str) -> str:
    """A stage in words."""
    return str(Stage(stage).label)


def courses(items: Iterable[Item]) -> dict[int, Course]:
    """The courses of some items by their keys, in three queries; stored bytes are left in the database."""
    found = {item.pk: item for item in items}
    submissions = {
        one.item_id: one
        for one in Submission.objects.filter(item__in=found).defer("content", "body").order_by("item", "no")
    }
    given: dict[int, list[Clearance]] = {}
    order = {str(stage): place for place, stage in enumerate(rules.STAGES)}
    newest = [one.pk for one in submissions.values()]
    standing = Clearance.objects.filter(submission__in=newest, recalled_at__isnull=True)
    for one in sorted(standing.defer("body", "note"), key=lambda one: (order[one.stage], one.pk)):
        given.setdefault(one.submission_id, []).append(one)
    releases: Mapping[int, Release] = {
        one.item_id: one
        for one in Release.objects.filter(item__in=found)
        .select_related("withdrawal")
        .defer("body", "withdrawal__body")
        .order_by("item", "no")
    }
    return {pk: _course(item, submissions.get(pk), given, releases.get(pk)) for pk, item in found.items()}


def course(item: Item) -> Course:
    """The course of one item."""
    return courses([item])[item.pk]


def _course(
    item: Item, submission: Submission | None, given: Mapping[int, list[Clearance]], release: Release | None
) -> Course:
    cleared = tuple(given.get(submission.pk, ())) if submission else ()
    return Course(item, submission, cleared, release, getattr(release, "withdrawal", None))


def pending() -> QuerySet[Submission]:
    """Submissions that are the newest of their item and not out."""
    newer = Submission.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    return Submission.objects.filter(~Exists(newer), release__isnull=True, item__voided_on__isnull=True)


def blocked() -> QuerySet[Submission]:
    """Pending submissions that somebody did not let pass."""
    stops = Clearance.objects.filter(submission=OuterRef("pk"), recalled_at__isnull=True)
    return pending().filter(Exists(stops.exclude(decision__in=rules.PASSES)))


def in_state(items: QuerySet[Item], key: str) -> QuerySet[Item]:
    """The items in a state; all of them for a key that is none. ``review`` includes those at the door."""
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    last = Release.objects.filter(~Exists(newer), item=OuterRef("pk"))
    public = Q(Exists(last.filter(withdrawal__isnull=True)))
    waits = Q(pk__in=pending().values("item"))
    stopped = Q(pk__in=blocked().values("item"))
    handed_in = Exists(Submission.objects.filter(item=OuterRef("pk")))
    conditions = {
        "draft": ~Q(handed_in) & Q(published_on__isnull=True),
        "review": waits & ~stopped & ~public,
        "returned": stopped & ~public,
        "public": public,
        "withdrawn": Q(Exists(last)) & ~public & ~waits,
        "register": ~Q(handed_in) & Q(published_on__isnull=False),
    }
    if key == "voided":
        return items.filter(voided_on__isnull=False)
    if key not in conditions:
        return items
    return items.filter(conditions[key], voided_on__isnull=True)
