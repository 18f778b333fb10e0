"""The component page in a browser under the strict content policy: no violation, overflow or axe finding."""

import mimetypes
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from playwright.sync_api import sync_playwright

from gongkai.face import views

HOST = "http://face.example"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'"
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]


def answer(route):
    """Serves the page and our static files to the browser; nothing else exists."""
    path, _, query = route.request.url.removeprefix(HOST).partition("?")
    if path == "/":
        page = views.components(RequestFactory().get(f"/?{query}"))
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(status=200, headers=headers, body=page.content)
        return
    static = "/" + settings.STATIC_URL.strip("/") + "/"
    found = finders.find(path.removeprefix(static)) if path.startswith(static) else None
    if found:
        route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
    else:
        route.fulfill(status=404, body="")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser):
    opened = []

    def go(query="", width=1366):
        context = browser.new_context(viewport={"width": width, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{HOST}/{query}")
        return page

    yield go
    for context in opened:
        context.close()


@pytest.mark.parametrize("query", ["?theme=light", "?theme=dark", "?theme=light&large=1"])
def test_the_page_breaks_no_rule_of_the_content_policy_and_none_of_axe(visit, query):
    page = visit(query)
    assert page.complaints == []
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [390, 1100, 1366, 1920])
def test_no_width_makes_the_page_scroll_sideways(visit, width):
    page = visit(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_large_print_is_a_quarter_larger_by_address_alone(visit):
    page = visit("#large")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_the_style_sheets_are_really_there(visit):
    """Guards the other tests: an unstyled page breaks no rule either."""
    page = visit()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.d-top')).backgroundColor")
        == "rgb(20, 60, 95)"
    )
    heights = page.evaluate(
        "[...document.querySelectorAll('svg.chart')].map(e => e.getBoundingClientRect().height)"
    )
    assert len(heights) > 10 and min(heights) > 20


def test_a_slash_is_for_the_search_but_not_while_one_writes(visit):
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "desk-search"
    page.focus("textarea:not([readonly])")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.evaluate("document.activeElement.value").count("/") == 1


def test_moving_by_keyboard_moves_nothing_on_the_page(visit):
    """A visually hidden radio or the link past the menu must not push others aside when it has the focus."""
    page = visit()
    page.evaluate(
        """() => { window.sizes = () => [...document.querySelectorAll("body, body *:not(.d-skip):not(.d-vh)")]
             .map(e => e.getBoundingClientRect())
             .map(r => Math.round(r.width) + "," + Math.round(r.height)).join(";");
           window.before = sizes(); }"""
    )
    moved = []
    for _ in range(page.locator("a, button, input, select, textarea, summary").count()):
        page.keyboard.press("Tab")
        if page.evaluate("sizes() !== before"):
            moved.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    assert moved == []
