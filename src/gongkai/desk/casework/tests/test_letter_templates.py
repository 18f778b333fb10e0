"""Templates that the office edits: fields from a closed list, no code, tried before they are kept."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document

from gongkai.desk.casework.letters import templates
from gongkai.desk.casework.models import LetterTemplate
from gongkai.refusal import Refused

AT = datetime(2024, 3, 1, 2, tzinfo=UTC)
GOOD = (
    "{{ 标题 }}", "{{ 编号 }}", "{{ 收件人 }}：", "{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}",
    "{%p if 救济告知 %}", "{{ 救济告知 }}", "{%p endif %}", "{{ 机关 }}", "{{ 日期 }}",
)  # fmt: skip


def template(*lines):
    file = Document()
    for line in lines:
        file.add_paragraph(line)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def said(data):
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_good_template_is_filled_and_words_are_never_code():
    templates.check(template(*GOOD))
    values = dict(templates._SAMPLE) | {"收件人": "<w:p>{{ 7*7 }}&", "正文": ["甲", "乙"]}
    text = said(templates.render(template(*GOOD), values))
    assert "<w:p>{{ 7*7 }}&：" in text
    assert text[3:5] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ 申请人 }}", "unknown-field"),
        ("{{ 编码 }}", "unknown-field"),
        ("{{ 正文.__class__ }}", "code-in-template"),
        ("{{ 正文[0] }}", "code-in-template"),
        ("{{ range(9) }}", "code-in-template"),
        ("{{ 标题|upper }}", "code-in-template"),
        ("{{ 7*7 }}", "code-in-template"),
        ("{% set x = 1 %}", "code-in-template"),
        ("{% include 'x' %}", "code-in-template"),
        ("{{ 标题 ", "code-in-template"),
    ],
)
def test_unknown_fields_and_code_are_refused_by_name(line, code):
    with pytest.raises(Refused) as refused:
        templates.check(template(*GOOD, line))
    assert (refused.value.code, bool(refused.value.mend)) == (code, True)


def test_the_nearest_field_is_suggested():
    with pytest.raises(Refused, match="是不是“收件人”"):
        templates.check(template(*GOOD, "{{ 收信人 }}"))


def test_what_every_letter_needs_must_be_there():
    with pytest.raises(Refused) as refused:
        templates.check(template(*GOOD[2:]))
    assert refused.value.code == "missing-field"
    with pytest.raises(Refused, match="样例"):
        templates.check(template(*GOOD[:-1], "{%p if not 编号 %}", "{{ 日期 }}", "{%p endif %}"))


def _with(name, body):
    data = io.BytesIO(template(*GOOD))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(name, body)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"nothing", "not-docx"),
        (b"x" * 2_000_001, "too-large"),
        (_with("word/vbaProject.bin", b"x"), "active-content"),
        (_with("word/_rels/x.rels", b'<R TargetMode="External"/>'), "active-content"),
        (_with("bomb.xml", b"0" * 41_000_000), "too-large"),
    ],
)
def test_what_is_no_plain_docx_is_refused(data, code):
    with pytest.raises(Refused) as refused:
        templates.check(data)
    assert refused.value.code == code


def test_versions_follow_each_other(agency, officer):
    office = officer("office", ("office", None))
    for _ in range(2):
        last = templates.upload(agency, "grant", "告知书.docx", template(*GOOD), by=office, at=AT)
    assert (last.no, templates.current(agency, "grant")) == (2, last)
    assert LetterTemplate.objects.filter(retired_on__isnull=False).count() == 1
    assert templates.current(agency, "deny") is None
    with pytest.raises(Refused) as refused:
        templates.upload(agency, "grant", "x", template(*GOOD), by=officer("clerk"), at=AT)
    assert refused.value.code == "not-allowed"
