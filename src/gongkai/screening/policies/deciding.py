"""Findings and a policy become decisions: which span of the text is replaced by what, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gongkai.refusal import Refused
from gongkai.screening import words
from gongkai.screening.finding import Finding, Verdict, Whom
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.policies.names import is_masked, masks, plain, surname

_ROLE = re.compile(r"(?:投诉举报|投诉|举报|反映|诉求|申请|申诉|检举)(?:人|者)$|消费者$|来电人$")
_CALLED = re.compile(r"(?<!被)(?:投诉举报|投诉|举报|反映|诉求|申诉|检举)[人者]")
_NEAR = 40
"""So many characters before the first place of a name stands what it is called by."""
_BORN = re.compile(r"[ \t]*(?:出生|生)")
_TRAIT = re.compile(
    r"(?:性别|民族|族别|出生(?:日期|年月日?|时间)?|生日|文化程度|文化|学历)[ \t]*[:：][ \t]*$"
)
_COMMA = re.compile(r"[ \t\u3000]*[，,、；;]")
_SENTENCE_ENDS = ("。", "）", ")", "\n", "")
_BEFORE_DROP = "，,、；;（(。：:\n"
_HINTS = frozenset({"reporter_hint", "minor"})
"""Kinds whose findings are stretches of a sentence."""
MAY_NOT_LEAVE = "may-not-leave"
"""Code of the refusal where a policy gives no copy."""
_REVIEWERS = "处理规则“{}”对此不作脱敏，请先由保密审查人处理"
_OWNERS = (
    "商业秘密能否公开不由脱敏决定：先书面征求权利人意见，再由本机关决定。"
    "同意公开或者决定公开的，用选项 trade_secret=keep 处理；决定不公开的，请把有关内容分开后再处理"
)
"""Whose decision it is: taking the claim out would leave what it speaks of, and nobody would know."""
_SHORT = frozenset({"sex", "ethnicity", "education", "health", "wording", "sensitive_term", "minor"})
"""Kinds whose values are common words: a second 男 in a text is no leak."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log. It never holds what was taken out."""

    start: int
    """Offset in the text before the change, in characters."""
    length: int
    kind: str
    rule: str
    """The rule of screening, then the place in the policy's table."""
    action: Action
    replacement: str
    where: str = ""
    why: str = ""
    reviewer: str | None = None
    """Who confirmed the change; None until somebody did."""

    def as_json(self) -> dict[str, str | int | None]:
        """The entry as ``gongkai redact --json`` prints it."""
        return {
            "where": self.where,
            "start": self.start,
            "length": self.length,
            "kind": self.kind,
            "rule": self.rule,
            "action": self.action.value,
            "replacement": self.replacement,
            "why": self.why,
            "reviewer": self.reviewer,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """A span that is replaced, with the finding behind it."""

    start: int
    end: int
    replacement: str
    action: Action
    finding: Finding
    cell: str
    """The place in the policy's table."""
    kept: int = 0
    """Characters at the start of the span that stay (the surname), where nothing can be written in."""

    def change(self) -> Change:
        """The decision as an entry of the log."""
        return Change(
            start=self.start,
            length=self.end - self.start,
            kind=self.finding.kind,
            rule=f"{self.finding.rule}；{self.cell}",
            action=self.action,
            replacement=self.replacement,
            where=self.finding.where,
            why=self.finding.why,
        )

    @property
    def secret(self) -> str:
        """What must not be left anywhere; empty where the value is a common word, or a given name alone,
        after which a shop may be called."""
        found = self.finding
        is_given = found.kind == "person" and found.value[1:] == found.text
        return "" if found.kind in _SHORT or is_given else found.text


def confirmed(log: Iterable[Change], reviewer: str) -> tuple[Change, ...]:
    """The log with the name of the person who confirmed its open entries."""
    return tuple(replace(one, reviewer=one.reviewer or reviewer) for one in log)


def action_for(finding: Finding, policy: Policy) -> tuple[Action, str]:
    """What the policy does with a finding. What screening keeps stays, except officers' names by setting."""
    action, cell = policy.decide(finding.kind, finding.whom)
    by_setting = finding.kind == "person" and finding.whom is Whom.OFFICIAL and "=" in _cell(policy, finding)
    if finding.verdict is Verdict.KEEP and not by_setting:
        return Action.KEEP, cell
    if finding.kind == "person" and is_masked(finding.text):
        return Action.KEEP, cell
    return action, cell


def _cell(policy: Policy, finding: Finding) -> str:
    """The cell of an officer's name as it stands in the table."""
    row = next(row for row in policy.rows if finding.kind in row.kinds or "*" in row.kinds)
    return row.cells.get(finding.whom.value, "")


def decide(findings: Sequence[Finding], text: str, policy: Policy) -> tuple[Decision, ...]:
    """Decisions over ``text`` in its order, without overlaps. Raises Refused where there is no copy."""
    chosen: list[tuple[Finding, Action, str]] = []
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        action, cell = action_for(finding, policy)
        if action is Action.REFUSE:
            raise Refused(
                MAY_NOT_LEAVE,
                f"{finding.where}：{finding.why}" if finding.where else finding.why,
                _OWNERS if finding.kind == "trade_secret" else _REVIEWERS.format(policy.title),
            )
        if action is not Action.KEEP and finding.end > finding.start:
            chosen.append((finding, action, cell))
    masked = masks(finding.value or finding.text for finding, action, _ in chosen if action is Action.MASK)
    made = [
        _paired(_decision(finding, action, cell, text, policy, masked), text)
        for finding, action, cell in chosen
    ]
    return tuple(_without_comma(_apart(made), text))


def _decision(
    finding: Finding, action: Action, cell: str, text: str, policy: Policy, masked: Mapping[str, str]
) -> Decision:
    """The span and its replacement."""
    start, end = _span(finding, text)
    replacement, kept = policy.placeholder, 0
    if action is Action.MASK:
        replacement = masked[plain(finding.value or finding.text)]
        kept = _kept(finding.text, surname(finding.value or finding.text))
    elif action is Action.ROLE:
        replacement = _role(finding, text, policy)
    elif action is Action.DROP:
        born = _BORN.match(text, end) if finding.kind == "birth" else None
        start, end = _with_label(text, start, born.end() if born else end)
        replacement = "" if text[start:end] != finding.text else policy.placeholder
    return Decision(start, end, replacement, action, finding, cell, kept)


_FIELD = re.compile(r"([一-龥]{2,6})[:：](?=.)")
_CLAUSE = "，,、。；;：:（(）)\n"
_OVERHANG = 2
_LINKS = frozenset("称其因系由向对将与和在及是的")


def _span(finding: Finding, text: str) -> tuple[int, int]:
    """Where the replacement goes: behind a label (投诉人：), and over the rest of a word that a hint cuts."""
    start, end = finding.start, finding.end
    if finding.kind not in _HINTS:
        return start, end
    label = _FIELD.match(text, start, end)
    if label and finding.kind == "reporter_hint" and label[1] in words.REPORTER_LABELS:
        return label.end(), end
    left = start
    while left and text[left - 1] not in _CLAUSE and start - left <= _OVERHANG:
        left -= 1
    rest = text[left:start]
    if finding.kind == "minor" and len(rest) <= _OVERHANG and not _LINKS & set(rest):
        start = left
    if finding.kind == "minor" and text[end + 1 : end + 2] in ("（", "(") and text[end] not in _CLAUSE:
        end += 1
    return start, end


_IN_BRACKET = re.compile(r"[^（(）)。\n]{0,24}(?=[）)])")
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》"}


def _paired(one: Decision, text: str) -> Decision:
    """The decision over a bracket's other half too, where that stands right behind: 因病请假（手术|）.

    Of a child over all that the bracket says of it: 女儿（5岁|，名叫朵朵）.
    """
    rest = _IN_BRACKET.match(text, one.end) if one.finding.kind == "minor" else None
    end = rest.end() if rest else one.end
    last, span = text[end : end + 1], text[one.start : one.end]
    opened = any(shut == last and span.count(mark) > span.count(shut) for mark, shut in _PAIRS.items())
    return replace(one, end=end + 1) if opened else one


def _kept(raw: str, family: str) -> int:
    """How many raw characters the surname takes; 0 where the span does not begin with it."""
    return len(family) if raw.startswith(family) and len(raw) > len(family) else 0


def _role(finding: Finding, text: str, policy: Policy) -> str:
    """The role word; nothing where it stands before the name already (举报人李四)."""
    before = text[max(0, finding.start - 8) : finding.start].rstrip()
    if _ROLE.search(before):
        return ""
    if before.endswith(("：", ":", "是", "为", "系", "、", "和", "及", "与")) or not before.strip():
        return policy.placeholder
    word = policy.words.get("reporter", "举报人")
    return policy.words.get("complainant", word) if _complained(finding.value or finding.text, text) else word


def _complained(name: str, text: str) -> bool:
    """Whether the sentence that names somebody first calls them a complainant: who complains of a purchase
    is none who reports."""
    at = text.find(name)
    called = list(_CALLED.finditer(text, max(0, at - _NEAR), at)) if at > 0 else []
    return bool(called) and called[-1][0] in ("投诉人", "投诉者") and "。" not in text[called[-1].end() : at]


def _with_label(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with its comma, and with the label before it: of 性别：女，民族：汉族， nothing is left."""
    label = _TRAIT.search(text, max(0, start - 10), start)
    if label:
        whole = _with_comma(text, label.start(), end)
        if whole != (label.start(), end):
            return whole
    return _with_comma(text, start, end)


def _with_comma(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the comma after it, where a comma, a bracket or a line's start stands before it."""
    comma = _COMMA.match(text, end)
    if comma and (start == 0 or text[start - 1] in _BEFORE_DROP):
        return start, comma.end()
    if start and text[start - 1] in "，,、；;" and (end == len(text) or text[end] in "。）)\n"):
        return start - 1, end
    return start, end


def _apart(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions without overlaps: where two meet, the earlier one also covers the rest of the later one."""
    apart: list[Decision] = []
    for one in sorted(decisions, key=lambda one: (one.start, -one.end)):
        last = apart[-1] if apart else None
        if last is None or one.start >= last.end:
            apart.append(one)
        elif _is_dropped(last) and _is_dropped(one) and last.end < one.end:
            apart.append(replace(one, start=last.end))
        elif one.end > last.end:
            apart[-1] = replace(last, end=one.end, action=Action.REMOVE, replacement="×××", kept=0)
    return _joined(apart)


def _joined(decisions: Iterable[Decision]) -> list[Decision]:
    """Placeholders that touch say no more than one: the second is left out, its place is in the log."""
    joined: list[Decision] = []
    for one in decisions:
        last = joined[-1] if joined else None
        touches = last is not None and last.end == one.start and last.replacement == one.replacement != ""
        joined.append(replace(one, replacement="") if touches and one.action is Action.REMOVE else one)
    return joined


def _is_dropped(one: Decision) -> bool:
    return one.action is Action.DROP and not one.replacement


def _without_comma(decisions: list[Decision], text: str) -> list[Decision]:
    """The decisions, with the comma or the brackets around traits of which nothing is left: 王某|，|。"""
    for at in range(len(decisions) - 1, -1, -1):
        one = decisions[at]
        if not _is_dropped(one) or text[one.end : one.end + 1] not in _SENTENCE_ENDS:
            continue
        first = at
        while (
            first and _is_dropped(decisions[first - 1]) and decisions[first - 1].end == decisions[first].start
        ):
            first -= 1
        start, end = decisions[first].start, one.end
        if text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")"):
            # Nothing is left between the brackets: 仇某（）.
            decisions[at] = replace(one, end=end + 1)
            decisions[first] = replace(decisions[first], start=start - 1)
            continue
        free = not first or decisions[first - 1].end < start
        if start and free and text[start - 1] in "，,、；;":
            decisions[first] = replace(decisions[first], start=start - 1)
    return decisions
