"""Colours can be read, exist once, and nothing needs a browser newer than the old desks have."""

import re
from itertools import product

import pytest

from gongkai.face.tests import css

TEXT = ("--ink", "--ink-2", "--ink-3", "--action", "--action-hover", "--late", "--due", "--done", "--calm")
GROUNDS = ("--paper", "--ground", "--sunk", "--raised")
OWN = {
    "--action-tint": (
        "--action",
        "--action-hover",
        "--ink",
        "--ink-2",
    ),
    "--late-tint": (
        "--late",
        "--ink",
        "--ink-2",
    ),
    "--due-tint": (
        "--due",
        "--ink",
        "--ink-2",
    ),
    "--done-tint": (
        "--done",
        "--ink",
    ),
    "--calm-tint": ("--calm",),
    "--mark": ("--ink", "--action", "--visited", "--action-hover"),
    "--paper": ("--visited",),
    "--ground": ("--visited",),
    "--action": ("--on-action",),
    "--action-hover": ("--on-action",),
    "--action-press": ("--on-action",),
    "--late": ("--on-late",),
    "--due": ("--on-due",),
    "--done": ("--on-done",),
    "--mast": (
        "--on-mast",
        "--on-mast-2",
    ),
}
PAIRS = [*product(TEXT, GROUNDS), *((text, ground) for ground, texts in OWN.items() for text in texts)]


@pytest.mark.parametrize("theme", css.THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reaches_a_contrast_of_4_5(theme, text, ground):
    token = css.tokens(theme)
    assert css.contrast(token[text], token[ground]) >= 4.5, (theme, text, ground)


@pytest.mark.parametrize("theme", css.THEMES)
@pytest.mark.parametrize("edge", ["--edge", "--focus", "--chart-1", "--due-sign"])
def test_what_must_be_seen_but_not_read_reaches_3(theme, edge):
    token = css.tokens(theme)
    assert css.contrast(token[edge], token["--paper"]) >= 3


def test_contrast_is_that_of_wcag():
    assert css.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert css.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_chosen_dark_theme_and_the_machines_are_the_same():
    assert css.tokens("dark") == css.tokens("auto")
    assert css.tokens("dark") != css.tokens("light")


def test_paper_is_white_whatever_the_screen_shows():
    text = css.sheet("tokens.css")
    for start in (':root[data-theme="dark"]', ':root[data-theme="auto"]'):
        assert "@media screen" in text[: text.index(start)].rsplit("}", 1)[-1]


def test_every_token_that_is_used_exists():
    known = set(css.tokens("light"))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", css.all_sheets()))
    assert used - known == set()
    assert len(used) > 50


def test_colours_have_a_value_only_in_the_tokens():
    """Black and white stay for paper and codes to scan, translucent white for a line on the masthead."""
    allowed = {"#000", "#fff", "rgba(255, 255, 255, 0.25)", "rgba(255,255,255,.08)"}
    for path in sorted(css.STATIC.glob("*.css")):
        if path.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|rgba?\([^)]*\)", css.sheet(path.name)))
            assert found <= allowed, path.name


NEWER = (
    ":has(", ":is(", ":where(", "aspect-ratio", "inset:", "accent-color", "@layer", "@container", "@scope",
    "color-mix(", "oklch(", "subgrid", "dvh", "svh", "lvh", "overflow: clip", "@property", "light-dark(",
)  # fmt: skip


@pytest.mark.parametrize("feature", NEWER)
def test_nothing_newer_than_chromium_86_is_needed(feature):
    assert feature not in css.all_sheets()


def test_braces_are_balanced():
    for path in css.STATIC.glob("*.css"):
        text = css.sheet(path.name)
        assert text.count("{") == text.count("}"), path.name


def test_nothing_is_loaded_from_elsewhere():
    assert not re.findall(r"url\(|@import|https?://", css.all_sheets())


def test_red_is_for_late_and_error_only():
    """No heading and no ordinary notice takes the one red."""
    for rule in re.findall(r"([^{}]+)\{([^{}]*var\(--late\)[^{}]*)\}", css.all_sheets()):
        assert not re.search(r"(^|,|\s)h[1-4]\s*$", rule[0].strip()) or "error-summary" in rule[0], rule[0]
