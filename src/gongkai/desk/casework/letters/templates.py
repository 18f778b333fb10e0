"""Templates of letters as DOCX that the office edits: what may stand in one is a closed list.

A template is words with ``{{ 编号 }}`` and the like, a loop over 正文, conditions. It is parsed before it is
kept: a field that no letter has, a call, an attribute, a filter is refused with its name, and so is a file
with macros or links to elsewhere. It is rendered in a sandbox all the same, and tried with sample data.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from docx import Document as open_docx
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.letters.wording import wording
from gongkai.desk.casework.models import LetterTemplate
from gongkai.papers import numerals
from gongkai.refusal import Refused

LARGEST = 2_000_000
"""Bytes of the largest template taken."""
_UNPACKED = 40_000_000
_PARTS = 400
FIELDS = {
    "标题": "文书的名称",
    "编号": "文书编号",
    "收件人": "申请人、第三方或者机关",
    "正文": "各段正文，用 {%p for 段 in 正文 %}{{ 段 }}{%p endfor %} 逐段写出",
    "依据": "适用的规定和条款",
    "救济告知": "行政复议、行政诉讼的告知，没有的为空",
    "机关": "本机关名称",
    "日期": "成文日期",
}
"""What a template may name, and what it means."""
DEMANDED = ("编号", "收件人", "正文", "日期")
"""What no letter is without."""
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.For,
    nodes.If,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_SAMPLE: Mapping[str, Any] = {
    "标题": "政府信息公开告知书",
    "编号": "某局〔2024〕第1号-告",
    "收件人": "申请人甲",
    "正文": ["本机关收到您提出的政府信息公开申请。", "经审查，现告知如下。"],
    "依据": "《某条例》第一条",
    "救济告知": "如不服本决定，可以依法申请行政复议。",
    "机关": "某市场监督管理局",
    "日期": "2024年3月1日",
}


def check(data: bytes) -> None:
    """Refuse a template that is no plain DOCX, names an unknown field, holds code, or cannot be rendered.

    Codes: ``too-large``, ``not-docx``, ``active-content``, ``unknown-field``, ``code-in-template``,
    ``missing-field``.
    """
    _demand_plain(data)
    template = _opened(data)
    named: set[str] = set()
    for source in _sources(template):
        named |= _demand_tame(source)
    lacking = [name for name in DEMANDED if name not in named]
    if lacking:
        raise Refused(
            "missing-field",
            f"模板里没有 {'、'.join('{{ ' + name + ' }}' for name in lacking)}",
            "每份文书都要有编号、收件人、正文和日期，请补上",
        )
    said = _words(render(data, _SAMPLE))
    for name in ("编号", "收件人", "日期"):
        if str(_SAMPLE[name]) not in said:
            raise Refused("missing-field", f"用样例数据试填后看不到{name}", "请检查这一项是否写在条件里")


def upload(agency: Agency, key: str, name: str, data: bytes, *, by: Officer, at: datetime) -> LetterTemplate:
    """Keep a checked template as the next version for a letter. Refuses as :func:`check`, ``not-allowed``."""
    wording(key)
    if not holds(by, Duty.Kind.OFFICE, None, shanghai_date(at), agency=agency):
        raise Refused("not-allowed", f"{by.name}当日没有修改文书模板的职责", "请由政务公开办公室办理")
    check(data)
    secrecy.demand_unmarked_file(name or "模板.docx", data)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        same = LetterTemplate.objects.filter(agency=agency, key=key)
        last = same.aggregate(last=Max("no"))["last"] or 0
        same.filter(retired_on__isnull=True).update(retired_on=shanghai_date(at))
        return LetterTemplate.objects.create(
            agency=agency,
            key=key,
            no=last + 1,
            name=name[:200],
            sha256=sha256(data).hexdigest(),
            docx=data,
            by=by,
            at=at,
        )


def current(agency: Agency, key: str) -> LetterTemplate | None:
    """The template in use for a letter; null: the house's own paper."""
    return LetterTemplate.objects.filter(agency=agency, key=key, retired_on__isnull=True).first()


