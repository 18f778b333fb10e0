"""One application in a browser: the applicant's form, the desk's hands in their order, the opened reply."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.foi.tests.bureau import Bureau
from gongkai.exchange import worker
from gongkai.exchange.tests.browsers import DESK, PORTAL, WIDTHS, Browsers, opened, sound
from gongkai.portal.messages import boxes, secrets
from gongkai.portal.messages.views import box

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "pictures"))
import application_steps as steps  # the pictures of the handbook take the same steps

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(databases=["default", "portal"]),
]


@pytest.fixture
def bureau(db, keys, settings, monkeypatch) -> Iterator[Bureau]:
    organs = {"review_organ": "高区管委会", "court": "高区人民法院", "main_leader_signs": ""}
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | organs
    secrets.forget()
    box.failures.cache_clear()
    monkeypatch.setattr(box, "FLOOR", 0.0)
    monkeypatch.setattr(boxes, "room", boxes.WaitingRoom(slots=1))
    made = Bureau()
    worker.push(timezone.now())
    worker.pull(timezone.now())
    yield made
    secrets.forget()
    box.failures.cache_clear()


@pytest.fixture
def browsers(bureau: Bureau, monkeypatch) -> Iterator[Browsers]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    with opened(CHROMIUM) as made:
        yield made


def act(page: Page, case: Case, verb: str, **fields: str) -> None:
    """An act that goes through: its form is gone afterwards."""
    steps.act(page, of(case), verb, **fields)
    assert page.locator(f"form[action$='/do/{verb}']").count() == 0, page.inner_text("main")


def of(case: Case) -> str:
    """The page of a case."""
    return f"{DESK}/requests/{case.uid}/"


def next_comes_before_the_course(page: Page) -> bool:
    """On a telephone what to do next stands above what happened; side by side on a desk."""
    tops = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        whole = [
            page.locator(f"main h2:text-is('{name}')").bounding_box()
            for name in ("下一步", "申请内容", "经过")
        ]
        tops.append([box["y"] for box in whole if box])
    wide, narrow = tops
    return narrow == sorted(narrow) and abs(wide[0] - wide[1]) < 5


def test_from_the_form_of_the_portal_to_the_opened_reply(bureau: Bureau, browsers: Browsers) -> None:
    citizen = browsers.page()
    citizen.goto(f"{PORTAL}/apply")
    sound(citizen)
    code = steps.fill_in(citizen, PORTAL, "申请公开抽检不合格名单")
    worker.pull(timezone.now())
    case = Case.objects.get()

    office = browsers.page(bureau.office)
    office.goto(f"{DESK}/requests/")
    assert "没有承办单位" in office.inner_text("main")
    act(office, case, "confirm")
    act(office, case, "assign", unit=str(bureau.units["SP"].pk))

    clerk = browsers.page(bureau.handler)
    act(clerk, case, "search", place="抽检系统", method="不合格", found="1")
    steps.open_draft(clerk, of(case))
    clerk.get_by_role("button", name="预览告知书").click()
    clerk.wait_for_selector("article.d-doc")
    assert "应当先在收到之日起60日内向高区管委会申请行政复议" in clerk.inner_text("article.d-doc")
    sound(clerk)
    steps.send_draft(clerk)

    for person in (bureau.head, bureau.legal, bureau.secrecy, bureau.leader):
        page = browsers.page(person)
        page.goto(f"{of(case)}reply")
        if person is bureau.leader:
            sound(page)
        steps.agree(page)
    letter = Letter.objects.get(cause__startswith="decision/")

    act(clerk, case, "seal", seal="高区市场监督管理局印", approved_by=bureau.leader.uid)
    act(clerk, case, "deliver", way="网络")
    assert letter.number in clerk.inner_text("main")
    sound(clerk)
    assert next_comes_before_the_course(clerk)
    worker.pull(timezone.now())

    citizen = browsers.page()  # another day, another machine: the code alone opens it
    steps.open_box(citizen, PORTAL, code)
    shown = citizen.inner_text("main")
    assert "已答复" in shown and letter.number in shown
    sound(citizen)
    address = citizen.get_by_role("link", name=letter.number).first.get_attribute("href")
    paper = pypdfium2.PdfDocument(browsers.fetched(citizen, address or ""))
    said = "".join(one.get_textpage().get_text_bounded() for one in paper)
    assert "王小明" in said and "高区人民法院" in said
