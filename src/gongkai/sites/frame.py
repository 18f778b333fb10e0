"""What the frame of every desk page shows: the bureau, who one is, where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Post
from gongkai.desk.agencies.queries import today
from gongkai.face.rail import RailGroup, RailLink


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of ``face/desk/base.html``; empty before login."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    post = (
        Post.objects.filter(Post.on(today()), officer=user).select_related("unit").order_by("-since").first()
    )
    unit = (post.unit.name if post and post.unit else "") or (post.title if post else "")
    return {
        "bureau": user.agency.name,
        "person": {"name": user.name, "unit": unit},
        "logout_url": reverse("logout"),
        "rail": _rail(request.resolver_match.url_name or "" if request.resolver_match else ""),
    }


def _rail(view: str) -> list[RailGroup]:
    places = (
        (
            _("年度报告"),
            (
                (_("年度指标"), reverse("reporting:latest"), ("figures", "drill", "record")),
                (_("年度报告"), reverse("reporting:report-latest"), ("report",)),
            ),
        ),
    )
    return [
        RailGroup(label, tuple(RailLink(name, url, current=view in views) for name, url, views in links))
        for label, links in places
    ]
