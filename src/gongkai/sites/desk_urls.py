"""All addresses of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from gongkai.desk.accounts import other_urls, other_ways
from gongkai.desk.accounts.views.officers import sees_officers
from gongkai.desk.agencies.guarding import guarded
from gongkai.face.views import components
from gongkai.sites import login

handler403 = "gongkai.sites.errors.forbidden"
handler404 = "gongkai.sites.errors.missing"
handler500 = "gongkai.sites.errors.broken"


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("login", login.enter, name="login"),
    path("login", login.enter, name="account_login"),
    path("logout", login.leave, name="logout"),
    path("face/", guarded(sees_officers)(components), name="components"),
    path("", include("gongkai.desk.accounts.entry_urls")),
    *(other_urls.OPENID if other_ways.has_openid() else []),
    *(other_urls.CERTIFICATE if other_ways.proxy() else []),
    path("", include("gongkai.desk.accounts.urls")),
    path("", include("gongkai.desk.disclosure.urls")),
    path("", include("gongkai.desk.disclosure.sheet_urls")),
    path("", include("gongkai.exchange.urls")),
    path("", include("gongkai.desk.jobs.urls")),
    path("", include("gongkai.desk.lists.urls")),
    path("", include("gongkai.desk.signing.urls")),
    path("", include("gongkai.desk.finding.urls")),
    path("", include("gongkai.desk.complaints.urls")),
    path("", include("gongkai.desk.foi.urls")),
    path("", include("gongkai.desk.remedies.urls")),
    path("", include("gongkai.desk.enforcement.urls")),
    path("", include("gongkai.desk.outlets.urls")),
    path("", include("gongkai.desk.oversight.urls")),
    path("", include("gongkai.desk.oversight.plan_urls")),
    path("", include("gongkai.desk.reporting.urls")),
]
