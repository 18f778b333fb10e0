"""The frames and the page of all components: complete, without inline style, script or ids given twice."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from gongkai.face import samples, views
from gongkai.face.rail import RailGroup, RailLink
from gongkai.face.tests import css
from gongkai.face.tests.pages import Page, check, classes_without_rule

AGENCY = {
    "name": "示例市场监督管理局", "site_name": "示例政府信息公开", "site_domain": "www.example.gov.cn",
    "site_code": "3710000000", "icp": "鲁ICP备00000000号", "police_record": "鲁公网安备 37100000000000号",
    "organiser": "政务公开办公室", "telephone": "0631-0000000", "address": "文化路1号", "postcode": "264200",
}  # fmt: skip


@pytest.fixture
def components(request):
    def get(query=""):
        response = views.components(RequestFactory().get("/" + query))
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_the_component_page_renders(components):
    check(components())


@pytest.mark.parametrize(
    "state",
    ["正在取", "断网", "没有今天到期的", "还有 4 处需要改一下", "期限已过，不能再延期", "逾期 2 个工作日"],
)
def test_the_component_page_shows_every_state(components, state):
    assert state in components()


@pytest.mark.parametrize("column", ["empty", "loading", "error", "offline"])
def test_every_component_stands_in_every_state(components, column):
    html = components()
    for row in samples.matrix():
        assert row["name"] in html and row[column] in html, row["name"]
    for state in ("空", "正在取", "出错", "断网"):
        assert f"列表：{state}" in html


def test_the_component_page_has_both_themes_and_large_print(components):
    assert 'data-theme="dark"' in components("?theme=dark")
    assert 'class="large-print"' in components("?large=1")
    assert "theme-dark" in components()
    assert 'data-theme="light"' in components("?theme=%22onload")


def test_every_class_that_a_template_uses_has_a_rule():
    html = views.components(RequestFactory().get("/")).content.decode()
    assert classes_without_rule(html, {"d-page--components"}) == set()
    html = render_to_string("face/portal/base.html", {"agency": AGENCY, "nav": "find"})
    assert classes_without_rule(html) == set()


def desk(template="face/desk/base.html", **context):
    return render_to_string(
        template, {"bureau": AGENCY["name"], "rail": samples.rail(), "csrf_token": "t", **context}
    )


def test_every_desk_page_says_that_it_is_not_for_secrets():
    for template in (
        "face/desk/base.html",
        "face/login.html",
        "face/errors/desk_403.html",
        "face/errors/desk_500.html",
        "face/errors/desk_503.html",
    ):
        assert "本系统为非涉密系统，严禁存储、处理、传输国家秘密" in desk(template)


def test_the_rail_names_the_page_and_counts():
    html = desk(
        rail=(
            RailGroup("受理", (RailLink("投诉<举报", "/c", 1860, hot=True), RailLink("申请", "/f", 0, True))),
        )
    )
    assert '<a href="/f" aria-current="page">申请<span>0</span></a>' in html
    assert '<span class="d-hot">1,860</span>' in html
    assert "投诉&lt;举报" in html


def test_leaving_is_a_post():
    html = desk(person={"name": "姜", "unit": "办"}, logout_url="/logout")
    assert re.search(r'<form action="/logout" method="post">.*csrfmiddlewaretoken', html)


def test_a_lost_network_is_said_in_the_strip():
    html = desk(status_line={"state": "due", "text": "断网，已存在本机 3 处"}, spill_url="/spill")
    assert 'class="d-secret is-due"' in html
    assert "断网，已存在本机 3 处" in html


def test_the_first_stop_of_the_keyboard_leads_to_the_content():
    for html in (desk(), render_to_string("face/portal/base.html", {"agency": AGENCY})):
        page = Page(html)
        first = next(attrs for tag, attrs in page.tags if tag == "a")
        assert first["href"] == "#main"
        assert "main" in page.values("id")


def portal(template="face/portal/base.html", **context):
    return render_to_string(template, {"agency": AGENCY, **context})


def test_the_portal_carries_the_meta_tags_of_site_column_and_article__guideline_2017():
    meta = {
        "column_name": "抽检信息", "column_description": "结果", "column_keywords": "抽检",
        "column_type": "市场监管",
        "article_title": '月饼"抽检', "pub_date": "2017-09-22 15:30", "content_source": AGENCY["name"],
    }  # fmt: skip
    page = Page(portal(meta=meta))
    found = {attrs["name"]: attrs["content"] for tag, attrs in page.tags if tag == "meta" and "name" in attrs}
    assert found["SiteName"] == "示例政府信息公开"
    assert found["SiteDomain"] == "www.example.gov.cn"
    assert found["SiteIDCode"] == "3710000000"
    assert found["ColumnName"] == "抽检信息"
    assert {"ColumnDescription", "ColumnKeywords", "ColumnType"} <= set(found)
    assert found["ArticleTitle"] == '月饼"抽检'
    assert found["PubDate"] == "2017-09-22 15:30"
    assert found["ContentSource"] == AGENCY["name"]


@pytest.mark.parametrize(
    "part",
    ["主办单位", "网站标识码：3710000000", "鲁ICP备00000000号", "鲁公网安备 37100000000000号", "站点地图"],
)
def test_the_footer_names_host_and_records__guideline_2017(part):
    assert part in portal()


def test_the_portal_needs_no_script():
    for template in ("face/portal/base.html", "face/errors/portal_404.html", "face/errors/portal_500.html"):
        assert "<script" not in portal(template)


def test_large_print_works_without_script_or_cookie():
    html = portal()
    assert 'id="large"' in html.split("<head>")[0]
    assert 'href="#large"' in html
    assert re.search(r"html#large:target\s*\{[^}]*font-size:\s*125%", css.sheet("tokens.css"))


@pytest.mark.parametrize("code", [403, 404, 500])
def test_an_error_page_is_a_page_and_says_what_to_do(code):
    for html in (portal(f"face/errors/portal_{code}.html"), desk(f"face/errors/desk_{code}.html")):
        check(html)


def test_an_error_page_can_say_its_refusal():
    html = desk(
        "face/errors/desk_403.html", refusal={"sentence": "审签人不能是送审人", "mend": "请由他人审签"}
    )
    assert "审签人不能是送审人" in html and "请由他人审签" in html


def test_the_login_keeps_errors_at_the_field():
    html = desk("face/login.html", form=samples.SampleForm({}))
    page = check(html)
    assert "true" in page.values("aria-invalid")


def test_messages_carry_a_sign_and_a_word():
    class Message:
        level_tag = "error"

        def __str__(self):
            return "期限<已过"

    html = desk(messages=[Message()])
    assert "× 没有办成：" in html
    assert "期限&lt;已过" in html


def test_untranslated_templates_hold_no_bare_chinese():
    """Text stands in translate or blocktranslate: another language needs no change of a template."""
    bare = []
    for path in sorted(css.TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
        text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
        text = re.sub(r'lang="zh-CN"[^>]*>中文<', "", text)  # a language is called by its own name
        bare += [(path.name, found) for found in re.findall(r"[\u4e00-\u9fff]+", text)]
    assert bare == []
