"""The portal's stored pages in a browser, narrow and wide: no policy violation, overflow or axe finding."""

import json
import mimetypes
import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import expect, sync_playwright

from gongkai.portal import publishing
from gongkai.portal.models import Page
from gongkai.portal.publishing import site
from gongkai.portal.tests import year
from gongkai.portal.tests.desk import NOW

HOST = "https://portal.example"
CHROMIUM = shutil.which("chromium")
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
"""A folder for pictures of the pages, to look at them; none by default."""
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default", "portal"]),
]
WIDTHS = (390, 1200)
WITHDRAWN, QUIET = "37100017-8/2017-00002", "37100017-8/2017-00001"
PAGES = {
    "front": "/",
    "catalogue": "/gk/",
    "columns": "/columns/",
    "column": "/columns/work/",
    "month": "/columns/sampling/2017-09/",
    "item": f"/gk/{year.ITEM_INDEX}",
    "report": f"/gk/{year.REPORT_INDEX}",
    "tombstone": f"/gk/{WITHDRAWN}",
    "tombstone-quiet": f"/gk/{QUIET}",
    "search": "/search?q=%E6%9C%88%E9%A5%BC",
    "search-all": "/search",
    "nothing-found": "/search?q=xyz",
    "missing": "/gk/nichts",
    "data": "/data/",
    "deadline-form": "/deadline",
    "deadline": "/deadline?kind=foi-reply&on=2017-09-25",
    "deadline-long": "/deadline?kind=complaint-mediation&on=2024-07-01&testing_from=2024-07-08"
    "&testing_until=2024-09-19",
    "deadline-report": "/deadline?kind=annual-report&on=2017-05-01&body=department",
    "deadline-provisional": "/deadline?kind=foi-reply&on=2026-12-20&extended=1",
    "deadline-wrong": "/deadline?kind=foi-reply&on=2017-02-30",
}


@pytest.fixture
def answers(desk, reader):
    """All answers, taken before the browser starts: the database stays out of its loop."""
    year.publish_year(desk)
    desk.withdraw(WITHDRAWN, "error", "文中一处产品标准编号有误")
    desk.withdraw(QUIET, "credit-repaired")
    publishing.refresh(NOW)
    paths = {*PAGES.values(), *Page.objects.values_list("path", flat=True)}
    return {path: reader.get(path if path in PAGES.values() else site.href(path)) for path in paths}


@pytest.fixture
def visit(answers):
    def answer(route):
        path = route.request.url.removeprefix(HOST)
        static = "/" + settings.STATIC_URL.strip("/") + "/"
        found = finders.find(path.removeprefix(static)) if path.startswith(static) else None
        if found:
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        elif path in answers:
            said = answers[path]
            route.fulfill(status=said.status, headers=said.headers, body=said.body)
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=arguments)

        def go(path, width):
            page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
            page.complaints = []
            page.on(
                "console", lambda said: page.complaints.append(said.text) if said.type == "error" else None
            )
            page.route("**/*", answer)
            page.goto(HOST + path)
            return page

        yield go
        chromium.close()


def test_no_page_breaks_the_policy_scrolls_sideways_or_fails_axe(visit):
    for name, path in PAGES.items():
        for width in WIDTHS:
            page = visit(path, width)
            policy = [said for said in page.complaints if "status of 4" not in said]
            assert policy == [], name
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            found = Axe().run(page).response["violations"]
            nodes = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
            assert nodes == [], (name, width)


def test_the_style_sheets_are_really_there(visit):
    """Guards the test above: an unstyled page breaks no rule either."""
    page = visit("/", 1200)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.hero')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    assert page.evaluate("document.querySelectorAll('.figures svg.chart').length") == 3


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit(PAGES["item"], 1200)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_the_hall_screen_turns_loses_a_withdrawn_item_and_goes_on_without_a_network(answers):
    """A slide stands 0.2 s here; what left the loop is gone a cycle later, what is over by the clock."""
    said = json.loads(answers["/screen/loop.json"].body) | {"seconds": 0.2}
    said["slides"] = [said["slides"][0] | {"until": ""}, said["slides"][1] | {"until": "", "ends": ""}]
    first, second = (slide["title"] for slide in said["slides"])
    network = {"up": True}

    def answer(route):
        path = route.request.url.removeprefix(HOST)
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if found:
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        elif path == "/screen/loop.json" and network["up"]:
            route.fulfill(status=200, body=json.dumps(said), headers={"Content-Type": "application/json"})
        elif path == "/screen/":
            route.fulfill(status=200, headers=answers[path].headers, body=answers[path].body)
        else:
            route.abort()

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        # Without fading: colours are looked at while slides stand.
        wide = chromium.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        page = wide.new_page()
        refused = []
        page.on("console", lambda one: refused.append(one.text) if "Content Security" in one.text else None)
        page.route("**/*", answer)
        page.goto(f"{HOST}/screen/")
        page.wait_for_selector(f".is-live .is-shown h2:text-is('{second}')")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / "screen.png")
        assert page.evaluate("document.documentElement.scrollHeight") <= 1080
        assert Axe().run(page).response["violations"] == []
        said["slides"] = said["slides"][1:]
        expect(page.locator(".slide")).to_have_count(1, timeout=30_000)
        assert first not in page.inner_text("#loop")
        said["slides"][0]["ends"] = "2999-01-01T00:00:00+00:00"
        network["up"] = False
        page.wait_for_selector("#away:not([hidden])")
        assert second in page.inner_text("#loop") and "网络中断" in page.inner_text("#away")
        network["up"], said["slides"][0]["ends"] = True, "2018-01-01T00:00:00+00:00"
        page.wait_for_selector("#away[hidden]", state="attached")
        expect(page.locator("#loop")).to_contain_text("公开为常态", timeout=30_000)
        assert refused == []
        chromium.close()
