"""Shared views: whoever leads lends a view to those they lead, who see it and cannot change it.

A head lends to the unit, the disclosure office and leaders to the whole agency. Only the filters are lent:
what a list shows under them stays what ``visible_to`` of its room lets each reader see. Whose duty ended can
still take back what they lent; so can whoever leads the same people now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer, Post
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.rules import DIRECTS
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.saved import MOST, Kept, Lent
from gongkai.refusal import Refused

WHOLE = "agency"
"""The audience of everybody in the agency; any other is the key of a unit."""


def leads(duties: Sequence[HeldDuty], unit: int | None) -> bool:
    """Whether these duties lead the unit; without one, the whole agency."""
    if unit is not None:
        return any(one.kind == Duty.Kind.HEAD and one.unit_id == unit for one in duties)
    return any(one.kind in DIRECTS and one.unit_id is None for one in duties)


def audiences(duties: Sequence[HeldDuty]) -> list[tuple[str, str]]:
    """With whom somebody with these duties may share: value and words. Heads of units share within them."""
    led = {one.unit_id: one.unit_name for one in duties if one.kind == Duty.Kind.HEAD and one.unit_id}
    whole = [(WHOLE, _("全机关"))] if leads(duties, None) else []
    return [*((str(key), name) for key, name in sorted(led.items())), *whole]


def kept(officer: Officer, list_: str, day: date, duties: Sequence[HeldDuty]) -> list[Kept]:
    """An officer's own views of a list, then those that are shared with them. One query."""
    units = {one.unit_id for one in duties if one.unit_id is not None}
    posts = Post.objects.filter(Post.on(day), officer=officer, unit__isnull=False)
    mine = Q(shared_unit__isnull=True) | Q(shared_unit__in=units) | Q(shared_unit__in=posts.values("unit"))
    lent = Q(shared_at__isnull=False, owner__agency=officer.agency_id) & mine
    found = SavedView.objects.filter(Q(owner=officer) | lent, list=list_).select_related(
        "owner", "shared_unit"
    )
    views = [
        Kept(one, one.owner_id == officer.pk, _lent(one, officer, duties)) for one in found.order_by("pk")
    ]
    return sorted(views, key=lambda one: not one.is_own)


def _lent(view: SavedView, officer: Officer, duties: Sequence[HeldDuty]) -> Lent | None:
    if view.shared_at is None:
        return None
    to = view.shared_unit.name if view.shared_unit else _("全机关")
    ends = view.owner_id == officer.pk or leads(duties, view.shared_unit_id)
    return Lent(to, view.owner.name, shanghai_date(view.shared_at), ends)


def share(view: SavedView, audience: str, by: Officer, at: datetime) -> None:
    """Lend one's view to an audience; a view that is shared already changes its audience.

    Raises Refused: ``not-own-view``, ``not-held`` for whoever does not lead these people, ``too-many-views``.
    """
    if view.owner_id != by.pk:
        raise Refused("not-own-view", "只能共享自己保存的视图", "请先把条件存为自己的视图")
    duties = held(by, shanghai_date(at))
    if audience != WHOLE and not (audience.isascii() and audience.isdecimal() and len(audience) < 19):
        raise Refused("not-held", "没有这个共享范围", "请选择本单位或者全机关")
    unit = None if audience == WHOLE else int(audience)
    if not leads(duties, unit):
        raise Refused(
            "not-held",
            "您不能向这个范围共享视图",
            "单位负责人可以共享给本单位，政务公开办公室和分管领导可以共享给全机关",
        )
    with transaction.atomic():
        others = SavedView.objects.filter(
            owner__agency=by.agency_id, list=view.list, shared_at__isnull=False, shared_unit=unit
        ).exclude(pk=view.pk)
        if others.count() >= MOST:
            raise Refused("too-many-views", f"一个列表最多共享 {MOST} 个视图", "请先收回不用的共享视图")
        view.shared_at, view.shared_unit_id = at, unit
        view.save(update_fields=["shared_at", "shared_unit"])


def take_back(view: SavedView) -> None:
    """End the sharing; the view stays its owner's. Whoever calls has seen that the reader may (``ends``)."""
    view.shared_at, view.shared_unit = None, None
    view.save(update_fields=["shared_at", "shared_unit"])
