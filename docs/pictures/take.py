"""Takes the pictures of README, lists, figures and the report: ``take.py DESK PORTAL LOGINS``."""

from __future__ import annotations

import sys

from camera import Camera, launch, take
from playwright.sync_api import Page, sync_playwright


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


def office(camera: Camera) -> None:
    """What the disclosure office sees."""
    page = camera.page()
    page.goto(f"{camera.desk}/login")
    take(page, "login", 640)
    page = camera.officer("office")
    take(page, "waiting", 900)
    page.goto(f"{camera.desk}/items/")
    take(page, "items", 900)
    page.goto(f"{camera.desk}/items/new")
    take(page, "draft", 1000)
    write(page)
    take(page, "editor", 760)
    page.goto(f"{camera.desk}/years/2017/")
    take(page, "figures", 1100)
    page.goto(f"{camera.desk}/years/2017/figures/complaints.closed_tj/")
    take(page, "drill", 900)
    page.locator("#drill tbody a").first.click()
    take(page, "record", 800)
    page.goto(f"{camera.desk}/years/2017/report/")
    take(page, "report", 1100)


def citizen(camera: Camera) -> None:
    """What a citizen sees."""
    page = camera.page(1200)
    page.goto(f"{camera.portal}/")
    take(page, "portal", 1500)
    page.goto(f"{camera.portal}/columns/sampling/")
    page.locator("main .items a").first.click()
    take(page, "item", 900)
    page = camera.page(390)
    page.goto(f"{camera.portal}/")
    take(page, "portal-phone", 1400)


def main(desk: str, portal: str, logins: str) -> None:
    """All pictures."""
    with sync_playwright() as play:
        browser = launch(play)
        camera = Camera(browser, desk, portal, logins)
        office(camera)
        citizen(camera)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
