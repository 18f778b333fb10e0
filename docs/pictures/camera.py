"""What the handbook's pictures share: a browser in Chinese, somebody's desk, how a picture is kept."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
COLOURS = 128
"""Enough for screens, a third of the bytes."""


def launch(play: Playwright) -> Browser:
    """Debian's Chromium, whose own words (dates, files) are Chinese too."""
    return play.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
        env={"LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
    )


def take(page: Page, name: str, height: int = 900) -> None:
    """One picture, cut at ``height``."""
    page.wait_for_load_state("networkidle")
    whole = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size or {"width": 1366, "height": height}
    raw = page.screenshot(
        full_page=True, clip={"x": 0, "y": 0, "width": size["width"], "height": min(whole, height)}
    )
    keep(raw, name)


def keep(raw: bytes, name: str) -> None:
    """A picture with few colours in this folder."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(HERE / f"{name}.png", optimize=True)


class Camera:
    """A sample home with its logins, and the people who open it."""

    def __init__(self, browser: Browser, desk: str, portal: str, logins: str) -> None:
        self.browser, self.desk, self.portal = browser, desk, portal
        rows = [line.split("\t") for line in Path(logins).read_text(encoding="utf-8").splitlines()]
        self.passwords = {row[0]: row[1] for row in rows if len(row) > 1}

    def page(self, width: int = 1366) -> Page:
        """A fresh browser."""
        return self.browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}).new_page()

    def officer(self, name: str, width: int = 1366) -> Page:
        """The desk as somebody sees it."""
        page = self.page(width)
        page.goto(f"{self.desk}/login")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", self.passwords[name])
        page.click("button[data-primary]")
        page.goto(f"{self.desk}/")
        return page
