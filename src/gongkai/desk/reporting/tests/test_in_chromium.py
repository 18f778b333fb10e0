"""The desk in a browser, narrow and wide: no policy violation, overflow, axe finding; drill-down in place."""

import mimetypes
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import sync_playwright

from gongkai.desk.agencies.models import Duty
from gongkai.desk.reporting.tests import factories as make
from gongkai.desk.reporting.tests.test_report import narrate

HOST = "https://desk.example"
CHROMIUM = shutil.which("chromium")
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
"""A folder for pictures of the pages, to look at them; none by default."""
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default"]),
]
WIDTHS = (390, 1366)
DRILL = "/years/2017/figures/complaints.received_tj/"
PAGES = {
    "login": "/login",
    "figures": "/years/2017/",
    "empty-year": "/years/2016/",
    "drill": DRILL,
    "report": "/years/2017/report/",
    "missing": "/years/2017/figures/nothing/",
    "components": "/face/",
}


@pytest.fixture
def answers():
    """All answers, taken before the browser starts: the database stays out of its loop."""
    agency = make.AgencyFactory()
    unit = make.UnitFactory(agency=agency, name="怡园监管所")
    for day in (1, 2, 3):
        make.matter(
            agency, date(2017, 3, day), accepted=date(2017, 3, 8), closed=date(2017, 3, 20), unit=unit
        )
    make.item(agency)
    make.application(agency, replied=date(2017, 6, 27), outcome="reply.full")
    narrate(agency, 2017)
    guest, client = Client(), Client()
    client.force_login(make.officer(agency, Duty.Kind.OFFICE))
    found = {path: (guest if path == "/login" else client).get(path) for path in PAGES.values()}
    part = client.get(DRILL, headers={"HX-Request": "true"})
    return {path: (one.status_code, dict(one.headers), one.content) for path, one in found.items()} | {
        "partial": (part.status_code, dict(part.headers), part.content)
    }


@pytest.fixture
def visit(answers):
    def answer(route):
        path = route.request.url.removeprefix(HOST)
        static = "/" + settings.STATIC_URL.strip("/") + "/"
        found = finders.find(path.removeprefix(static)) if path.startswith(static) else None
        asked = "partial" if path == DRILL and route.request.headers.get("hx-request") else path
        if found:
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        elif asked in answers:
            status, headers, body = answers[asked]
            headers.pop("Set-Cookie", None)
            route.fulfill(status=status, headers=headers, body=body)
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=arguments)

        def go(path, width, **settings_of_browser):
            page = chromium.new_context(
                viewport={"width": width, "height": 900}, **settings_of_browser
            ).new_page()
            page.complaints = []
            page.on(
                "console", lambda said: page.complaints.append(said.text) if said.type == "error" else None
            )
            page.route("**/*", answer)
            page.goto(HOST + path)
            return page

        yield go
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_desk_page_breaks_the_policy_scrolls_sideways_or_fails_axe(visit, scheme):
    for name, path in PAGES.items():
        for width in WIDTHS:
            page = visit(path, width, color_scheme=scheme)
            assert [said for said in page.complaints if "status of 4" not in said] == [], name
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"desk-{name}-{scheme}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            found = Axe().run(page).response["violations"]
            nodes = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
            assert nodes == [], f"{name} {width}: {nodes}"


def test_a_number_opens_its_records_in_place_and_without_scripts_on_a_page(visit):
    page = visit("/years/2017/", 1366)
    link = page.locator(f"a[href='{DRILL}']").first
    link.click()
    page.wait_for_selector("#drill")
    assert page.locator("#drill tbody tr").count() == 3
    plain = visit("/years/2017/", 1366, java_script_enabled=False)
    plain.locator(f"a[href='{DRILL}']").first.click()
    assert plain.url.startswith(HOST + DRILL) and plain.locator("#drill tbody tr").count() == 3
