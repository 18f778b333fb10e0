"""Takes the pictures of chapter 14: walks one application through a running sample home.

``request.py DESK PORTAL LOGINS``; the receipt waits until the home's worker has carried the reply.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from take import CHROMIUM, take

SAYS = ("属于讨论、审议过程中形成的过程性信息", "所申请的名单尚在复核，未形成最终结论", "不涉及第三方")
SIGN = ("spl-head", "fgk-head", "secrecy1", "leader")
ROUNDS = 60
"""So often, a second apart, it is looked whether the worker has been there."""


class Walk:
    """A sample home with its logins, and the people who open it."""

    def __init__(self, browser: Browser, desk: str, portal: str, logins: str) -> None:
        self.browser, self.desk, self.portal = browser, desk, portal
        rows = [line.split("\t") for line in Path(logins).read_text(encoding="utf-8").splitlines()]
        self.passwords = {row[0]: row[1] for row in rows if len(row) > 1}

    def page(self, width: int = 1366) -> Page:
        """A fresh browser."""
        return self.browser.new_context(viewport={"width": width, "height": 900}).new_page()

    def officer(self, name: str) -> Page:
        """The desk as somebody sees it."""
        page = self.page()
        page.goto(f"{self.desk}/login")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", self.passwords[name])
        page.click("button[data-primary]")
        page.goto(f"{self.desk}/")
        return page

    def apply(self) -> str:
        """The form of the portal; gives the receipt code."""
        page = self.page()
        page.goto(f"{self.portal}/apply")
        page.check("[name=applicant][value='自然人']")
        for name, value in {"name": "王小明", "phone": "13800001234", "address": "文化西路1号"}.items():
            page.fill(f"[name={name}]", value)
        page.check("[name=id_type][value='passport']")
        page.fill("[name=id]", "E12345678")
        page.locator("button[value=next]:not(.sr-only)").click()
        page.fill("[name=text]", "申请公开2026年第三季度食品安全监督抽检的不合格名单")
        page.check("[name=form][value='electronic']")
        page.check("[name=way][value='portal']")
        page.locator("button[value=next]:not(.sr-only)").click()
        page.locator("button[value=send]:not(.sr-only)").click()
        page.wait_for_selector("p.code")
        return "-".join(page.locator("p.code span").all_inner_texts())

    def act(self, page: Page, case: str, verb: str, **fields: str) -> None:
        """One act on the page of the case."""
        page.goto(f"{case}?do={verb}")
        form = page.locator(f"form[action$='/do/{verb}']")
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        form.locator("button[type=submit]").click()
        page.wait_for_load_state()

    def handle(self) -> None:
        """From the new application to its reply."""
        office = self.officer("office")
        for _ in range(ROUNDS):
            office.goto(f"{self.desk}/requests/")
            if office.get_by_text("等待与申请人确认").count():
                break
            time.sleep(1)
        office.locator("tbody tr", has_text="等待与申请人确认").locator("th a").first.click()
        office.wait_for_load_state()
        case = office.url
        self.act(office, case, "confirm")
        self.act(office, case, "assign", unit="食品流通餐饮科")
        office.goto(case)
        take(office, "request", 1240)
        clerk = self.officer("spl-clerk")
        self.act(clerk, case, "search", place="抽检系统", method="抽检 不合格", found="找到")
        clerk.goto(f"{case}decide?outcome=deny.process")
        for at, words in enumerate(SAYS):
            clerk.fill(f"[name=c{at}]", words)
        clerk.get_by_role("button", name="送审批").click()
        clerk.wait_for_load_state()
        for name in SIGN:
            page = self.officer(name)
            page.goto(f"{case}reply")
            if name == "leader":
                take(page, "request-reply", 1140)
            page.check("[name=passed][value='1']")
            page.locator("#opinion button[type=submit]").click()
            page.wait_for_load_state()
        self.act(clerk, case, "deliver", way="网上查询（申请人选择的）")

    def read(self, code: str) -> None:
        """The receipt page with the reply."""
        for _ in range(ROUNDS):
            page = self.page(390)
            page.goto(f"{self.portal}/receipt")
            page.fill("[name=code]", code)
            page.locator("main form button[type=submit]").last.click()
            page.wait_for_load_state()
            if page.get_by_text("已答复").count():
                break
            time.sleep(1)
        take(page, "request-receipt", 1500)


def main(desk: str, portal: str, logins: str) -> None:
    """All pictures of the chapter."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        walk = Walk(browser, desk, portal, logins)
        code = walk.apply()
        walk.handle()
        walk.read(code)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
