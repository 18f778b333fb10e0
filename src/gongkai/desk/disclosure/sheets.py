"""The ledgers 台账 of publishing, by month and unit, as they are printed and filed.

信息发布、保密审查汇总 goes to the secrecy office each month; 更正撤稿 says what was corrected or withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.sheets import MOST, Sheet
from gongkai.desk.disclosure.course import stage_name
from gongkai.desk.disclosure.models import Clearance, Item, Placement, Release, Stage, Withdrawal
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.verbs import REASONS
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

KINDS = {
    "publication": gettext_lazy("信息发布、保密审查汇总表"),
    "corrections": gettext_lazy("信息更正、撤稿台账"),
    "seals": gettext_lazy("用印台账"),
    "deliveries": gettext_lazy("送达台账"),
    "activities": gettext_lazy("会议、培训、宣传活动台账"),
    "inspections": gettext_lazy("检查整改台账"),
    "supervisions": gettext_lazy("督办台账"),
}
"""The ledgers by the word in their address; those of other rooms are functions that the settings name."""
Made = Callable[[str, Officer, date, Sequence[HeldDuty], tuple[date, date], Unit | None], Sheet]
"""A ledger of another room: title, whose, on which day, first day and day after the last, unit."""
_HEAVY = ("text", "body", "extras", "content_digest")


def sheet(
    kind: str, officer: Officer, day: date, duties: Sequence[HeldDuty], month: date, unit: Unit | None
) -> Sheet:
    """The ledger of a month (its first day) as far as the officer sees it. Raises KeyError for no ledger."""
    title = str(KINDS[kind])
    after = (month + timedelta(days=31)).replace(day=1)
    if kind in settings.GONGKAI_SHEETS:
        made: Made = import_string(settings.GONGKAI_SHEETS[kind])
        return made(title, officer, day, duties, (month, after), unit)
    items = visible_to(officer, day, duties)
    if unit is not None:
        items = items.filter(unit=unit)
    return (_published if kind == "publication" else _corrected)(title, items, month, after)


def _published(title: str, items: QuerySet[Item], month: date, after: date) -> Sheet:
    heads = (
        *(_("序号"), _("索引号"), _("标题"), _("责任单位"), _("成文日期"), _("发布日期"), _("公开渠道")),
        *(stage_name(stage) for stage in Stage),
    )
    found = items.filter(published_on__gte=month, published_on__lt=after, voided_on__isnull=True)
    shown = found.select_related("unit").defer(*_HEAVY).order_by("published_on", "pk")
    placements = Prefetch("placements", Placement.objects.order_by("on", "pk"))
    shown = shown.prefetch_related(placements, "sign_offs")
    rows = list(shown[: MOST + 1])
    given = _clearances(rows)
    lines = [
        (
            *(str(number), one.index, one.title, one.unit.name if one.unit else ""),
            *(_day(one.formed_on), _day(one.published_on)),
            "、".join(place.outlet for place in one.placements.all()),
            *(_signed(stage, one, given) for stage in Stage),
        )
        for number, one in enumerate(rows[:MOST], start=1)
    ]
    return Sheet(title, heads, lines, len(rows) > MOST)


def _clearances(items: Iterable[Item]) -> dict[tuple[int, str], Clearance]:
    """The standing clearances of what was let out last, by item and stage."""
    found = Clearance.objects.filter(
        submission__item__in=[one.pk for one in items],
        submission__release__isnull=False,
        recalled_at__isnull=True,
    )
    given = found.select_related("submission").defer(
        "body", "note", "submission__content", "submission__body"
    )
    return {(one.submission.item_id, one.stage): one for one in given.order_by("submission__no", "pk")}


def _signed(stage: str, item: Item, given: dict[tuple[int, str], Clearance]) -> str:
    """Who gave their opinion at a stage and when, on the desk or by the register."""
    clearance = given.get((item.pk, stage))
    if clearance is not None:
        return f"{clearance.by.partition(' <')[0]} {_day(shanghai_date(clearance.at))}"
    off = next((one for one in item.sign_offs.all() if one.stage == stage), None)
    return f"{off.by} {_day(off.on)}" if off else ""


def _changed(release: Release) -> str:
    """What was corrected, in the words that readers got too, and which release it was."""
    words = _("第 %(n)d 次发布") % {"n": release.no}
    if release.item.purged_at is not None:
        return words
    content = parse_object(bytes(release.submission.content), objects.CONTENT)
    return f"{said}（{words}）" if (said := content["meta"].get("correction")) else words


def _corrected(title: str, items: QuerySet[Item], month: date, after: date) -> Sheet:
    heads = (
        *(_("序号"), _("日期"), _("种类"), _("索引号"), _("标题"), _("责任单位")),
        *(_("原因"), _("经办"), _("送出")),
    )
    start, end = _midnight(month), _midnight(after)
    visible = items.values("pk")
    taken = Withdrawal.objects.filter(release__item__in=visible, at__gte=start, at__lt=end)
    anew = Release.objects.filter(item__in=visible, no__gt=1, at__gte=start, at__lt=end)
    told: list[tuple[datetime, Item, str, str, str, str]] = []
    for one in taken.select_related("release__item__unit").defer("body", "release__body")[: MOST + 1]:
        known = REASONS.get(one.reason)
        sent = _("已送出") if one.log_index is not None else _("待送出")
        told.append((one.at, one.release.item, _("撤稿"), known.label if known else one.reason, one.by, sent))
    for release in anew.select_related("item__unit", "submission").defer("body", "submission__body")[
        : MOST + 1
    ]:
        sent = _("已送出") if release.delivered_at else _("待送出")
        told.append((release.at, release.item, _("更正"), _changed(release), release.submission.author, sent))
    told.sort(key=lambda row: (row[0], row[1].pk))
    rows = [
        (
            *(str(number), _day(shanghai_date(at)), what, item.index, item.title),
            *(item.unit.name if item.unit else "", why, by.partition(" <")[0], sent),
        )
        for number, (at, item, what, why, by, sent) in enumerate(told[:MOST], start=1)
    ]
    return Sheet(title, heads, rows, len(told) > MOST)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
