"""What is open in a case and what there is to show of it: one query for all of it.

The conditions of the flow read it, and a page asks for lists only where there is something in them. Nothing
is kept: a page asks once for itself, a verb asks anew under its lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.flow import Situation
from gongkai.desk.casework.models import (
    Answer,
    Case,
    Closing,
    Correction,
    Delivery,
    Filing,
    Letter,
    Merge,
    Pause,
)
from gongkai.desk.complaints.models import (
    Authority,
    Call,
    Callback,
    Clue,
    Contest,
    CoUnit,
    Decision,
    Delegation,
    Dispute,
    Enclosure,
    FollowUp,
    Joint,
    Mediation,
    MediationBody,
    MoreTime,
    Note,
    Opening,
    PlatformAsk,
    Receipt,
    Reward,
    SignalCase,
    Supervision,
    Urge,
    Verdict,
    Violation,
)
from gongkai.desk.mailbox.models import Box

Marks = Mapping[str, bool]
"""Name of a mark → whether it holds."""
_CASE: dict[str, Any] = {"case": OuterRef("pk")}
_REGISTRATION = OuterRef("registration")


def marks_of(case: Case) -> Marks:
    """All marks of a case. One query."""
    asked = _asked(today())
    row = Case.objects.filter(pk=case.pk).values_list(*map(Exists, asked.values())).get()
    return dict(zip(asked, row, strict=True))


def holds(now: Situation, name: str) -> bool:
    """Whether a mark holds in a situation; a screen that asked already passes its marks along."""
    given = now.values.get("marks")
    if isinstance(given, Mapping):
        return bool(given[name])
    if name not in now.known:
        this = Case.objects.filter(pk=now.case.pk)
        now.known[name] = this.values_list(Exists(_asked(today())[name]), flat=True).get()
    return bool(now.known[name])


@lru_cache(maxsize=2)
def _asked(day: date) -> Mapping[str, QuerySet[Any]]:
    """What is asked for each mark; to write it down takes longer than to ask it."""
    return _open(day) | _rewards() | _there()


def _open(day: date) -> dict[str, QuerySet[Any]]:
    """What conditions ask."""
    meetings = Mediation.called().filter(**_CASE)
    parts = CoUnit.objects.filter(**_CASE, given_on__isnull=True, released_on__isnull=True)
    contests = Contest.objects.filter(**_CASE, settled_on__isnull=True)
    reached = Callback.objects.filter(closing__case=OuterRef("pk"), closing__reopened_on__isnull=True)
    asks = PlatformAsk.objects.filter(**_CASE, answered_on__isnull=True)
    checks = Note.objects.filter(**_CASE, kind=Note.Kind.CHECK)
    ties = Joint.objects.filter(Q(case__registration=_REGISTRATION) | Q(main__registration=_REGISTRATION))
    elsewhere = Delegation.objects.filter(**_CASE, result_on__isnull=True)
    return {
        "mediating": meetings,
        "returning": asks.filter(kind=PlatformAsk.Kind.RETURN),
        "extending": asks.filter(kind=PlatformAsk.Kind.EXTENSION),
        "on_platform": Receipt.objects.filter(registration=_REGISTRATION, channel="12315"),
        "elsewhere": elsewhere,
        "entrusted": elsewhere.filter(way=Delegation.Way.ENTRUSTED),
        "time_asked": MoreTime.objects.filter(**_CASE, decided_on__isnull=True),
        "supervised": Supervision.objects.filter(**_CASE, lifted_on__isnull=True),
        "owed_reply": FollowUp.objects.filter(**_CASE, handled_on__isnull=True),
        "open_part": parts,
        "disputed": Dispute.objects.filter(**_CASE, ruled_on__isnull=True),
        "contested": contests,
        "unreported": contests.filter(reported_on__isnull=True),
        "filed_case": Decision.objects.filter(
            **_CASE, kind=Decision.Kind.FILED, on__isnull=False, violation__isnull=True
        ),
        "represented": Authority.objects.filter(**_CASE),
        "repeated": Decision.objects.filter(first=OuterRef("pk"), on__isnull=False, revoked_on__isnull=True),
        "checking": Violation.objects.filter(**_CASE, settled_on__isnull=True),
        "checked": checks,
        "found_checked": checks.filter(
            pk__gt=Violation.objects.filter(case=OuterRef("case"), settled_on__isnull=True).values("gist")[:1]
        ),
        "checks_run": Violation.objects.filter(case__registration=_REGISTRATION, settled_on__isnull=True),
        "check_waits": Decision.objects.filter(
            **_CASE, violation__isnull=False, on__isnull=True, revoked_on__isnull=True
        ),
        "clue": Clue.objects.filter(**_CASE),
        "called_back": reached.filter(reached=True),
        "bodies": MediationBody.objects.filter(agency=OuterRef("registration__agency")).filter(
            Q(until__isnull=True) | Q(until__gte=day)
        ),
        "tied": ties.filter(undone_on__isnull=True),
        "tied_elsewhere": Delegation.objects.filter(case__registration=_REGISTRATION, result_on__isnull=True),
        "entry_answered": Answer.objects.filter(case__registration=_REGISTRATION, voided_on__isnull=True),
        "merged_in": Merge.objects.filter(kept=_REGISTRATION, undone__isnull=True),
        "main": Joint.objects.filter(main=OuterRef("pk"), undone_on__isnull=True),
        "destroyed": Filing.objects.filter(**_CASE, destroyed_on__isnull=False),
    }


def _rewards() -> dict[str, QuerySet[Any]]:
    """How far the reward of a report is."""
    rewards = Reward.objects.filter(**_CASE, revoked_on__isnull=True)
    decided, objected = rewards.filter(on__isnull=False), rewards.filter(objected_on__isnull=False)
    return {
        "rewarded": rewards,
        "reward_waits": rewards.filter(on__isnull=True),
        "reward_unpaid": decided.filter(paid_on__isnull=True, lapsed_on__isnull=True, is_refused=False),
        "reward_untold": decided.filter(told_on__isnull=True, paid_on__isnull=True),
        "reward_paid": rewards.filter(paid_on__isnull=False),
        "reward_objected": objected.filter(upheld_on__isnull=True),
        "reward_reviewed": objected.filter(upheld_on__isnull=False),
        "reward_longer": rewards.filter(more_days__gt=0),
    }


def _there() -> dict[str, QuerySet[Any]]:
    """What a page shows lists of."""
    others = Case.objects.filter(registration=_REGISTRATION).exclude(pk=OuterRef("pk"))
    return {
        "answers": Answer.objects.filter(**_CASE),
        "closings": Closing.objects.filter(**_CASE),
        "pauses": Pause.objects.filter(**_CASE),
        "meetings": Mediation.objects.filter(**_CASE),
        "joints": Joint.objects.filter(**_CASE),
        "notes": Note.objects.filter(**_CASE),
        "openings": Opening.objects.filter(**_CASE),
        "enclosures": Enclosure.objects.filter(**_CASE),
        "receipts": Receipt.objects.filter(registration=_REGISTRATION),
        "parts": CoUnit.objects.filter(**_CASE),
        "disputes": Dispute.objects.filter(**_CASE),
        "contests": Contest.objects.filter(**_CASE),
        "boxes": Box.objects.filter(cases=OuterRef("pk")),
        "accept_sent": Delivery.objects.filter(letter__case=OuterRef("pk"), letter__key="c.accept"),
        "accept_called": Call.objects.filter(
            **_CASE,
            reached=True,
            on__gte=Decision.objects.filter(
                case=OuterRef("case"), kind=Decision.Kind.ACCEPTED, on__isnull=False
            ).values("on")[:1],
        ),
        "signals": SignalCase.objects.filter(**_CASE),
        "asks": PlatformAsk.objects.filter(**_CASE),
        "delegations": Delegation.objects.filter(**_CASE),
        "times": MoreTime.objects.filter(**_CASE),
        "violations": Violation.objects.filter(**_CASE),
        "new_facts": FollowUp.objects.filter(**_CASE, is_new=True),
        "siblings": others,
        "corrected": Correction.objects.filter(registration=_REGISTRATION),
        "urges": Urge.objects.filter(**_CASE),
        "letters": Letter.objects.filter(**_CASE, voided_on__isnull=True),
        "filings": Filing.objects.filter(**_CASE),
        "merged": Merge.objects.filter(Q(kept=_REGISTRATION) | Q(gone=_REGISTRATION), undone__isnull=True),
        "verdicts": Verdict.objects.filter(Q(first=_REGISTRATION) | Q(second=_REGISTRATION)),
    }
