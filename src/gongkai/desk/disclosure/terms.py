"""How long an item stays public, by date: its own end, or the publicity period of a penalty by the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Line
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item, PublicityTerm, Release
from gongkai.law import registry, scope
from gongkai.law.answer import Also, Step
from gongkai.law.deadlines.penalties import FIELD, PublicityClock, penalty_publicity_end
from gongkai.law.early_end import EarlyEnd, early_end
from gongkai.refusal import Refused

_ASSUMED = "publicity_end_other"
"""The limit of the class that is assumed where nobody entered one."""


@dataclass(frozen=True, slots=True)
class End:
    """The last day of publicity with its reasoning; ``reason`` is the code of the withdrawal after it.

    ``also`` is the end on the credit site 信用中国, which has rules of its own.
    """

    on: date
    reason: str
    basis: str
    steps: tuple[Step, ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortened:
    """What would leave a penalty public for less than the law asks; shown to whoever works on the item.

    ``late`` are the days by which the first release came behind the day of publication that was entered;
    ``own_end`` is an end in the draft before ``legal_end``, which the portal keeps to.
    """

    entered: date
    actual: date
    late: int
    own_end: date | None
    legal_end: date | None


def public_since(item: Item) -> date | None:
    """The day from which an item really is public: a release that came late moves the day entered.

    What an imported register says of an earlier publication elsewhere stands.
    """
    first = Release.objects.filter(item=item).order_by("no").select_related("submission").first()
    if (
        item.published_on is None
        or first is None
        or first.submission.clearances.filter(imported=True).exists()
    ):
        return item.published_on
    return max(item.published_on, shanghai_date(first.at))


def shortened(item: Item) -> Shortened | None:
    """Whether the publicity of a penalty would fall short of the law, and by what; null where it does not."""
    actual, legal = public_since(item), _by_law(item)
    if item.published_on is None or actual is None or term_of(item) is None:
        return None
    own = item.until_on if item.until_on and legal and item.until_on < legal.on else None
    late = (actual - item.published_on).days
    if not late and own is None:
        return None
    return Shortened(item.published_on, actual, late, own, legal.on if legal else None)


def end_of(item: Item) -> End | None:
    """The last day on which the item is public; null where it has none, or the law of its day knows none."""
    found = [one for one in (_own(item), _by_law(item)) if one is not None]
    return min(found, key=lambda one: one.on, default=None)


def early(item: Item) -> EarlyEnd | None:
    """Whether the publicity of a penalty may end early, and from when; null for what is none."""
    term = term_of(item)
    since = public_since(item)
    if term is None or since is None:
        return None
    longer = term.is_special or (item.unit is not None and item.unit.line == Line.FOOD_AND_DRUG)
    months = int(settings.GONGKAI_VALUES["repair_months_special" if longer else "repair_months"])
    return early_end(since, term.decided_on or since, term.kinds, longer=longer, months=months)


def minor_fine() -> str:
    """What 较低数额罚款 is here: set by province or national administration, entered by the office."""
    said = str(settings.GONGKAI_VALUES["minor_fine"]).strip()
    if said:
        return _("较低数额罚款的标准：%(said)s") % {"said": said}
    return _("较低数额罚款的标准由省级以上规定，本机没有登记（设置 minor_fine），请核对后再选")


def term_of(item: Item) -> PublicityTerm | None:
    """What decides about the publicity of a penalty, as it was entered."""
    return PublicityTerm.objects.filter(item=item).first()


def assumed_from() -> date | None:
    """The first day whose rules tell the classes of penalties apart: from then on one is assumed for all."""
    known = [one.from_ for one in registry.of_field(FIELD) if one.find_limit(_ASSUMED)]
    return min(known, default=None)


def assumed_over(day: date) -> tuple[date, date] | None:
    """First and last day of publication whose assumed period may be over; null where none is known."""
    first = assumed_from()
    known = (one.find_limit(_ASSUMED) for one in registry.of_field(FIELD))
    years = [one.days for one in known if one is not None and one.unit == "years"]
    return (first, day - timedelta(days=365 * min(years))) if first is not None and years else None


def _assumed(item: Item, since: date) -> PublicityTerm | None:
    """The class of a penalty for which nobody entered one: that of the longest period, so that it ends."""
    first = assumed_from()
    if first is None or since < first or not scope.is_penalty(item.category):
        return None
    return PublicityTerm(item=item, klass=PublicityTerm.Klass.OTHER, decided_on=item.formed_on)


def _own(item: Item) -> End | None:
    if item.until_on is None:
        return None
    reason = "period-ended" if scope.is_penalty(item.category) else "expired"
    return End(item.until_on, reason, "草稿中写明的公开期限")


def _by_law(item: Item) -> End | None:
    entered, since = term_of(item), public_since(item)
    if since is None:
        return None
    term = entered or _assumed(item, since)
    if term is None:
        return None
    clock = PublicityClock(
        on=since,
        klass=term.klass,
        banned_until=term.banned_until if _is_later(term.banned_until, since) else None,
        decided_on=term.decided_on if not _is_later(term.decided_on, since) else None,
        severity=term.severity or None,
        years=_years(since),
    )
    try:
        answer = penalty_publicity_end(clock, due.calendar())
    except Refused:
        return None
    if answer.due is None:
        return None
    basis = answer.basis if entered else f"{answer.basis}（没有登记处罚类别，按“其他”推算）"
    return End(answer.due, "period-ended", basis, answer.steps, answer.also)


def _years(since: date) -> int | None:
    """How long the office keeps what became public before the classes were told apart; null since then."""
    first = assumed_from()
    return int(settings.GONGKAI_VALUES["publicity_years"]) if first is not None and since < first else None


def _is_later(day: date | None, than: date) -> bool:
    return day is not None and day > than
