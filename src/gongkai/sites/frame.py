"""What the frame of every desk page shows: the bureau, who one is, where one can go."""

from __future__ import annotations

from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.accounts import policy
from gongkai.desk.accounts.recovery import CONFIRMS
from gongkai.desk.agencies.models import Agency, Duty, Officer, Post
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.disclosure.reading import READS
from gongkai.desk.disclosure.verbs.quarantining import PURGE
from gongkai.desk.disclosure.views.exchange import SEES as SEES_DOOR
from gongkai.desk.disclosure.waiting import Waiting, counting, told
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.oversight.queries import SEES as SEES_FINDINGS
from gongkai.face.rail import RailGroup, RailLink

_ROOMS = ("foi", "remedies", "oversight", "planning")
"""Rooms that have one entry of the rail for all their pages."""
_OUTLETS = (
    "tasks", "posting", "places", "place", "new-place", "columns", "column", "new-column", "deliveries",
    "delivery", "facts", "make",
)  # fmt: skip
_CALLS = {Duty.Kind.OPERATOR, Duty.Kind.OFFICE}
_FILES = {Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER}


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of ``face/desk/base.html``; empty before login."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    bureau, unit, waiting = _told(user, duties_of(request))
    return {
        "bureau": bureau,
        "person": {"name": user.name, "unit": unit},
        "person_url": reverse("mfa_index"),
        "factor_wanted": _view(request) == "home" and policy.lacks(request, today()),
        "logout_url": reverse("logout"),
        "search_url": reverse("finding:find") if waiting.works else "",
        "rail": [
            *_rail(
                _view(request),
                waiting,
                _centre(request, duties_of(request)),
                any(one.kind in SEES_FINDINGS for one in duties_of(request)),
            ),
            *_accounts(request, duties_of(request)),
        ],
    }


def _told(officer: Officer, duties: list[HeldDuty]) -> tuple[str, str, Waiting]:
    """The bureau of an officer, their unit of today or else their title, and what waits; one query."""
    posts = Post.objects.filter(Post.on(today()), officer=officer).order_by("-since")
    queues = counting(officer, duties)
    rows = Agency.objects.filter(pk=officer.agency_id).annotate(
        unit_now=Subquery(posts.values("unit__name")[:1]),
        title_now=Subquery(posts.values("title")[:1]),
        **queues,
    )
    name, unit, title, *numbers = rows.values_list("name", "unit_now", "title_now", *queues).get()
    return name, unit or title or "", told(dict(zip(queues, numbers, strict=True)), duties)


def _view(request: HttpRequest) -> str:
    """The name of the page, or of the whole room where the rail has one entry for it."""
    found = request.resolver_match
    if found is None:
        return ""
    return found.namespace if found.namespace in _ROOMS else found.url_name or ""


def _centre(request: HttpRequest, duties: list[HeldDuty]) -> RailGroup | None:
    """The complaint centre's part of the rail, for those who have cases."""
    kinds = {one.kind for one in duties}
    found = request.resolver_match
    room, name = (found.namespace, found.url_name or "") if found else ("", "")
    here = name if room == "complaints" else ""
    if not kinds & {*_CALLS, Duty.Kind.LEADER, Duty.Kind.AUDITOR, *_FILES}:
        return None
    queue = here not in ("", "intake", "signals", "signal")
    links = [RailLink(_("投诉举报"), reverse("complaints:queue"), current=queue)]
    if kinds & _CALLS:
        links.insert(0, RailLink(_("电话登记"), reverse("complaints:intake"), current=here == "intake"))
    if kinds & {*_CALLS, Duty.Kind.LEADER, Duty.Kind.AUDITOR}:
        signals = here in ("signals", "signal")
        links.append(RailLink(_("消费预警"), reverse("complaints:signals"), current=signals))
    if kinds & {Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR, *_FILES}:
        files = reverse("enforcement:investigations")
        links.append(RailLink(_("案件与抽检"), files, current=room == "enforcement"))
    return RailGroup(_("受理"), tuple(links))


def _accounts(request: HttpRequest, duties: list[HeldDuty]) -> list[RailGroup]:
    """The links to officers and to the door, for those whose matter they are."""
    found = request.resolver_match
    links = []
    if any(one.kind in CONFIRMS and one.deputy_for is None for one in duties):
        here = found is not None and found.namespace == "accounts"
        links.append(RailLink(_("工作人员"), reverse("accounts:officers"), current=here))
    if any(one.kind in SEES_DOOR for one in duties):
        here = found is not None and found.url_name in ("exchange", "exchange-keys", "parked")
        links.append(RailLink(_("内外网交换"), reverse("disclosure:exchange"), current=here))
    kinds = {one.kind for one in duties}
    if kinds & {*READS}:
        here = found is not None and found.url_name in ("reading", "word-lists")
        links.append(RailLink(_("读网"), reverse("disclosure:reading"), current=here))
    if kinds & {*PURGE}:
        here = found is not None and found.url_name in ("incidents", "met")
        links.append(RailLink(_("涉密误入处置"), reverse("disclosure:incidents"), current=here))
    return [RailGroup(_("管理"), tuple(links))] if links else []


def _rail(view: str, waiting: Waiting, centre: RailGroup | None, inspected: bool) -> list[RailGroup]:
    """The rail with what waits; there is no link to what one may not open."""
    mine = [
        RailLink(_("首页待办"), reverse("disclosure:home"), waiting.all or None, view == "home"),
        RailLink(_("后台任务"), reverse("jobs:jobs"), current=view in ("jobs", "job")),
    ]
    items = reverse("disclosure:items")
    groups = [RailGroup(_("我的"), tuple(mine))]
    if centre is not None:
        groups.append(centre)
    if not waiting.works:
        return groups
    asked = RailLink(_("依申请公开"), reverse("foi:cases"), current=view == "foi")
    against = RailLink(_("复议诉讼"), reverse("remedies:remedies"), current=view == "remedies")
    groups.append(RailGroup(_("申请与救济"), (asked, against)))
    links = [RailLink(_("信息目录"), items, current=view in ("items", "item", "withdraw"))]
    if waiting.drafts:
        links.append(RailLink(_("起草信息"), reverse("disclosure:new"), current=view in ("new", "edit")))
    review = f"{items}?state=review"
    links.append(RailLink(_("审签"), review, waiting.to_clear or None, view == "review"))
    carry = view in _OUTLETS
    links.append(RailLink(_("渠道发布"), reverse("outlets:tasks"), current=carry))
    standing = reverse("disclosure:standing")
    links.append(RailLink(_("执法公示"), standing, current=view == "standing"))
    asking = view in ("consultations", "consultation", "opinion")
    links.append(RailLink(_("意见征集"), reverse("disclosure:consultations"), current=asking))
    if inspected:
        links.append(RailLink(_("检查整改"), reverse("oversight:findings"), current=view == "oversight"))
    groups.append(RailGroup(_("公开"), tuple(links)))
    figures, report = reverse("reporting:latest"), reverse("reporting:report-latest")
    plan = reverse("planning:tasks")
    year = (
        RailLink(_("年度指标"), figures, current=view in ("figures", "drill", "record")),
        RailLink(_("年度报告"), report, current=view == "report"),
        RailLink(_("工作要点和活动"), plan, current=view == "planning"),
    )
    return [*groups, RailGroup(_("年度报告"), year)]
