"""Every page of desk and portal of a sample home in Chromium: no serious finding of axe, nothing sideways.

The desk's addresses are those of the table of routes; a page is reached as people reach it, by its links,
logged in once for each duty. A route for which the sample has nothing is named below, with who tests it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from gongkai.desk.reporting.tests.routes_table import TABLE
from gongkai.portal.urls import urlpatterns

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
WIDE, NARROW = 1366, 390
SERIOUS = ("serious", "critical")
AXE = Axe()
FIRST = ("/", "/face/", "/find?q=2017", "/years/2017/", "/years/2017/report/")
"""Pages that redirects or the head of every page lead to."""
Task = dict[str, str]
"""Of the sample's day of work: ``login``, ``path`` and ``what``."""
SHOTS = os.environ.get("GONGKAI_SHOTS", "")
"""A folder for pictures of the pages, to look at them; none by default."""
LOGINS = ("office", "keeper", "tjz-clerk", "spl-clerk", "director")
"""Who walks: each holds duties whose pages the others cannot open."""
NO_PAGE = re.compile(
    r"export|/files/template$|sheet\.pdf|/scans/|/files/<slug:digest>|/print$|court-file|/make/|/proof$|photos|report/<str:name>"
    r"|healthz|logout|ledger$|^years/$|^report/$|requests/<slug:uid>/files/<int:pk>|/rejected$|/copies/|import-rejected|letters/<slug:letter>$|/result$"
    r"|requests/<slug:uid>/sheet$|supervision/<int:number>$"
)
"""Routes that give a file, or no page."""
NOTHING_THERE = {"consultations/retention/lists/<slug:uid>/"}
"""Routes without an example in the sample and its day of work: a consultation that was filed is kept for ten
years at least, and no release of the sample is that old."""
FACTOR, KEY = "xbk-clerk", "xbk-head"
"""Who enrols an app or a passkey while walking, so that the pages of the second step are seen."""
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A passkey that Chromium plays."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def run(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "gongkai.cli", *arguments, "--home", str(home)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str, list[Task]]]:
    """A small sample home with a day's work, its two processes, their addresses, and what there is to do."""
    home = tmp_path_factory.mktemp("pages") / "home"
    given = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))
    }
    made = subprocess.run(
        run(home, "demo", "--scale", "0.05", "--work", "--json"),
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    once = subprocess.run(
        run(home, "worker", "--once"), env=given, capture_output=True, text=True, check=False
    )
    assert once.returncode == 0, once.stderr[-2000:]
    ports = {"desk": free_port(), "portal": free_port()}
    with (home / "served.log").open("w") as said:
        running = [
            subprocess.Popen(run(home, side, "--port", str(port)), env=given, stdout=said, stderr=said)
            for side, port in ports.items()
        ]
    desk, portal = (f"http://127.0.0.1:{ports[side]}" for side in ("desk", "portal"))
    try:
        for address in (f"{desk}/healthz", f"{portal}/healthz"):
            answers(address)
        yield home, desk, portal, json.loads(made.stdout)["work"]
    finally:
        for one in running:
            one.send_signal(signal.SIGTERM)
        for one in running:
            one.wait(20)


def answers(address: str) -> None:
    """Wait until a process answers, at most a minute."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"{address} does not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


class Walk:
    """Visits pages, each kind of address once, and keeps what is wrong with them."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.wrong: list[str] = []
        self.page: Page = browser.new_context(viewport={"width": WIDE, "height": 900}).new_page()
        self.said: list[str] = []
        self.page.on("console", lambda one: self.said.append(one.text) if one.type == "error" else None)

    def look(self, path: str, name: str) -> list[str]:
        """Open a page, judge it wide and narrow; gives the paths of this site that it links to."""
        self.said.clear()
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        answer = self.page.goto(self.base + path, wait_until="load")
        assert answer is not None
        if answer.status != 200 or "text/html" not in (answer.headers.get("content-type") or ""):
            self.wrong.append(f"{name} {path}: {answer.status}")
            return []
        self.page.evaluate(AXE.axe_script)
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.judge(width, name)
            self.picture(width, name)
        self.wrong += [f"{name}: {line}" for line in self.said]
        links: list[str] = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        return [one.removeprefix(self.base) for one in links if one.startswith(self.base + "/")]

    def judge(self, width: int, name: str) -> None:
        for rule in self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]:
            if rule["impact"] in SERIOUS:
                where = [node["target"] for node in rule["nodes"]][:3]
                self.wrong.append(f"{name} at {width}: {rule['id']} {where}")
        if self.page.evaluate("document.documentElement.scrollWidth") > width:
            self.wrong.append(f"{name} at {width}: scrolls sideways")

    def picture(self, width: int, name: str) -> None:
        if SHOTS:
            plain = re.sub(r"[^\w-]+", "_", name)
            self.page.screenshot(path=str(Path(SHOTS) / f"{plain}-{width}.png"), full_page=True)


