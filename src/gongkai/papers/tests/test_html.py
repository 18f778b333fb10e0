"""HTML: semantic, escaped, without styles or scripts of its own; the page that stands alone passes axe."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from playwright.sync_api import sync_playwright

from gongkai.papers import blocks as b
from gongkai.papers import html
from gongkai.papers.tests import reading, samples
from gongkai.refusal import Refused

EVIL = '</p></style><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x\' &amp; '


def evil() -> b.Document:
    table = b.Table(EVIL, (("头",),), ((EVIL,),), (EVIL,), unit=EVIL)  # type: ignore[arg-type]
    words = [
        EVIL,
        b.Emphasis((b.Text(EVIL),)),
        b.Figure(EVIL, EVIL, "/x"),
        b.Stated(EVIL, EVIL),
        b.Footnote((b.Text(EVIL),)),
    ]
    chart = b.Chart("bar", EVIL, EVIL, (EVIL,), (b.Series(EVIL, (1,)),), EVIL)
    return b.Document(
        EVIL,
        (
            *(b.heading(1, EVIL), b.paragraph(words), table, chart),
            *(b.Picture(EVIL, EVIL, EVIL), b.QrCode(EVIL, EVIL)),
            *(b.Attachments((b.Attachment(EVIL, "/x", 1, EVIL),)), b.Signature(EVIL), b.BulletList((EVIL,))),  # type: ignore[arg-type]
        ),
        EVIL, EVIL, EVIL, meta={"description": EVIL, "keywords": EVIL},
    )  # fmt: skip


def test_no_text_becomes_markup():
    page = html.page(evil(), assets={EVIL: samples.png()})
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert "script" not in tags
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', page))
    assert page.count("<img ") == 1
    assert page.count("</style>") == 1
    assert reading.html_text(page).count(reading.bare(EVIL)) >= 10


def test_a_stylesheet_cannot_close_its_element():
    page = html.page(samples.document(), stylesheet="</style><script>x</script>")
    assert "<script>" not in page.replace(r"<\/style><script>", "")
    assert page.count("</style>") == 1


@given(samples.documents)
@settings(max_examples=40, deadline=None)
def test_headings_never_skip_ids_are_unique_and_no_style_attribute_stands(doc: b.Document):
    page = html.render(doc, picture=lambda name: name)
    levels = [1, *(int(level) for level in re.findall(r"<h(\d)", page))]
    assert all(level - before <= 1 for before, level in pairwise(levels))
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert not re.search(r"<[^>]*\sstyle=", re.sub(r'="[^"]*"', '=""', page).replace(' style=""', " style="))
    labels = re.findall(r'role="region" aria-label="([^"]*)"', page)
    assert len(labels) == len(set(labels))


def test_cells_say_what_they_head():
    page = html.render(samples.document(samples.spanning()))
    assert '<th scope="col" rowspan="2">来源</th><th scope="colgroup" colspan="2">件数</th>' in page
    assert '<th scope="col" class="num">受理</th>' in page
    assert '<tr class="sub"><th scope="row">走访</th><td class="num">—</td></tr>' in page
    assert '<td rowspan="2" class="num">380</td>' in page
    assert "<caption>投诉举报情况<small>单位：件</small></caption>" in page


def test_a_row_that_is_one_heading_is_a_group():
    table = b.Table("", (("指标", "数"),), ((b.Cell("一、主动公开", colspan=2, header=True),), ("条", "1")))  # type: ignore[arg-type]
    assert '<tr class="group"><th scope="colgroup" colspan="2">一、主动公开</th></tr>' in html.render(
        (table,)
    )


def test_figures_lead_to_their_records():
    blocks = (b.paragraph([b.Figure("items.total", "147", "/gk/"), b.Figure("x", "1")]),)
    assert html.render(blocks) == (
        '<p><a class="figure" data-figure="items.total" href="/gk/">147</a>'
        '<span class="figure" data-figure="x">1</span></p>'
    )
    linked = html.render(blocks, figure_link=lambda figure: f"/figures/{figure.key}?a=1&b=2")
    assert 'href="/figures/x?a=1&amp;b=2"' in linked


def test_footnotes_lead_there_and_back():
    page = html.render(
        (b.paragraph(["甲", b.Footnote((b.Text("注"),)), "乙", b.Footnote((b.Text("又注"),))]),), ident="a-"
    )
    for at in (1, 2):
        assert f'id="a-fnref{at}" href="#a-fn{at}"' in page
        assert f'<li id="a-fn{at}">' in page
        assert f'href="#a-fnref{at}"' in page


def test_a_page_stands_alone():
    page = html.page(samples.everything(), assets=samples.ASSETS)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert '<img src="data:image/png;base64,' in page
    assert not re.search(r"<(?:link|script|iframe)\b|@import|url\(", page)
    assert not re.search(r'(?:src|srcset)="(?!data:)', page)


def test_a_page_with_a_missing_picture_is_refused():
    with pytest.raises(Refused, match="找不到图片"):
        html.page(samples.document(b.Picture("x", "图")))


@pytest.mark.chromium
def test_a_page_passes_axe(tmp_path: Path):
    doc = samples.everything()
    doc = b.Document(
        doc.title, (*doc.blocks, samples.months(), samples.months(), samples.spanning()), date=doc.date
    )
    file = tmp_path / "page.html"
    file.write_text(html.page(doc, assets=samples.ASSETS), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 380, "height": 800})
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 380
        browser.close()