def render(data: bytes, values: Mapping[str, Any]) -> bytes:
    """A checked template filled with the words of a letter, which are never read as code or markup."""
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(dict(values), jinja_env=_environment(), autoescape=True)
    except TemplateError as wrong:
        raise Refused("bad-template", f"模板不能填写：{wrong}", "请按说明改正后重新上传") from wrong
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def spoken_day(day: date) -> str:
    """A date as a letter says it."""
    return numerals.date(day)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    return environment


def _demand_plain(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Refused("too-large", "模板超过 2 MB", "请删去模板里的大图片")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _PARTS or sum(one.file_size for one in entries) > _UNPACKED:
                raise Refused("too-large", "模板解开后太大", "请另存为普通的 DOCX 再上传")
            names = [one.filename for one in entries]
            if "word/document.xml" not in names:
                raise Refused("not-docx", "这不是 DOCX 文件", "请在 WPS 或 Word 里另存为 .docx")
            relations = [package.read(one) for one in entries if one.filename.endswith(".rels")]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as wrong:
        raise Refused("not-docx", "这不是 DOCX 文件", "请在 WPS 或 Word 里另存为 .docx") from wrong
    active = [name for name in names if "vbaProject" in name or "/embeddings/" in name or "activeX" in name]
    if active or any(b'TargetMode="External"' in one for one in relations):
        raise Refused(
            "active-content", "模板里有宏、嵌入的对象或者指向外面的链接", "请删去后另存为普通的 DOCX 再上传"
        )


def _opened(data: bytes) -> DocxTemplate:
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
    except (KeyError, ValueError, SyntaxError) as wrong:
        raise Refused("not-docx", "这个 DOCX 打不开", "请在 WPS 或 Word 里另存后再上传") from wrong
    return template


def _sources(template: DocxTemplate) -> list[str]:
    """The template source of body, headers and footers."""
    found = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        found += [template.patch_xml(xml) for _, xml in _parts(template, uri)]
    return found


def _parts(template: DocxTemplate, uri: str) -> list[tuple[str, str]]:
    return [(key, part.blob.decode("utf-8")) for key, part in template.get_headers_footers(uri)]


def _demand_tame(source: str) -> set[str]:
    """The fields that a source names; refuses code and unknown names."""
    try:
        tree = _environment().parse(source)
    except TemplateError as wrong:
        raise Refused("code-in-template", f"模板的写法有误：{wrong}", f"只能写 {_known()}") from wrong
    loops = {
        target.name for loop in tree.find_all(nodes.For) for target in loop.target.find_all(nodes.Name)
    } | {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            raise Refused(
                "code-in-template",
                f"模板里有程序代码（{kind}）",
                "模板只能写字段名、逐段循环和是否有内容的条件",
            )
    named = {node.name for node in tree.find_all(nodes.Name)} - loops
    for name in sorted(named):
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1)
            raise Refused(
                "unknown-field",
                f"模板里有不认识的字段“{name}”",
                f"是不是“{near[0]}”" if near else f"可以用的有 {_known()}",
            )
    return named


def _walk(node: nodes.Node) -> list[nodes.Node]:
    found = [node]
    for child in node.iter_child_nodes():
        found += _walk(child)
    return found


def _known() -> str:
    return "、".join("{{ " + name + " }}" for name in FIELDS)


def _words(data: bytes) -> str:
    """Everything that a DOCX shows, without blanks between runs."""
    file = open_docx(io.BytesIO(data))
    parts = [paragraph.text for paragraph in file.paragraphs]
    parts += [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    for section in file.sections:
        parts += [paragraph.text for paragraph in (*section.header.paragraphs, *section.footer.paragraphs)]
    return re.sub(r"[ \t]+", " ", "\n".join(parts))
