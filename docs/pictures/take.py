"""Takes the pictures of README and handbook from a running sample home: ``take.py DESK PORTAL LOGINS``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"


def take(page: Page, name: str, height: int = 900) -> None:
    """One picture, cut at ``height``."""
    page.wait_for_load_state("networkidle")
    whole = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size or {"width": 1366, "height": height}
    page.screenshot(
        path=str(HERE / f"{name}.png"),
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": min(whole, height)},
    )


def write(page: Page) -> None:
    """Something in the editor: a heading, a list, a table."""
    page.click("#id_text")
    for words in ("# 一、抽检情况", "本次抽检 12 批次，不合格 1 批次。", "- 酸奶：过氧化值超标", ""):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    page.click("[data-act=table]")
    for words in ("名称", "批次", "结论", "酸奶", "2017-09", "不合格"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.mouse.move(0, 0)
    page.evaluate("window.scrollTo(0, 0)")


def main(desk: str, portal: str, logins: str) -> None:
    """All pictures."""
    rows = [line.split("\t") for line in Path(logins).read_text(encoding="utf-8").splitlines()]
    password = next(row[1] for row in rows if row[0] == "office")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1366, "height": 900}).new_page()
        page.goto(f"{desk}/login")
        take(page, "login", 640)
        page.fill("input[name=username]", "office")
        page.fill("input[name=password]", password)
        page.click("button[data-primary]")
        page.goto(f"{desk}/")
        take(page, "waiting", 900)
        page.goto(f"{desk}/items/")
        take(page, "items", 900)
        page.goto(f"{desk}/items/new")
        take(page, "draft", 1000)
        write(page)
        take(page, "editor", 760)
        page.goto(f"{desk}/years/2017/")
        take(page, "figures", 1100)
        page.goto(f"{desk}/years/2017/figures/complaints.closed_tj/")
        take(page, "drill", 900)
        page.locator("#drill tbody a").first.click()
        take(page, "record", 800)
        page.goto(f"{desk}/years/2017/report/")
        take(page, "report", 1100)
        page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
        page.goto(f"{portal}/")
        take(page, "portal", 1500)
        page.goto(f"{portal}/columns/sampling/")
        page.locator("main .items a").first.click()
        take(page, "item", 900)
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.goto(f"{portal}/")
        take(page, "portal-phone", 1400)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