def pattern(route: str) -> re.Pattern[str]:
    """The addresses that a route of the table answers."""
    kinds = {"int": r"\d+", "slug": r"[-\w]+", "str": r"[^/]+", "path": r".+"}
    parts = re.split(r"<(\w+):\w+>", route)
    return re.compile(
        "/" + "".join(kinds[one] if at % 2 else re.escape(one) for at, one in enumerate(parts)) + r"\Z"
    )


def enter(walk: Walk, login: str, password: str) -> None:
    """Log in with name and password; a second step may follow."""
    walk.page.goto(f"{walk.base}/login")
    walk.page.fill("input[name=username]", login)
    walk.page.fill("input[name=password]", password)
    with walk.page.expect_navigation():
        walk.page.click("button[data-primary]")


def second_factor(browser: Browser, base: str, login: str, password: str) -> tuple[set[str], list[str]]:
    """Enrol an app, log in with it, be asked again: which routes were seen, what is wrong with them."""
    walk = Walk(browser, base)
    enter(walk, login, password)
    walk.look("/account/app", "account/app")
    secret = re.sub(r"\s", "", walk.page.inner_text(".d-mono"))

    def step(later: int = 0) -> str:
        return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))

    walk.page.fill("input[name=code]", step(-1))
    with walk.page.expect_navigation():
        walk.page.click("main button[type=submit]")
    walk.look("/account/codes", "account/codes")
    walk.page.context.clear_cookies()
    enter(walk, login, password)
    walk.look("/login/code", "login/code")
    walk.page.fill("input[name=code]", step())
    with walk.page.expect_navigation():
        walk.page.click("main button[type=submit]")
    walk.look("/account/confirm/code", "account/confirm/code")
    assert urlsplit(walk.page.url).path == "/account/confirm/code"
    return {"account/app", "account/codes", "login/code", "account/confirm/code"}, walk.wrong


def passkey(browser: Browser, base: str, login: str, password: str) -> tuple[set[str], list[str]]:
    """Enrol a passkey, be asked for it again: which routes were seen, what is wrong with them.

    Browsers allow passkeys at a name, never at a number: the same process by its other name.
    """
    walk = Walk(browser, base.replace("127.0.0.1", "localhost"))
    said = walk.page.context.new_cdp_session(walk.page)
    said.send("WebAuthn.enable")
    said.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    enter(walk, login, password)
    walk.look("/account/keys/new", "account/keys/new")
    walk.page.fill("input[name=name]", "USB")
    with walk.page.expect_navigation():
        walk.page.click("#use-key")
    walk.look("/account/confirm/key", "account/confirm/key")
    assert urlsplit(walk.page.url).path == "/account/confirm/key"
    with walk.page.expect_navigation():
        walk.page.click("#use-key")
    assert urlsplit(walk.page.url).path == "/"
    return {"account/keys/new", "account/confirm/key"}, walk.wrong


