"""A mass re-release 批量重新发布 that is approved on paper: exactly what was public when it was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.disclosure.models import Release
from gongkai.desk.signing.papers import Content, Paper, grouped
from gongkai.exchange.models import Rerelease
from gongkai.exchange.rereleases import queries, rules, verbs
from gongkai.face.texts import iso_minute
from gongkai.sealing import canon

LISTED = 500
"""Items that the sheet lists one by one; the digest of the list binds all of them in any case."""


class RereleasePaper(Paper):
    """The approval of one request."""

    kind = "rerelease"
    title = "批量重新发布审批单"
    name = _("批量重新发布")
    yes, no = _("批准"), _("不同意")

    def found(self, officer: Officer, day: date, subject: str) -> Rerelease | None:
        """A request that the officer sees."""
        return _loaded(queries.visible_to(officer, day)).filter(uid=subject).first()

    def locked(self, matter: Rerelease) -> Rerelease:
        """The request as it stands."""
        return _loaded(Rerelease.objects.select_for_update(of=("self",))).get(pk=matter.pk)

    def subject(self, matter: Rerelease) -> str:
        """Its uid."""
        return str(matter.uid)

    def waits(self, matter: Rerelease) -> bool:
        """Whether it was neither approved nor stopped."""
        return matter.approved_at is None and matter.is_open

    def content(self, matter: Rerelease) -> Content:
        """What would be sent: of what was public when it was asked for, all that is public now."""
        named = list(covered(matter).values_list("item__index", "item__title", "digest"))
        chosen = "、".join(
            part for part in (matter.category, f"{matter.year}年发布" if matter.year else "") if part
        )
        rows = (
            ("范围", chosen or "全部公开信息"),
            ("送哪些", "只送门户缺少的，或者与内网不同的" if matter.only_missing else "全部再送一遍"),
            ("事由", matter.reason),
            ("申请人、时间", f"{matter.requested_by.name}　{iso_minute(matter.requested_at)}"),
            ("信息条数", f"申请以前发布、现在公开的共{len(named)}条"),
            ("清单摘要", grouped(canon.digest([digest for _index, _title, digest in named]))),
        )
        lines = tuple((str(n), index, title) for n, (index, title, _) in enumerate(named[:LISTED], start=1))
        if len(named) > LISTED:
            lines += (("", f"另有{len(named) - LISTED}条", "见系统，以清单摘要为准"),)
        number = iso_minute(matter.requested_at)
        return Content(number, rows, ("序号", "索引号", "标题"), lines, (1, 3, 6))

    def since(self, matter: Rerelease) -> date:
        """The day on which it was asked for."""
        return shanghai_date(matter.requested_at)

    def drafters(self, matter: Rerelease) -> frozenset[int]:
        """Who asked for it, and for whom."""
        return frozenset(key for key in (matter.requested_by_id, matter.requested_for_id) if key)

    def leaders(self, matter: Rerelease, day: date) -> Iterable[Officer]:
        """Those who approve such a request, the leaders first, but not who asked."""
        own = self.drafters(matter)
        found = {
            one.pk: one
            for kind in reversed(rules.MAY)
            for one in eligible(kind, None, day, agency=matter.agency)
            if one.pk not in own
        }
        return found.values()

    def enters(self, officer: Officer, matter: Rerelease, day: date) -> bool:
        """The disclosure office and the leaders."""
        return rules.standing(officer, day) is not None

    def compares(self, officer: Officer, matter: Rerelease, day: date) -> bool:
        """The disclosure office and the leaders."""
        return rules.standing(officer, day) is not None

    def decide(self, matter: Rerelease, agreed: bool, note: str, *, by: Officer, at: datetime) -> None:
        """Approve what the sheet names, nothing that was published later; or end the request."""
        if agreed:
            newest = covered(matter).order_by("-pk").values_list("pk", flat=True).first()
            verbs.approve(matter, by, at, up_to=newest or 0)
        else:
            verbs.stop(matter, by, at)

    def stream(self, matter: Rerelease) -> str:
        """The bureau's chain."""
        return f"agency/{matter.agency.code}"

    def page(self, matter: Rerelease) -> str:
        """The page of the request."""
        return reverse("exchange:rerelease", args=[matter.uid])


def covered(matter: Rerelease) -> QuerySet[Release]:
    """What a sheet of the request names: public now and let out before it was asked for."""
    every = queries.releases(matter.agency, matter.category, matter.year)
    return every.filter(at__lte=matter.requested_at).order_by("pk")


def _loaded(rows: QuerySet[Rerelease]) -> QuerySet[Rerelease]:
    return rows.select_related("agency", "requested_by")


PAPER = RereleasePaper()
"""The one paper of the door."""
