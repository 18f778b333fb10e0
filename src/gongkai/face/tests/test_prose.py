"""The editor's field: Markdown for its form whatever was posted, and a text area where there is no editor."""

import pytest
from django import forms
from django.http import QueryDict

from gongkai.face import prose
from gongkai.papers.editing import Written


class Sheet(forms.Form):
    text = prose.ProseField(label="正文", required=False, max_length=40)


def posted(**given) -> Sheet:
    data = QueryDict(mutable=True)
    data.update({name.replace("_html", "-html"): value for name, value in given.items()})
    return Sheet(data)


def test_the_form_speaks_markdown_whether_the_editor_or_the_text_area_wrote():
    for form in (posted(text="# 甲\r\n\r\n乙"), posted(text_html="<h2>甲</h2><p>乙</p>")):
        assert form.is_valid()
        assert form.cleaned_data["text"] == "# 甲\n\n乙"
        assert form.fields["text"].lost == ()


def test_what_was_lost_is_told_in_sentences():
    form = posted(text_html='<p onclick="x()">甲<img src="data:image/png;base64,A"></p><h6>乙</h6>')
    assert form.is_valid()
    assert form.cleaned_data["text"] == "甲\n\n#### 乙"
    assert [said[:4] for said in prose.told(form.fields["text"].lost)] == ["图片没有", "标题只有"]
    assert set(prose.LOST) >= set(Written("", ("picture",)).lost)


def test_one_form_does_not_remember_what_another_lost():
    posted(text_html="<h6>乙</h6>").is_valid()
    assert Sheet().fields["text"].lost == ()


def test_too_long_is_an_error_at_the_field_and_never_a_traceback():
    assert "不超过" in str(posted(text="甲" * 41).errors) or "40" in str(posted(text="甲" * 41).errors)
    form = posted(text_html="<div>" * 5000)
    assert form.errors["text"] == [str(prose.LOST["too-long"])]


def test_the_page_carries_the_text_as_html_without_style_or_script():
    page = str(Sheet(initial={"text": "**甲** <script>alert(1)</script>"})["text"])
    assert "<template><p><strong>甲</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p></template>" in page
    assert 'name="text-html"' in page
    assert "<script" not in page
    assert " style=" not in page
    assert "onclick" not in page
    media = str(Sheet().media)
    assert 'type="module"' in media
    assert "importmap" not in media


def test_a_text_that_cannot_be_read_has_no_editor_but_its_text_area():
    page = str(posted(text="##### 五级")["text"])
    assert "data-prose" not in page
    assert "##### 五级" in page


def test_every_button_says_what_it_does():
    page = str(Sheet()["text"])
    bar = page[page.index("role=") : page.index("<textarea")]
    assert bar.count("<button") == bar.count("title=") - 1  # and the choice of a style
    assert "aria-label" in bar


def test_an_autosave_keeps_markdown_only():
    kept = prose.as_markdown(
        {"title": ["甲"], "text-html": ["<ul><li>乙</li></ul>"], "outlets": ["一", "二"]}
    )
    assert kept == {"title": ["甲"], "outlets": ["一", "二"], "text": ["- 乙"]}


@pytest.mark.parametrize("html", ["", "<p></p>", "<p><br></p>"])
def test_an_empty_editor_is_an_empty_text(html):
    assert prose.given({"text": "旧的", "text-html": html}, "text") == ""
    assert prose.given({"text": "旧的"}, "text") == "旧的"