def routes() -> dict[str, re.Pattern[str]]:
    """Every route of the desk that gives a page, the plain ones first."""
    every = dict.fromkeys(
        route for route, how, _ in TABLE if how.startswith("get") and not NO_PAGE.search(route)
    )
    return {route: pattern(route) for route in sorted(every, key=lambda one: one.count("<"))}


def test_every_page_of_the_desk(served: tuple[Path, str, str, list[Task]], browser: Browser) -> None:
    home, desk, _, tasks = served
    lines = (home / "keys" / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    passwords = {row[0]: row[1] for row in (line.split("\t") for line in lines) if len(row) > 1}
    wanted, seen, wrong = routes(), set[str](), list[str]()
    first = Walk(browser, desk)
    first.look("/login", "login")
    first.look("/login/recover", "login/recover")
    wrong += first.wrong
    seen |= {"login", "login/recover"}
    for login in dict.fromkeys((*LOGINS, *(one["login"] for one in tasks))):
        walk = Walk(browser, desk)
        enter(walk, login, passwords[login])
        assert "/login" not in walk.page.url, f"{login} is not let in"
        queue, known = [one["path"] for one in tasks if one["login"] == login], set[str]()
        if login in LOGINS:
            queue += [*FIRST, *(f"/{route}" for route in wanted if "<" not in route and route not in seen)]
        while queue:
            path = queue.pop(0)
            plain = urlsplit(path).path
            route = next((one for one, found in wanted.items() if found.match(plain)), None)
            if route is None or route in seen or path in known or plain in ("/login", "/logout"):
                continue
            known.add(path)
            answer = walk.page.request.get(desk + path, max_redirects=0)
            queue += [answer.headers["location"]] if answer.status == 302 else []
            if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
                continue
            seen.add(route)
            queue += walk.look(path, route or "home")
        wrong += walk.wrong
    found, told = second_factor(browser, desk, FACTOR, passwords[FACTOR])
    by_key, told_by_key = passkey(browser, desk, KEY, passwords[KEY])
    seen, wrong = seen | found | by_key, wrong + told + told_by_key
    assert wrong == []
    assert set(wanted) >= NOTHING_THERE, "a route that is no more stands among those without an example"
    unseen = set(wanted) - seen - NOTHING_THERE
    assert unseen == set(), f"nobody led there: {sorted(unseen)}"


PORTAL = (
    "/", "/gk/", "/columns/", "/statistics/", "/data/", "/enforcement/", "/consultations/", "/en/",
    "/en/statistics/", "/screen/", "/search", "/search?q=%E6%B6%88%E8%B4%B9", "/search?q=zzz", "/deadline",
    "/deadline?kind=foi-reply&on=2017-09-25", "/complain", "/ask", "/apply", "/receipt", "/log/",
)  # fmt: skip
"""The portal's fixed pages; columns, months, items, years and annual reports are found by their links."""
KINDS = (
    r"/columns/[\w-]+/", r"/columns/[\w-]+/\d{4}-\d{2}/", r"/gk/.+NB-\d{4}", r"/gk/[^.]+",
    r"/statistics/\d{4}/", r"/en/statistics/\d{4}/",
)  # fmt: skip


def test_every_page_of_the_portal(served: tuple[Path, str, str, list[Task]], browser: Browser) -> None:
    walk = Walk(browser, served[2])
    links: list[str] = []
    for path in PORTAL:
        answer = walk.page.request.get(walk.base + path)
        if path == "/enforcement/" and answer.status == 404:
            continue  # nothing of the standing directory is public in the small sample
        links += walk.look(path, f"portal{path}")
    columns = [urljoin("/", urlsplit(one).path) for one in links if re.match(r"/columns/[\w-]+/\Z", one)]
    links += walk.look(columns[0], "portal column")
    for kind in KINDS:
        one = next((path for path in links if re.fullmatch(kind, urlsplit(path).path)), None)
        assert one is not None, kind
        links += walk.look(urlsplit(one).path, f"portal {kind}")
    assert walk.wrong == []
    assert len(urlpatterns) > 10
