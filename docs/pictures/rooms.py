"""Takes the pictures of the rooms: clearance, the centre, outlets, inspections, machines.

``rooms.py DESK PORTAL LOGINS DAY``: ``DAY`` is what ``gongkai demo --work`` printed, which names a page of
each room by what is to be done there.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import application_steps as steps
from camera import Camera, launch, take
from playwright.sync_api import Page, sync_playwright

PHONE, DESK = 390, 1366


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose screen, and a path or the start of what the day's list says is to be done there."""

    name: str
    who: str
    place: str
    height: int = 900
    width: int = DESK


SHOTS = (
    Shot("review", "secrecy1", "保密审查", 1500),
    Shot("review-phone", "secrecy1", "保密审查", 2000, PHONE),
    Shot("findings", "spl-clerk", "逐项处理机器标出的疑点"),
    Shot("incident", "secrecy1", "起草时发现密级标志", 700),
    Shot("consultation", "spl-clerk", "研究公众意见", 1000),
    Shot("exchange", "office", "/exchange/"),
    Shot("queue", "office", "/complaints/", 1000),
    Shot("case", "yys-clerk", "组织调解，答复", 1500),
    Shot("case-phone", "yys-clerk", "组织调解，答复", 2000, PHONE),
    Shot("letter", "yys-clerk", "起草文书", 1300),
    Shot("signal", "office", "风险预警", 1200),
    Shot("many", "office", "批量催办"),
    Shot("ledger", "office", "/complaints/ledger/"),
    Shot("postings", "office", "/outlets/"),
    Shot("posting", "office", "渠道发布", 1000),
    Shot("columns", "office", "/outlets/columns/"),
    Shot("places", "office", "/outlets/places/"),
    Shot("investigation", "jcd-clerk", "立案调查", 1100),
    Shot("inspection", "spl-head", "检查发现的问题", 1000),
    Shot("export", "office", "后台导出", 700),
    Shot("found", "office", "/find?q=月饼"),
    Shot("account", "spl-clerk", "/account/", 1100),
    Shot("staff", "keeper", "/officers/", 900),
    Shot("deadline", "-", "/deadline?kind=foi-reply&on=2026-09-25", 1300),
    Shot("statistics", "-", "/statistics/", 1500),
    Shot("platform-phone", "-", "/complain", 900, PHONE),
    Shot("screen", "-", "/screen/", 768),
)


class Rooms(Camera):
    """Each officer's page is opened once for each width."""

    def __init__(self, *given: object, day: str) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        rows = re.findall(r"^ +(\S+) +(/\S+) +(.+)$", Path(day).read_text(encoding="utf-8"), re.M)
        self.day = [(who, path, words) for who, path, words in rows]
        self.pages: dict[tuple[str, int], Page] = {}

    def at(self, shot: Shot) -> Page:
        """The page of a picture."""
        key = shot.who, shot.width
        if key not in self.pages:
            self.pages[key] = self.page(shot.width) if shot.who == "-" else self.officer(shot.who, shot.width)
        page = self.pages[key]
        path = shot.place if shot.place.startswith("/") else self.place(shot.place)
        page.goto(f"{self.portal if shot.who == '-' else self.desk}{path}")
        return page

    def place(self, words: str) -> str:
        """The page where the day's list says so; KeyError when nothing of the day begins like that."""
        for _, path, said in self.day:
            if said.startswith(words):
                return path
        raise KeyError(words)


def intake(rooms: Rooms) -> None:
    """A call as it is written down."""
    page = rooms.officer("operator")
    page.goto(f"{rooms.desk}/intake?caller=13800001111")
    page.fill("[name=name]", "孙女士")
    page.fill("[name=respondent]", "威海高区怡园暖阳家电商行")
    page.fill("[name=text]", "9月在该店买的冰箱三天不制冷，商家拒绝退货，要求退款2680元。")
    page.locator("[name=text]").press("Tab")
    page.wait_for_timeout(2000)
    take(page, "intake", 1100)


def ask(rooms: Rooms) -> None:
    """A question on a phone: the form, the receipt code, the box that it opens."""
    page = rooms.page(PHONE)
    page.goto(f"{rooms.portal}/ask")
    page.check("[name=kind][value=ask]")
    page.fill("[name=title]", "小餐饮店换地址要办什么手续")
    page.fill("[name=text]", "我家小吃店要从文化西路搬到火炬路，营业执照和小餐饮登记证是不是都要换？")
    take(page, "ask-phone", 1100)
    while not page.locator("p.code").count():
        page.locator("button[name=go]:not(.sr-only):not(.second)").last.click()
        page.wait_for_load_state()
    take(page, "code-phone", 1100)
    code = "-".join(page.locator("p.code span").all_inner_texts())
    page = rooms.page(PHONE)
    steps.open_box(page, rooms.portal, code)
    take(page, "box-phone", 1100)


def warning(rooms: Rooms) -> None:
    """The newest warning on a phone."""
    page = rooms.page(PHONE)
    page.goto(f"{rooms.portal}/columns/warnings/")
    page.locator("main .items a").first.click()
    take(page, "item-phone", 1500)


def main(desk: str, portal: str, logins: str, day: str, *names: str) -> None:
    """All pictures, or those named."""
    with sync_playwright() as play:
        browser = launch(play)
        rooms = Rooms(browser, desk, portal, logins, day=day)
        for shot in SHOTS:
            if not names or shot.name in names:
                take(rooms.at(shot), shot.name, shot.height)
        for special in (intake, ask, warning):
            if not names or special.__name__ in names:
                special(rooms)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
