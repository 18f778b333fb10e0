"""Chromium for walks through both worlds: a page for each person, answered in this process."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Page, sync_playwright

DESK, PORTAL = "https://desk.example", "https://portal.example"
WIDTHS = (1366, 390)
OUTSIDE = override_settings(
    ROOT_URLCONF="gongkai.sites.portal_urls",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "gongkai.sites.policy.ContentPolicy"],
    GONGKAI_WORLD="portal",
)
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


class Browsers:
    """A browser page for each person; every request is answered by the world it is for, in this process."""

    def __init__(self, chromium: Any, ours: dict[str, Any]) -> None:
        self.chromium, self.ours = chromium, ours
        self.clients: dict[Page, Client] = {}

    def back(self) -> None:
        """Inside the browser's loop Django would open other connections."""
        for alias, one in self.ours.items():
            connections[alias] = one

    def page(self, officer: Any = None, *, phone: bool = False) -> Page:
        """Of an officer, or of the citizen; ``phone``: on a telephone."""
        self.back()
        client = Client()
        if officer is not None:
            client.force_login(officer)
        shape = PHONE if phone else {"viewport": {"width": WIDTHS[0], "height": 900}}
        page: Page = self.chromium.new_context(**shape).new_page()
        page.route("**/*", lambda route: self.answer(client, route))
        page.set_default_timeout(15_000)
        self.clients[page] = client
        return page

    def fetched(self, page: Page, address: str, *, world: str = PORTAL, post: bool = False) -> bytes:
        """What a link (or with ``post`` a button) of somebody's page brings."""
        self.back()
        client = self.clients[page]
        with OUTSIDE if world == PORTAL else nullcontext():
            return (client.post(address) if post else client.get(address)).getvalue()

    def answer(self, client: Client, route: Any) -> None:
        """Answer one request of a browser."""
        self.back()
        parts = urlsplit(route.request.url)
        name = parts.path.removeprefix("/" + django_settings.STATIC_URL.strip("/") + "/")
        file = finders.find(name) if name != parts.path else None
        if file:
            route.fulfill(path=file, content_type=mimetypes.guess_type(parts.path)[0])
            return
        with OUTSIDE if parts.hostname == urlsplit(PORTAL).hostname else nullcontext():
            found = asked(client, route.request, parts.path + (f"?{parts.query}" if parts.query else ""))
        headers = {name: value for name, value in found.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=found.status_code, headers=headers, body=found.content)


def asked(client: Client, request: Any, path: str) -> Any:
    """The answer of the world to a browser's request, redirects followed."""
    if request.method == "POST":
        kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
        found = client.post(path, request.post_data_buffer or b"", content_type=kind)
    else:
        found = client.get(path)
    while found.status_code == 302:
        found = client.get(found.headers["Location"])
    return found


@contextmanager
def opened(executable: str | None) -> Iterator[Browsers]:
    """Browsers on this thread's own connections; ``DJANGO_ALLOW_ASYNC_UNSAFE`` must be set."""
    ours = {alias: connections[alias] for alias in ("default", "portal")}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        made = Browsers(chromium, ours)
        made.back()
        yield made
        made.back()
        chromium.close()


def sound(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """Neither wide nor narrow does the page scroll sideways or fail axe."""
    for width in reversed(widths):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (page.url, width, wide)
        found = Axe().run(page).response["violations"]
        assert not found, (page.url, width, [(one["id"], one["nodes"][0]["html"]) for one in found])
