"""The English catalogue: complete, faithful to its placeholders, compiled, and enough for every desk page."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from gongkai.desk.agencies import words
from gongkai.desk.agencies.models import Duty
from gongkai.desk.reporting.screens import record
from gongkai.desk.reporting.tests import factories as make
from gongkai.desk.reporting.tests import test_page_templates as samples
from gongkai.face import samples as specimens
from gongkai.face.templatetags import face
from gongkai.face.views import components
from gongkai.portal.publishing import site

SOURCE = Path(site.__file__).resolve().parents[2]
FOLDER = SOURCE / "locale" / "en" / "LC_MESSAGES"
CHINESE = re.compile(r"[\u3400-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
CALLS = {"_", "gettext", "gettext_lazy"}
SCREENS = (
    "face/*.py",
    "face/templatetags/*.py",
    "sites/login.py",
    "sites/frame.py",
    "desk/**/*.py",
)
NOT_CHROME = {"apps.py", "texts.py", "papers.py", "signed.py", "complaints/notices.py", "report/planned.py"}
"""Names of applications, Chinese dates as data write them (``face.spoken`` has those of screens), letters,
sheets to sign and the text of the report.
"""
DATA = {
    "complaints.by_type.咨询",
    "示例市场监督管理局",
    "姜文博",
    "买到过期食品。",
    "抽样编号 ",
    " 的样品已作废，从表中删去，批次数相应更正。",
    "草稿中写明的公开期限",
    "（没有登记处罚类别，按“其他”推算）",
    *(name for name, _count in specimens.COLUMNS),
}
"""Keys, what an item says in public and what a date rests on, and the invented firms, persons and categories
of the component page.
"""


# --- reading the catalogue


def joined(lines):
    return "".join(ast.literal_eval(line) for line in lines)


def read_po(path):
    """(flags, message, translation) of each entry but the header; a small reader for what msgmerge writes."""
    entries = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        flags, parts, at = set(), {"msgid": [], "msgstr": []}, ""
        for line in block.splitlines():
            if line.startswith("#,"):
                flags |= {flag.strip() for flag in line[2:].split(",")}
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                at, line = line.split(" ", 1)
            parts[at].append(line)
        entries.append((flags, joined(parts["msgid"]), joined(parts["msgstr"])))
    return [entry for entry in entries if entry[1]]


ENTRIES = read_po(FOLDER / "django.po")
ENGLISH = {message: english for _flags, message, english in ENTRIES}


# --- finding the messages


def sources(pattern):
    return [path for path in sorted(SOURCE.glob(pattern)) if "tests" not in path.parts]


def is_call(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS


def silent(node):
    """What needs no wrapping in a call: translated words, patterns, refusals, words of the ground floor, the
    columns of a file.
    """
    name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
    if name in CALLS | {"compile"}:
        return node.args
    if name in {"Listing", "Own", "Short"}:
        return [part for given in node.keywords if given.arg == "columns" for part in ast.walk(given.value)]
    return ast.walk(node) if name in {"Refused", "screen_text"} else ()


def python_messages(path):
    found = [node.args[0] for node in ast.walk(ast.parse(path.read_text())) if is_call(node)]
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def without_comments(path):
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)


BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.S)
PLAIN = re.compile(r"""{% translate (["'])(.*?)\1|_\((["'])(.*?)\3\)""")

COMPARED = re.compile(r"{% (?:if|elif) .*?%}")
"""Data are compared with Chinese words; nobody sees these."""


def template_messages(path):
    text = without_comments(path)
    bodies = {body.replace("%", "%%") for body in BLOCK.findall(text)}
    blocks = {re.sub(r"{{ (\w+) }}", r"%(\1)s", body) for body in bodies}
    return blocks | {first or second for _, first, _, second in PLAIN.findall(text)}


def used():
    found = {}
    for reader, pattern in ((python_messages, "**/*.py"), (template_messages, "**/*.html")):
        for path in sources(pattern):
            found.update(dict.fromkeys(reader(path), path.name))
    return found


# --- the catalogue


def test_every_message_has_an_english_text_that_somebody_wrote():
    assert len(ENGLISH) == len(ENTRIES) > 700
    assert [message for flags, message, english in ENTRIES if "fuzzy" in flags or not english.strip()] == []


def test_english_texts_hold_no_chinese_and_no_full_width_sign():
    assert [text for text in ENGLISH.values() if CHINESE.search(text) or FULL_WIDTH.search(text)] == []


def test_placeholders_are_kept():
    for message, english in ENGLISH.items():
        assert Counter(PLACEHOLDER.findall(message)) == Counter(PLACEHOLDER.findall(english)), message


def test_a_colon_at_the_end_stays_one():
    for message, english in ENGLISH.items():
        assert message.endswith("：") == english.endswith(": ") or message in {"星期", "人工填报"}, message


def test_the_compiled_catalogue_is_up_to_date():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)
    compiled.pop("")
    assert compiled == ENGLISH, "run make messages"


def test_the_catalogue_holds_what_is_used_and_nothing_else():
    asked = used()
    assert {message: asked[message] for message in asked.keys() - ENGLISH.keys()} == {}, "run make messages"
    assert ENGLISH.keys() - asked.keys() == set(), "run make messages"


def test_no_message_hides_in_an_f_string():
    """Neither xgettext nor a translator finds it there."""
    for path in sources("**/*.py"):
        strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
        calls = [part for string in strings for part in ast.walk(string) if is_call(part)]
        assert calls == [], (path.name, [call.lineno for call in calls])


def test_no_comment_of_the_catalogue_changes_with_a_line_or_a_clock():
    text = (FOLDER / "django.po").read_text()
    assert "POT-Creation-Date" not in text
    assert not re.search(r"^#:.*\.(py|html):\d", text, re.M)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("监管所", "Market supervision office"),
        ("行政复议", "Administrative reconsideration"),
        ("送审稿", "Submission"),
        ("审签", "Clearance"),
        ("发布", "Release"),
        ("撤稿", "Withdrawal"),
        ("停止公开说明", "Tombstone"),
        ("渠道发布记录", "Placement"),
        ("签发后数据变动", "Drift"),
        ("查询码", "Receipt code"),
        ("承办人", "Case handler"),
    ],
)
def test_terms_are_those_of_the_glossary(chinese, english):
    assert ENGLISH[chinese] == english


