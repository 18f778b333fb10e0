"""``gongkai law show``: limits and facts of a rule set, and its tables, outcomes, grounds, scope, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import click

from gongkai.cli.frame import HomeCommand, print_json
from gongkai.cli.law import header_of, period_of
from gongkai.law.forms import (
    BlockTable,
    Form,
    GroupTable,
    ListTable,
    MatrixTable,
    Section,
    Table,
    form,
    sections,
)
from gongkai.law.registry import Confidence, Fact, Limit, RuleSet, by_id

Entry = Mapping[str, Any]


def lines_of(rule: RuleSet) -> Iterator[str]:
    """The lines about all data of a rule set beyond its limits and facts."""
    if rule.field == "report":
        yield from _form(form(rule.id))
    if rule.field == "report.sections":
        yield from _sections(sections(rule.from_.year))
    for name, show in _SHOWN.items():
        if name in rule.data:
            yield from show(rule.data[name])


def _sure(entry: Entry) -> str:
    return f"（{Confidence(entry['confidence']).label}）"


def _form(shown: Form) -> Iterator[str]:
    for table in shown.tables:
        yield f"表：{table.title}"
        yield from _table(table)
    yield f"共 {len(shown.keys)} 格"


def _table(table: Table) -> Iterator[str]:
    if isinstance(table, ListTable):
        for row in table.rows:
            cell = f"（{row.unit}）  {row.key}  {row.confidence.label}" if row.key else ""
            yield f"  {'  ' * row.level}{row.text}{cell}"
    elif isinstance(table, BlockTable):
        for block in table.blocks:
            yield f"  {block.heading}  {' | '.join(block.heads)}"
            for line in block.rows:
                yield f"    {line.label}  {' | '.join(line.cells)}"
    elif isinstance(table, MatrixTable):
        for column in table.columns:
            yield f"  列  .{column.key}  {column.group}{'：' if column.group else ''}{column.label}"
        for row in table.rows:
            yield f"  {'  ' * row.level}{row.text}" + (f"  {row.key}" if row.key else "")
    elif isinstance(table, GroupTable):
        for group in table.groups:
            yield f"  {group.label}  {' | '.join(group.cells)}"


def _sections(shown: Iterable[Section]) -> Iterator[str]:
    for section in shown:
        yield f"  {section.heading}  {section.key}（{section.confidence.label}）"
        if section.tables:
            yield f"    表：{'、'.join(section.tables)}"
        if section.covers:
            yield f"    应当写明：{'、'.join(section.covers)}"


def _outcomes(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"  {entry['code']}  {entry['label']}  {entry['article']}{_sure(entry)}"
        rows = "  ".join(f"{name}：{key or '没有对应的行'}" for name, key in entry["rows"].items())
        yield f"    {rows}"
        if note := entry.get("note"):
            yield f"    {note}"


def _grounds(title: str) -> Callable[[Iterable[Entry]], Iterator[str]]:
    def show(entries: Iterable[Entry]) -> Iterator[str]:
        yield title
        for entry in entries:
            yield f"  {entry['key']}  {entry['article']}{_sure(entry)}\n    {entry['text']}"

    return show


def _texts(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"  {entry['key']}  {entry.get('article', '')}{_sure(entry)}\n    {entry['text']}"


def _categories(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        codes = f"{'、'.join(entry['code2008'])} | {'、'.join(entry['code2019'])}"
        yield f"  {entry['key']}  {entry['name']}（栏目：{entry['column']}）  {codes}{_sure(entry)}"


def _outlets(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"  {entry['key']}  {entry['name']}  {entry['row']}{_sure(entry)}"


def _vocabulary(more: str) -> Callable[[Iterable[Entry]], Iterator[str]]:
    def show(entries: Iterable[Entry]) -> Iterator[str]:
        for entry in entries:
            said = entry[more] if isinstance(entry[more], str) else "、".join(entry[more])
            yield f"  {entry['key']}  {entry['name']}  {said or '—'}{_sure(entry)}"

    return show


def _places(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        cells = (entry.get(name) for name in ("column", "stat_2014", "lead", "t4"))
        yield f"  {entry['key']}  {' | '.join(cell for cell in cells if cell) or '不统计'}{_sure(entry)}"


def _letters(entries: Iterable[Entry]) -> Iterator[str]:
    yield "文书"
    for entry in entries:
        remedy = "；附救济告知" if entry["remedy"] else ""
        yield f"  {entry['key']}  {entry['title']}  {entry['article']}{_sure(entry)}"
        yield f"    写明：{'、'.join(entry['contents'])}{remedy}"


def _every_letter(entry: Entry) -> Iterator[str]:
    yield f"  各文书都写明{_sure(entry)}：{'、'.join(entry['common'])}"


def _longest(entry: Entry) -> Iterator[str]:
    years = "、".join(f"{level} {number}" for level, number in entry["years"].items())
    yield f"  {entry['text']}{_sure(entry)}：{years}"


def _reward(entry: Entry) -> Iterator[str]:
    for one in entry["levels"]:
        yield f"  {one['level']} 级：{one['percent']}%，不足 {one['least']} 元的 {one['least']} 元"


def _notices(entries: Mapping[str, Entry]) -> Iterator[str]:
    for name, entry in entries.items():
        yield f"  {name}{_sure(entry)}\n    {entry['text']}"


def _fee(entry: Entry) -> Iterator[str]:
    yield f"  {entry['text']}{_sure(entry)}"
    for method in ("pieces", "pages"):
        if method in entry:
            yield f"    {entry[method]['article']}  {entry[method]['text']}"


def _publicity(entry: Entry) -> Iterator[str]:
    yield f"  公示{_sure(entry)}：{entry['scope']}"
    yield f"    摘要：{'、'.join(entry['summary'])}"
    yield f"    删除：{'、'.join(entry['removed'])}"
    if entry["notice"]:
        yield f"    告知：{entry['notice']}"
    if barred := entry.get("never_early"):
        yield f"    不得提前停止公示：{'、'.join(barred)}"


def _result(entry: Entry) -> Iterator[str]:
    yield f"  应当公布{_sure(entry)}：{'、'.join(entry['required'])}"


def _periods(entry: Entry) -> Iterator[str]:
    yield f"  {entry['text']}{_sure(entry)}"
    for one in entry["list"]:
        yield f"    {one['key']}  {one['label']}"


_SHOWN: dict[str, Callable[[Any], Iterator[str]]] = {
    "channel": _texts,
    "fee": _fee,
    "outcome": _outcomes,
    "refusal": _grounds("不予受理的情形"),
    "ending": _grounds("终止调解的情形"),
    "scope": _texts,
    "ground": _grounds("公开意见的依据"),
    "category": _categories,
    "outlet": _outlets,
    "topic": _vocabulary("categories"),
    "genre": _vocabulary("endings"),
    "reach": _vocabulary("means"),
    "place": _places,
    "letter": _letters,
    "letters": _every_letter,
    "longest": _longest,
    "reward": _reward,
    "notice": _notices,
    "publicity": _publicity,
    "result": _result,
    "periods": _periods,
}
"""How each kind of data in a rule set is shown."""


@click.command("show", cls=HomeCommand, epilog="\b\n例：\n  gongkai law show complaint.samr121")
@click.argument("identity", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def show_rule_set(identity: str, as_json: bool) -> None:
    """显示一部规则：期限、条文、出处、把握。"""
    rule = by_id(identity)
    if as_json:
        document = header_of(rule) | {
            "limits": [{**asdict(limit), "confidence": limit.confidence.value} for limit in rule.limits],
            "facts": [{**asdict(fact), "confidence": fact.confidence.value} for fact in rule.facts],
        }
        print_json(document | {name: value for name, value in rule.data.items() if name not in document})
        return
    click.echo(f"{rule.id}  {rule.cite()}\n适用：{period_of(rule)}，按 {rule.select_by}")
    for label, text in (("日期", rule.dates_note), ("说明", rule.note), ("出处", rule.source)):
        if text:
            click.echo(f"{label}：{text}")
    click.echo(f"把握：{rule.confidence.label}")
    stated: list[Limit | Fact] = [*rule.limits, *rule.facts]
    for one in stated:
        click.echo(f"  {one.key}  {one.article}（{one.confidence.label}）\n    {one.text}")
    for line in lines_of(rule):
        click.echo(line)
