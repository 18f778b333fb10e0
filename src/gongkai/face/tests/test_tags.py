"""Chips, tags, fields and the pager: a word with every sign, an error at its field and on top."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from gongkai.face.templatetags.face import due_chip, tag

TODAY = date(2017, 10, 20)


def render(source, **context):
    return Template("{% load face %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("due", "left", "kind", "sign", "words"),
    [
        (date(2017, 10, 18), -2, "late", "▲", "逾期 2 个工作日"),
        (date(2017, 10, 18), None, "late", "▲", "逾期 2 天"),
        (date(2017, 10, 20), 0, "today", "◆", "今天到期"),
        (date(2017, 10, 25), 3, "soon", "◇", "10-25 周三"),
        (date(2017, 10, 26), 4, "ok", "○", "10-26 周四"),
        (date(2018, 1, 12), 58, "ok", "○", "2018-01-12 周五"),
        (None, None, "none", "○", "没有期限"),
    ],
)
def test_a_due_date_has_a_sign_and_a_word(due, left, kind, sign, words):
    assert (
        due_chip(due, TODAY, left=left)
        == f'<span class="d-due d-due--{kind}"><i aria-hidden="true">{sign}</i>{words}</span>'
    )


def test_a_paused_or_closed_matter_is_never_late():
    assert "d-due--pause" in due_chip(date(2017, 1, 1), TODAY, "paused")
    assert "d-due--done" in due_chip(date(2017, 1, 1), TODAY, "done")


def test_a_date_in_an_unannounced_year_says_so():
    assert "（暂定）" in due_chip(date(2018, 1, 12), TODAY, provisional=True)


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="closed"):
        due_chip(TODAY, TODAY, "closed")
    with pytest.raises(ValueError, match="red"):
        tag("red", "坏")


def test_a_tag_escapes_its_words():
    assert tag("done", "<b>") == '<span class="tag done">&lt;b&gt;</span>'
    assert tag("calm", "已过期") == '<span class="tag">已过期</span>'


class Form(forms.Form):
    name = forms.CharField(label="名称", help_text="看<招牌>", max_length=9)
    amount = forms.DecimalField(label="金额", required=False)
    want = forms.ChoiceField(
        label="怎样解决", widget=forms.RadioSelect, choices=[("a", "退<款"), ("b", "赔偿")]
    )
    agree = forms.BooleanField(label="我已核对")
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


def test_label_hint_and_error_are_bound_to_the_field():
    html = render("{% field f %}", f=Form({"name": ""})["name"])
    assert '<label for="id_name">名称</label>' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert html.count('aria-invalid="true"') == 1
    assert '<p class="hint" id="id_name-hint">看&lt;招牌&gt;</p>' in html
    assert 'id="id_name-error"' in html
    assert (
        html.index("<label") < html.index('class="hint"') < html.index('class="error"') < html.index("<input")
    )


def test_a_field_without_error_has_no_error():
    html = render("{% field f %}", f=Form()["name"])
    assert "error" not in html and "aria-invalid" not in html
    assert 'aria-describedby="id_name-hint"' in html


def test_what_may_stay_empty_says_so():
    assert "（选填）" in render("{% field f unit='元' width='w-5' %}", f=Form()["amount"])
    assert "（选填）" not in render("{% field f %}", f=Form()["name"])
    assert 'class="input w-5"' in render("{% field f width='w-5' %}", f=Form()["amount"])


def test_choices_are_a_fieldset_with_a_label_each():
    html = render("{% field f %}", f=Form({"want": "b"})["want"])
    assert html.startswith("<fieldset")
    assert "<legend>怎样解决</legend>" in html
    assert html.count("<label") == html.count('type="radio"') == 2
    assert "退&lt;款" in html
    assert html.count("checked") == 1


def test_one_box_carries_its_label_beside_it():
    html = render("{% field f %}", f=Form()["agree"])
    assert html.index("<input") < html.index("我已核对")


def test_a_hidden_field_stays_hidden():
    assert "label" not in render("{% field f %}", f=Form()["secret"])


def test_all_errors_stand_on_top_and_lead_to_their_field():
    html = render("{% error_summary f %}", f=Form({"name": "", "want": "a", "agree": "on", "secret": "s"}))
    assert 'role="alert"' in html
    assert "还有 1 处需要改一下" in html
    assert '<a href="#id_name">' in html


def test_where_an_error_leads_there_is_something():
    form = Form({})
    page = render("{% error_summary f %}{% for b in f %}{% field b %}{% endfor %}", f=form)
    targets = {part.split('"')[0] for part in page.split('href="#')[1:]}
    assert targets >= {"id_name", "id_want", "id_agree"}
    assert all(f'id="{target}"' in page for target in targets)


def test_no_summary_without_errors():
    assert render("{% error_summary f %}", f=Form()).strip() == ""


def test_an_error_that_names_nothing_is_listed_with_the_label_of_its_field():
    class Two(forms.Form):
        who = forms.CharField(label="谁检查的", error_messages={"required": "请填写"})
        what = forms.CharField(label="问题描述", error_messages={"required": "请填写"})
        day = forms.CharField(label="日期", error_messages={"required": "请写明检查的日期"})

    html = render("{% error_summary f %}", f=Two({}))
    assert "谁检查的：请填写" in html and "问题描述：请填写" in html
    assert ">请写明检查的日期<" in html


def test_the_pager_names_its_ends_and_never_counts_what_was_capped():
    html = render(
        "{% pager p %}", p={"previous": "", "next": "?after=9", "shown": 50, "total": 1000, "capped": True}
    )
    assert "已是第一页" in html
    assert '<a href="?after=9" rel="next">下一页</a>' in html
    assert "共 1,000 条以上" in html
    assert render("{% pager p %}", p=None).strip() == ""
