"""Placements: planned, made with date and proof, compared with the live page, taken down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import SHANGHAI, shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.queries import is_public
from gongkai.desk.outlets import rules
from gongkai.desk.outlets.adapters import Adapter, adapter, adapters, for_register
from gongkai.desk.outlets.models import Hanging, Place, Posting
from gongkai.desk.outlets.proofs import Proof
from gongkai.refusal import Refused

PLANNED, PLACED, DROPPED, TAKEN_DOWN, CHECKED = (
    "outlet-planned",
    "outlet-placed",
    "outlet-dropped",
    "outlet-taken-down",
    "outlet-checked",
)
"""Types of the events in the chain of the item."""
_BATCH = 200
_LONGEST = 500


def settle(agency: Agency, at: datetime) -> int:
    """Record what the program itself carried since, and turn planned outlets of what came out into tasks.

    For items that were cleared on the desk; what a register says about its own outlets stays as it is. Doing
    it again does nothing. Gives the number of items looked after.
    """
    automatic = [one for one in adapters() if one.automatic]
    known = Posting.objects.filter(item=OuterRef("item"), outlet=automatic[0].key)
    fresh = (
        Release.objects.filter(
            ~Exists(known), item__agency=agency, delivered_at__isnull=False, submission__imported=False
        )
        .select_related("item")
        .order_by("pk")
    )
    seen: set[int] = set()
    for release in list(fresh[:_BATCH]):
        if release.item_id in seen:
            continue
        seen.add(release.item_id)
        day = shanghai_date(release.since)
        with transaction.atomic():
            for one in automatic:
                Posting.objects.create(item=release.item, outlet=one.key, planned_on=day, placed_on=day)
            planned = _planned(release.item)
            for key in planned:
                Posting.objects.get_or_create(
                    item=release.item, outlet=key, dropped_on=None, defaults={"planned_on": day}
                )
            keys = [*(one.key for one in automatic), *planned]
            data = {"outlets": keys}
            record(release.item.stream, PLANNED, by=SYSTEM, occurred=day, at=at, data=data)
    return len(seen)


def plan(item: Item, outlet: str, by: Officer, at: datetime, *, place: Place | None = None) -> Posting:
    """Have an item carried by one more outlet, at a place where the outlet has several.

    Raises Refused: ``not-held``, ``unknown-outlet``, ``automatic``, ``not-open``, ``already-planned``,
    ``wrong-place``.
    """
    day = shanghai_date(at)
    rules.demand(rules.may_carry(by, item.unit, day), "登记这条信息的发布渠道")
    one = adapter(outlet)
    if one.automatic:
        raise Refused("automatic", f"“{one.name}”随发布自动刊出", "不需要登记")
    if item.means != Item.Means.OPEN or item.voided_on:
        raise Refused("not-open", "这条信息不主动公开", "不能安排公开渠道")
    if place is not None and (place.kind != one.place or place.agency_id != item.agency_id or place.until):
        raise Refused("wrong-place", f"“{place}”不能用于{one.name}", "请选一个在用的同类点位")
    there = item.postings.filter(outlet=outlet, dropped_on__isnull=True)
    with transaction.atomic():
        if (there.filter(place=place) if place else there).exists():
            raise Refused("already-planned", f"已经安排了{one.name}", "请在已有的记录上登记")
        made = Posting.objects.create(item=item, outlet=outlet, place=place, planned_on=day)
        record(item.stream, PLANNED, by=by, occurred=day, at=at, data={"outlets": [outlet]})
    return made


def place(
    posting: Posting,
    on: date,
    by: Officer,
    at: datetime,
    *,
    minute: time | None = None,
    address: str = "",
    note: str = "",
    proof: Proof | None = None,
    where: Place | None = None,
) -> Posting:
    """Record that an outlet carried the item, on a day, with its proof (an address or a scan).

    ``minute`` is the time of day in Beijing, where the page over there gives one.

    Raises Refused: ``not-held``, ``not-waiting``, ``not-public``, ``too-early``, ``in-future``, ``no-proof``,
    ``bad-address``, ``wrong-place``.
    """
    item, one = posting.item, adapter(posting.outlet)
    rules.demand(rules.may_carry(by, item.unit, shanghai_date(at)), "登记这条信息的发布渠道")
    _demand_day(item, on, shanghai_date(at))
    _demand_minute(item, on, minute, at)
    _demand_proof(one, address, proof)
    if where is not None and (where.kind != one.place or where.agency_id != item.agency_id or where.until):
        raise Refused("wrong-place", f"“{where}”不能用于{one.name}", "请选一个在用的同类点位")
    with transaction.atomic():
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        if row.placed_on or row.dropped_on:
            raise Refused("not-waiting", "这条渠道记录已经登记过或已取消", "请刷新页面查看")
        row.placed_on, row.placed_by, row.address, row.note = on, by, address, note
        row.placed_time = minute
        row.place = where or row.place
        if proof:
            row.scan, row.scan_name = proof.digest, proof.name
        row.save()
        if row.place:
            _hung(row, by)
        data = {"outlet": row.outlet, "on": on.isoformat(), "scan": row.scan}
        data |= {"time": f"{minute:%H:%M}"} if minute else {}
        record(item.stream, PLACED, by=by, occurred=on, at=at, data=data)
    return row


def drop(posting: Posting, note: str, by: Officer, at: datetime) -> Posting:
    """Give a planned placement up, with why. Raises Refused: ``not-held``, ``not-waiting``, ``no-note``."""
    day = shanghai_date(at)
    rules.demand(rules.may_carry(by, posting.item.unit, day), "登记这条信息的发布渠道")
    if not note.strip():
        raise Refused("no-note", "没有写为什么取消", "请写一句原因，如“版面已满”")
    with transaction.atomic():
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        if row.placed_on or row.dropped_on:
            raise Refused("not-waiting", "这条渠道记录已经登记过或已取消", "请刷新页面查看")
        row.dropped_on, row.note = day, note.strip()
        row.save()
        record(row.item.stream, DROPPED, by=by, occurred=day, at=at, data={"outlet": row.outlet})
    return row


def take_down(
    posting: Posting, on: date, by: Officer, at: datetime, *, proof: Proof | None = None
) -> Posting:
    """Record that the copy of a withdrawn item is gone from an outlet that we do not run.

    Raises Refused: ``not-held``, ``still-public``, ``not-placed``, ``in-future``.
    """
    day = shanghai_date(at)
    rules.demand(rules.may_carry(by, posting.item.unit, day), "登记这条信息的发布渠道")
    if is_public(posting.item):
        raise Refused("still-public", "这条信息还在公开", "要停止公开，请先撤稿")
    with transaction.atomic():
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        if not row.placed_on or row.down_on:
            raise Refused("not-placed", "这个渠道上没有要撤下的内容", "请刷新页面查看")
        if not row.placed_on <= on <= day:
            raise Refused("in-future", "撤下日期不在发布之后、今天之前", "请填写实际撤下的日期")
        row.down_on, row.down_by = on, by
        if proof:
            row.scan, row.scan_name = proof.digest, proof.name
        row.save()
        row.hangings.filter(gone_on__isnull=True).update(gone_on=on)
        record(row.item.stream, TAKEN_DOWN, by=by, occurred=on, at=at, data={"outlet": row.outlet})
    return row


def check(posting: Posting, result: str, by: Officer, at: datetime) -> Posting:
    """Keep what a comparison with the live page found."""
    day = shanghai_date(at)
    rules.demand(rules.may_carry(by, posting.item.unit, day), "登记这条信息的发布渠道")
    with transaction.atomic():
        row = Posting.objects.select_for_update().get(pk=posting.pk)
        row.checked_on, row.check_result = day, result
        row.save()
        data = {"outlet": row.outlet, "result": result}
        record(row.item.stream, CHECKED, by=by, occurred=day, at=at, data=data)
    return row


def _planned(item: Item) -> list[str]:
    """The outlets that the draft named and a person must carry it to."""
    words = item.placements.order_by("on", "pk").values_list("outlet", flat=True)
    found: Iterable[Adapter | None] = [for_register(word) for word in words]
    return [one.key for one in found if one is not None and not one.automatic]


def _demand_day(item: Item, on: date, today: date) -> None:
    first = item.releases.order_by("no").first()
    out = item.published_on or (shanghai_date(first.since) if first else None)
    if out is None or (first is not None and not is_public(item)):
        raise Refused("not-public", "这条信息现在没有公开", "请先经审签发布，再登记渠道")
    if on > today:
        raise Refused("in-future", "发布日期在今天之后", "请填写实际发布的日期")
    if on < out:
        raise Refused("too-early", f"这条信息 {out} 才公开，不能更早登上渠道", "请核对日期")


def _demand_minute(item: Item, on: date, minute: time | None, at: datetime) -> None:
    """On the first day no outlet is earlier than the release, today none is later than now."""
    if minute is None:
        return
    said = datetime.combine(on, minute, SHANGHAI)
    first = item.releases.order_by("no").first()
    if said > at:
        raise Refused("in-future", "发布时刻在现在之后", "请照网页上显示的时间填写，没有就不填")
    if first is not None and said < first.since.astimezone(SHANGHAI).replace(second=0, microsecond=0):
        since = first.since.astimezone(SHANGHAI)
        raise Refused("too-early", f"这条信息 {since:%Y-%m-%d %H:%M} 才公开，不能更早登上渠道", "请核对时刻")


def _demand_proof(one: Adapter, address: str, proof: Proof | None) -> None:
    if address:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > _LONGEST:
            raise Refused("bad-address", "网址看不懂", "请从浏览器地址栏复制，以 http:// 或 https:// 开头")
    missing = {
        "address": not address,
        "scan": proof is None,
        "either": not address and proof is None,
        "none": False,
    }
    if missing[one.proof]:
        wanted = {"address": "网址", "scan": "照片或扫描件", "either": "网址或扫描件"}[one.proof]
        raise Refused("no-proof", f"{one.name}没有{wanted}", f"请附上{wanted}作为发布的证明")


def _hung(row: Posting, by: Officer) -> None:
    """What was placed at a place hangs there now; a board holds several, a screen turns through them."""
    assert row.place is not None and row.placed_on is not None
    Hanging.objects.create(
        place=row.place, posting=row, what=row.item.title, on=row.placed_on, by=by,
        scan=row.scan, scan_name=row.scan_name,
    )  # fmt: skip