# --- what is shown is wrapped


OWN_NAME = re.compile(r'lang="zh-CN"[^>]*>中文<')
"""A language is called by its own name on the pages of another."""


@pytest.mark.parametrize("app", ["face", "portal", "desk"])
def test_templates_hold_no_unwrapped_chinese(app):
    for path in sources(f"{app}/**/*.html"):
        rest = COMPARED.sub("", PLAIN.sub("", BLOCK.sub("", without_comments(path))))
        rest = OWN_NAME.sub("", rest)
        assert CHINESE.findall(rest) == [], path


def speaks(path):
    """Whether a module has words for screens; the models' values are the registers' own words."""
    shown = "screens" in path.parts or "views" in path.parts or "gettext" in path.read_text()
    kept = {path.name, "/".join(path.parts[-2:])} & NOT_CHROME
    return shown and not kept and not {"models", "models.py", "migrations"} & set(path.parts)


def test_screens_hold_no_unwrapped_chinese():
    for path in (path for pattern in SCREENS for path in sources(pattern) if speaks(path)):
        tree = ast.parse(path.read_text())
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        said |= {id(part) for call in calls for part in silent(call)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            assert id(node) in said or text in DATA or not CHINESE.search(text), (path.name, text)


# --- pages


def latin(value):
    """The same data in Latin letters, so that what stays Chinese on a page is chrome."""
    if isinstance(value, dict):
        return {key: latin(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [latin(one) for one in value]
    if isinstance(value, SafeString):
        return SafeString(CHINESE.sub("x", value))
    return CHINESE.sub("x", value) if isinstance(value, str) else value


def in_english(template, context):
    with translation.override("en"):
        return engines["django"].get_template(template).render({"csrf_token": "t", **context})


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("reporting/figures.html", samples.FIGURES),
        ("reporting/figures.html", {"year": 2019}),
        ("reporting/report.html", {**samples.REPORT, "sign_form": None}),
        ("reporting/report.html", {"report": {"year": 2019, "title": "T"}, "frozen": {"count": 3}}),
        ("reporting/drill.html", {"drill": samples.FIGURES["drill"]}),
        ("reporting/record.html", {"kind": "K", "title": "T", "cases": [{"kind": "K"}]}),
        ("face/errors/desk_403.html", {}),
        ("face/errors/desk_404.html", {}),
        ("face/errors/desk_500.html", {"reference": "7"}),
        ("face/errors/desk_503.html", {"reference": "7"}),
    ],
)
def test_desk_pages_are_english_but_for_their_data(template, context):
    page = in_english(template, latin(context))
    assert CHINESE.findall(page) == []
    assert 'lang="zh-CN"' not in page


def test_the_component_page_is_english_but_for_its_samples():
    with translation.override("en"):
        page = components(RequestFactory().get("/")).content.decode()
    for one in DATA:
        page = page.replace(one, "")
    assert CHINESE.findall(page) == []


@pytest.fixture
def english_desk(settings):
    settings.GONGKAI_LANGUAGE = "en"


@pytest.mark.django_db(databases=["default"])
def test_the_login_page_is_english_with_its_errors(english_desk):
    client = Client()
    for answer in (client.get("/login"), client.post("/login", {"username": "no", "password": "no"})):
        page = answer.content.decode()
        assert CHINESE.findall(page) == [] and '<html lang="en"' in page
    assert "Wrong user name or password" in page


@pytest.mark.django_db(databases=["default"])
def test_the_views_speak_english_and_leave_registers_as_they_are(english_desk):
    agency = make.AgencyFactory()
    client = Client()
    client.force_login(make.officer(agency, Duty.Kind.OFFICE))
    item = make.item(agency)
    figures = client.get("/years/2017/").content.decode()
    shown = client.get(f"/records/items/{item.uid}/").content.decode()
    report = client.get("/years/2017/report/").content.decode()
    assert "Figures of 2017" in figures and "Time to close (median)" in figures
    assert item.category in figures
    assert "Index number" in shown and item.title in shown
    assert "Progress of the annual report" in report and "政府信息公开工作报告" in report


# --- who decides the language


@pytest.mark.django_db(databases=["default"])
def test_the_setting_decides_the_language_and_not_the_browser():
    page = Client().get("/login", headers={"accept-language": "en-US,en;q=0.9"}).content.decode()
    assert "登录内网工作台" in page


def test_only_the_desks_answers_speak_the_language_of_the_setting(english_desk):
    """Commands, the worker and the portal do not: with a foreign default, gettext would fall back to it."""
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert str(Duty.Kind.SECRECY.label) == "保密审查员"


def test_a_language_that_is_not_there_is_refused(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", "import gongkai.sites.common"],
        env={**os.environ, "GONGKAI_HOME": str(tmp_path), "GONGKAI_LANGUAGE": "fr"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "请把 language 改为 zh-hans 或 en" in ran.stderr


def test_portal_pages_are_chinese_whatever_the_desk_speaks():
    context = {"agency": site.NOTHING_SAID, "path": "/x"}
    chinese = site.render("face/errors/portal_404.html", context).body
    with translation.override("en"):
        assert site.render("face/errors/portal_404.html", context).body == chinese


def test_records_keep_the_official_words():
    with translation.override("en"):
        assert str(Duty.Kind.SECRECY.label) == "Confidentiality reviewer"
        assert words.official(Duty.Kind.SECRECY.label) == "保密审查员"


def test_days_and_events_are_in_the_language_of_the_page():
    assert (face.spoken.zh_date("2018-03-01"), face.spoken.md_weekday("2018-03-30")) == (
        "2018年3月1日",
        "03-30 周五",
    )
    with translation.override("en"):
        assert (face.spoken.zh_date("2018-03-01"), face.spoken.md_weekday("2018-03-30")) == (
            "1 March 2018",
            "03-30 Fri",
        )
        assert {name: str(word) for name, word in record.EVENTS.items()}["cleared"] == "Clearance"
