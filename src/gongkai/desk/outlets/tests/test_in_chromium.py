"""The pages of outlets in a browser, wide and narrow: no policy violation, no overflow, no axe finding."""

import mimetypes
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter
from gongkai.desk.outlets import verbs
from gongkai.desk.outlets.models import Delivery

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


@pytest.fixture
def answers(bureau, out):
    """All pages, taken before the browser starts: the database stays out of its loop."""
    item = out(1, "政府网站", "公开栏", "报刊", title="中秋月饼专项监督抽检信息")
    verbs.settle(bureau.agency, LATER)
    office, clerk = bureau.officers["office"], bureau.officers["clerk"]
    given = {"name": "一楼大厅公开栏", "kind": "公开栏", "where": "东侧", "unit": None, "keeper": clerk,
             "cycle_days": 30, "since": date(2018, 1, 1)}  # fmt: skip
    place = verbs.open_place(bureau.agency, given, office, LATER)
    verbs.hang(place, "春节消费提示", LATER.date(), clerk, LATER)
    duty = {"column": "warnings", "unit": bureau.unit, "officer": clerk, "deputy": bureau.officers["head"],
            "cycle_days": 30, "since": date(2018, 1, 1)}  # fmt: skip
    column = verbs.assign_column(bureau.agency, duty, office, LATER)
    bureau.item(2, published_on=date(2017, 11, 3))
    verbs.make_list(bureau.agency, 2017, 4, "档案馆", office, LATER)
    client = enter(bureau, "office")
    paths = {
        "tasks": "/outlets/",
        "item": f"/outlets/items/{item.uid}/",
        "posting": f"/outlets/postings/{item.postings.get(outlet='platform').uid}/",
        "wechat": f"/outlets/items/{item.uid}/make/wechat",
        "places": "/outlets/places/",
        "place": f"/outlets/places/{place.uid}/",
        "columns": "/outlets/columns/",
        "column": f"/outlets/columns/{column.uid}/",
        "deliveries": "/outlets/deliveries/",
        "delivery": f"/outlets/deliveries/{Delivery.objects.get().uid}/",
        "facts": "/outlets/facts",
    }
    return {name: client.get(path) for name, path in paths.items()}


def test_no_page_breaks_the_policy_scrolls_sideways_or_fails_axe(answers):
    def answer(route):
        path = route.request.url.removeprefix(HOST)
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        said = answers.get(path.removeprefix("/"))
        if found:
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        elif said is not None:
            route.fulfill(status=said.status_code, headers=dict(said.headers), body=said.content)
        else:
            route.fulfill(status=404, body="")

    problems = {}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for width in WIDTHS:
            page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
            page.route("**/*", answer)
            for name, said in answers.items():
                assert said.status_code == 200, name
                page.goto(f"{HOST}/{name}")
                if SHOTS:
                    page.screenshot(path=Path(SHOTS) / f"outlets-{name}-{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                found = Axe().run(page).response["violations"]
                nodes = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
                if nodes or wide > width:
                    problems[name, width] = (wide, nodes)
        chromium.close()
    assert problems == {}
