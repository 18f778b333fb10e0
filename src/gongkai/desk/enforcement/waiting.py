"""What waits on the first page: decisions and results without an item, conclusions that are not final.

What is drafted waits there as an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.waiting import SHOWN, Job, Part, left, reasons
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.enforcement import due, public, queries, rechecking
from gongkai.desk.enforcement.due import Result
from gongkai.desk.enforcement.models import Recheck, Sample
from gongkai.desk.enforcement.rechecking import Standing
from gongkai.law.answer import Answer
from gongkai.law.deadlines.sampling import sample_notice

LOOK_BACK = timedelta(days=366)
"""Of older records the first page says nothing: the lists show them."""
_MOST = 200
"""Newest ones that are looked at."""


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the first page (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in queries.ACTS for one in duties):
        return
    since = today - LOOK_BACK
    yield _decisions(officer, since, today, duties)
    seen = queries.samples(officer, today, duties).filter(reported_on__gte=since)
    names = [str(row["batch"]) for row in queries.batches(seen, _MOST)]
    items = public.of_batches(officer.agency_id, names) if names else {}
    left_over = [name for name in names if name not in items or items[name].published_on is None]
    results = due.of_batches(officer.agency_id, left_over, today) if left_over else {}
    loose = rechecking.of_samples(
        seen.filter(batch="", verdict=Sample.Verdict.FAILED).order_by("pk")[:_MOST], today
    )
    waits = [*loose, *(one for result in results.values() for one in result.failed)]
    yield _rechecks([one for one in waits if one.final_on is None], today)
    yield _results([one for name, one in results.items() if name not in items], today)
    yield _overturned(queries.samples(officer, today, duties), officer)


def _decisions(officer: Officer, since: date, today: date, duties: Sequence[HeldDuty]) -> Part:
    """Decisions that nobody drafted an item for, the earliest due first."""
    seen = queries.penalties(officer, today, duties).filter(decided_on__gte=since, voided_on__isnull=True)
    rows = list(seen.order_by("-decided_on", "-pk")[:_MOST])
    known = public.of_decisions(rows)
    dated = [(one, by) for one in rows if one.pk not in known and (by := due.of_decision(one)) is not None]
    dated.sort(key=lambda pair: (pair[1].due or date.max, pair[0].pk))
    jobs = tuple(
        _job(
            one.doc_no,
            reverse("enforcement:penalty", args=[one.uid]),
            by,
            today,
            _("没有起草公示"),
            one.party,
        )
        for one, by in dated[:SHOWN]
    )
    href = f"{reverse('enforcement:penalties')}?{urlencode({'state': 'none'})}"
    return Part("decisions-due", _("处罚决定待公示"), href, jobs, len(dated))


def _rechecks(found: list[Standing], today: date) -> Part:
    """Failed samples that are not public: those whose conclusion nobody told, and whose period still runs."""
    found.sort(key=lambda one: (_by(one) or date.max, one.number))
    jobs = tuple(
        _job(
            f"{one.number} {one.sample.food}",
            reverse("enforcement:sample", args=[one.sample.uid]),
            _clock(one),
            today,
            _("等登记送达") if one.recheck is None else _("等最终结论"),
            one.sample.batch,
            _words(one),
        )
        for one in found[:SHOWN]
    )
    href = f"{reverse('enforcement:samples')}?{urlencode({'verdict': Sample.Verdict.FAILED.value})}"
    return Part("rechecks", _("不合格样品待最终结论"), href, jobs, len(found))


def _results(found: list[Result], today: date) -> Part:
    """Batches that nobody drafted an item for."""
    found.sort(key=lambda one: (one.answer.due or date.max, one.name))
    jobs = tuple(
        _job(one.name, batch_href(one.name), one.answer, today, _("没有起草公开信息"), _waits(one))
        for one in found[:SHOWN]
    )
    href = f"{reverse('enforcement:batches')}?{urlencode({'item': 'open'})}"
    return Part("results-due", _("抽检结果待公开"), href, jobs, len(found))


def _overturned(seen: QuerySet[Sample], officer: Officer) -> Part:
    """What passed its second test while a public table names it as failed, until a correction is out."""
    rows = Recheck.objects.filter(sample__in=seen, outcome=Recheck.Outcome.OVERTURNED)
    newest = list(rows.exclude(sample__batch="").select_related("sample").order_by("-pk")[:_MOST])
    items = public.of_batches(officer.agency_id, {one.sample.batch for one in newest}) if newest else {}
    written = _last_written(items.values())
    found = [
        (one, item)
        for one in newest
        if (item := items.get(one.sample.batch)) is not None and item.published_on is not None
        and not (one.settled_at and item.pk in written and written[item.pk] > one.settled_at)
    ]  # fmt: skip
    jobs = tuple(
        Job(
            title=item.title,
            href=reverse("enforcement:sample", args=[one.sample.uid]),
            words=_("抽样编号 %(number)s 复检合格，表里还列为不合格，请更正") % {"number": one.sample.number},
            stands=_("还在公开"),
            note=item.index,
        )
        for one, item in found[:SHOWN]
    )
    return Part("rechecks-passed", _("复检合格待更正"), reverse("enforcement:batches"), jobs, len(found))


def _last_written(items: Iterable[Item]) -> dict[int, datetime]:
    """When the newest text of these items that went out was handed in; one query, none without items."""
    keys = [one.pk for one in items]
    rows = Release.objects.filter(item__in=keys).order_by().values("item") if keys else Release.objects.none()
    return dict(rows.annotate(last=Max("submission__at")).values_list("item", "last"))


def _waits(one: Result) -> str:
    return _("%(n)d 个不合格样品还没有最终结论") % {"n": len(one.open)} if one.open else ""


def _words(one: Standing) -> str:
    """How far it is; of one that nobody told, that the limit of the notice is only remembered."""
    if one.recheck is not None:
        return one.words
    return "；".join((one.words, _("通知期限没有核对原文")))


def _clock(one: Standing) -> Answer | None:
    """What runs: the limit of the notice, then the period for a second test; nothing once one was asked."""
    if one.recheck is not None:
        return one.until
    return sample_notice(one.sample.reported_on, calendar()) if one.sample.reported_on else None


def _by(one: Standing) -> date | None:
    answer = _clock(one)
    return answer.due if answer is not None else None


def batch_href(name: str) -> str:
    """The page of a batch."""
    return f"{reverse('enforcement:batch')}?{urlencode({'name': name})}"


def _job(
    title: str, href: str, answer: Answer | None, today: date, stands: str, note: str, words: str = ""
) -> Job:
    on = answer.due if answer is not None else None
    return Job(
        title=title,
        href=href,
        on=on,
        words=words or reasons(answer, today),
        stands=stands,
        note=note,
        left=left(calendar(), today, on) if on else None,
        provisional=answer is not None and answer.provisional,
    )
