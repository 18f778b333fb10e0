"""Takes the pictures of chapter 14: walks one application through a running sample home.

``request.py DESK PORTAL LOGINS``; the receipt waits until the home's worker has carried the reply.
"""

from __future__ import annotations

import sys
import time

import application_steps as steps
from camera import Camera, launch, take
from playwright.sync_api import sync_playwright

WORDS = "2026年第三季度食品安全监督抽检"
TEXT = f"申请公开{WORDS}的不合格名单"
SIGN = ("spl-head", "fgk-head", "secrecy1", "leader")
ROUNDS = 60
"""So often, a second apart, it is looked whether the worker has been there."""


class Walk(Camera):
    """An applicant and the officers who answer."""

    def apply(self) -> str:
        """The form of the portal; gives the receipt code."""
        return steps.fill_in(self.page(), self.portal, TEXT)

    def handle(self) -> None:
        """From the new application to its reply."""
        office = self.officer("office")
        for _ in range(ROUNDS):
            office.goto(f"{self.desk}/requests/?q={WORDS}")
            if office.get_by_text("等待与申请人确认").count():
                break
            time.sleep(1)
        office.locator("tbody tr", has_text="等待与申请人确认").locator("th a").first.click()
        office.wait_for_load_state()
        case = office.url
        steps.act(office, case, "confirm")
        steps.act(office, case, "assign", unit="食品流通餐饮科")
        office.goto(case)
        take(office, "request", 1240)
        clerk = self.officer("spl-clerk")
        steps.act(clerk, case, "search", place="抽检系统", method="抽检 不合格", found="找到")
        steps.open_draft(clerk, case)
        steps.send_draft(clerk)
        for name in SIGN:
            page = self.officer(name)
            page.goto(f"{case}reply")
            if name == "leader":
                take(page, "request-reply", 1140)
            steps.agree(page)
        steps.act(clerk, case, "deliver", way="网上查询（申请人选择的）")

    def read(self, code: str) -> None:
        """The receipt page with the reply."""
        for _ in range(ROUNDS):
            page = self.page(390)
            steps.open_box(page, self.portal, code)
            if page.get_by_text("已答复").count():
                break
            time.sleep(1)
        take(page, "request-receipt", 1500)


def main(desk: str, portal: str, logins: str) -> None:
    """All pictures of the chapter."""
    with sync_playwright() as play:
        browser = launch(play)
        walk = Walk(browser, desk, portal, logins)
        code = walk.apply()
        walk.handle()
        walk.read(code)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
