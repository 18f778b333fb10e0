"""Addresses of the portal that Django answers; :mod:`gongkai.portal.front` answers published pages before.

The composition root sets ``handler404``, ``handler403`` and ``handler500`` to the views named here.
"""

from django.urls import include, path, re_path

from gongkai.portal.views import deadline, health, log, pages, search

app_name = "portal"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("search", search.page, name="search"),
    path("search.json", search.as_json, name="search-json"),
    path("deadline", deadline.page, name="deadline"),
    path("deadline.json", deadline.as_json, name="deadline-json"),
    path("", include("gongkai.portal.messages.urls")),
    path("log/", log.page, name="log"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/vkey", log.vkey, name="log-vkey"),
    path("log/tile/<path:place>", log.tile, name="log-tile"),
    path("gk/<path:index>.tlog-proof", log.proof, name="log-proof"),
    re_path(
        r"^$|^gk/$|^columns/(?:[a-z0-9_-]+/(?:\d{4}-\d{2}/)?)?$|^feeds/[a-z0-9_-]+\.(?:atom|json)$"
        r"|^screen/(?:loop\.json|worker\.js)?$|^sitemap(?:-pages|-\d{4}-\d{2})?\.xml$|^robots\.txt$|^catalog\.(?:jsonld|ttl)$|^data/(?:[a-z0-9_-]+\.csv)?$|^statistics/(?:\d{4}/)?$|^enforcement/$|^consultations/$|^fees/$|^requested/$|^en/(?:statistics/(?:\d{4}/)?)?$",
        pages.made_now,
        name="made-now",
    ),
]
handler403 = "gongkai.portal.views.pages.forbidden"
handler404 = "gongkai.portal.views.pages.not_found"
handler500 = "gongkai.portal.views.pages.failed"
