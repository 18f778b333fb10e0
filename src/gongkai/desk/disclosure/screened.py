"""What is looked for in an item before it is handed in, and whether somebody resolved it.

A secrecy mark 密级标志 is never stored (:mod:`verbs.quarantining`). Every other finding 疑点 is resolved by a
named person before the handing in: what a policy decides is confirmed as one list, the rest singly. The
submission keeps each finding with its resolution; the door demands them again (``E_FINDING``).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from gongkai.desk.casework import indexing, masking, secrecy
from gongkai.desk.disclosure import catalogue, classes, leaves, rules
from gongkai.desk.disclosure.knowing import known_of, policy_of
from gongkai.desk.disclosure.models import FileCheck, Item, ItemFile, RenewedMark, Resolution, Submission
from gongkai.refusal import Refused
from gongkai.screening import Finding, Known, Verdict, Whom
from gongkai.screening.policies.deciding import action_for
from gongkai.screening.policies.model import Action, Policy
from gongkai.screening.text import has_mark, screen_text

RULES = "screening/1"
"""Every finding was resolved by a named person on the desk."""
REGISTER = "register/1"
"""A register records that somebody reviewed the item; nobody resolved findings one by one."""
FILE = "attachment"
"""Kind of the entry that says that a file was screened under its SHA-256."""
CATALOGUE = "catalogue"
"""How the parts of the catalogue metadata begin."""
PARTS = {"title": "标题", "doc_no": "文号", "body": "正文"}
"""Where a finding stands, as the records write it in any language of the desk."""
_TAKEN_OUT = (Resolution.Decision.MASKED, Resolution.Decision.REMOVED)
_PERSONAL = {masking.ID: "身份证号", masking.CARD: "银行卡号"}
_LONGEST_WHERE = 100
_DOMAIN = b"gongkai/finding/1\n"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One finding 疑点 as people resolve it: the same words in the same part are one.

    ``action`` is what the policy would do; ``count`` how often the words stand there. ``file`` is the
    attachment it stands in, if in one.
    """

    part: str
    kind: str
    mark: str
    where: str
    text: str
    rule: str
    why: str
    article: str
    verdict: Verdict
    whom: str
    action: Action
    count: int = 1
    resolution: Resolution | None = None
    file: ItemFile | None = None

    @property
    def key(self) -> str:
        """What forms send back: part, kind and digest."""
        return f"{self.part}|{self.kind}|{self.mark[:24]}"

    @property
    def is_by_policy(self) -> bool:
        """Whether a policy decides: such findings are confirmed as one list."""
        if self.verdict is Verdict.REVIEW:
            return self.kind == "person" and bool(self.whom)
        return self.verdict in (Verdict.KEEP, Verdict.REDACT)

    @property
    def stays(self) -> bool:
        """Whether the policy keeps it."""
        return self.action is Action.KEEP

    @property
    def is_open(self) -> bool:
        """Whether a person still has to say something; what screening itself keeps needs nobody."""
        return self.resolution is None and self.verdict is not Verdict.KEEP


def suspects(item: Item) -> list[Suspect]:
    """Every finding of an item as it stands, with how it was resolved; attachments that were screened too."""
    given = {(one.part, one.kind, one.mark): one for one in item.resolutions.select_related("officer")}
    secrets = indexing.reading().secrets
    found = suspects_under(item, secrets[0])
    return [replace(one, resolution=_given(one, given, secrets)) for one in found]


def suspects_under(item: Item, secret: bytes) -> list[Suspect]:
    """Every finding of an item as it stands, its words marked under this key, without what was resolved."""
    known, policy = known_of(item), policy_of(item)
    return [*_in_text(item, known, policy, secret), *_in_files(item, policy)]


def _given(
    one: Suspect, given: Mapping[tuple[str, str, str], Resolution], secrets: Sequence[bytes]
) -> Resolution | None:
    """The resolution of a finding; while marks are made anew it may stand under the mark before."""
    found = given.get((one.part, one.kind, one.mark))
    for secret in secrets[1:] if one.file is None else ():
        found = found or given.get((one.part, one.kind, mark_of(one.text, secret)))
    return found


def unscreened(item: Item) -> list[ItemFile]:
    """The attachments that no check of this policy knows by their SHA-256."""
    policy = policy_of(item)
    done = set(
        FileCheck.objects.filter(
            policy=policy.id, sha256__in=[one.sha256 for one in item.files.all()]
        ).values_list("sha256", flat=True)
    )
    return [one for one in item.files.all() if one.sha256 not in done]


def mark_of(text: str, secret: bytes | None = None) -> str:
    """A keyed digest of found words: the same words give the same, nobody without the key gets back.

    ``secret``: the key; without one it is the newest of the index.
    """
    key = secret or indexing.reading().newest
    return hmac.new(key, _DOMAIN + text.encode("utf-8"), sha256).hexdigest()


def renewed(marks: Iterable[str]) -> dict[str, str]:
    """What these marks of signed submissions are called since the index was made anew, where it was."""
    return dict(RenewedMark.objects.filter(old__in=list(marks)).values_list("old", "new"))


def entries(item: Item, author: str, last: Submission | None) -> list[dict[str, Any]]:
    """The findings of a submission (SEALING.md 3.2). Refuses ``unscreened`` and ``open-findings``.

    With those that stand, each with who resolved it, go those taken out since the last submission, and one
    for each attachment with the SHA-256 under which it was screened. The files of an annual report are made
    by the program from what was signed, and hints in its text are answered for by whoever hands it in.
    """
    demand_no_mark(texts(item))
    is_report = item.kind == Item.Kind.REPORT
    if (waiting := unscreened(item)) and not is_report:
        raise Refused(
            "unscreened", f"附件“{waiting[0].name[:60]}”还没有检查", "请在附件栏点“检查”，或者重新上传"
        )
    found = suspects(item)
    if open_ones := [one for one in found if one.is_open and not (is_report and _may_stay(one))]:
        raise Refused(
            "open-findings", f"还有 {len(open_ones)} 处疑点没有处理", "请在“疑点”页逐项处理，然后再送审"
        )
    rows = [_entry(one, author) for one in found]
    gone = item.resolutions.filter(decision__in=_TAKEN_OUT).select_related("officer")
    if last is not None:
        gone = gone.filter(at__gt=last.at)
    rows += [_row(one.where, one.kind, one.mark, one.decision, rules.written(one.officer)) for one in gone]
    return rows + [
        _row(f"附件 {one.name}", FILE, one.sha256, "checked", author)
        for one in item.files.order_by("position", "pk")
    ]


def _may_stay(one: Suspect) -> bool:
    """Whether a finding is a hint to be read, nothing that has to go."""
    return one.verdict is Verdict.REVIEW


def entries_of_register(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """None: a register says who reviewed, not how. Refuses ``secrecy-mark`` and ``personal-number``."""
    everything = list(_texts(content))
    demand_no_mark(everything)
    for text in everything:
        masked = masking.mask_numbers(text)
        for token, name in _PERSONAL.items():
            if masked.count(token) > text.count(token):
                raise Refused("personal-number", f"内容中有{name}，不能公开", "请遮盖后再送审")
    return []


def demand_no_mark(everything: Iterable[str]) -> None:
    """Refuse (``secrecy-mark``) a text with a secrecy mark; the refusal never repeats it."""
    if any(has_mark(text) for text in everything if text):
        raise secrecy.refusal(
            "内容中有密级标志，没有保存",
            "本系统为非涉密系统：请立即停止办理，清除本页内容并报告保密办公室",
        )


def texts(item: Item) -> list[str]:
    """Every text of an item that a reader would see, attachments aside."""
    more = (*fields_of(item).values(), *catalogue.kept(item).values())
    return [item.title, item.doc_no, item.text, leaves.words(item.body), *more]


def fields_of(item: Item) -> dict[str, str]:
    """The fields of the item's class, by key."""
    given = (item.extras or {}).get("fields") or {}
    return {str(name): str(value) for name, value in given.items() if value}


def parts(item: Item) -> list[tuple[str, str, str]]:
    """What is screened of an item: (part, how it is called, text)."""
    body = leaves.words(item.body) if item.body else "\n" + item.text
    named = [("title", item.title), ("doc_no", item.doc_no), ("body", body)]
    found = [(part, PARTS[part], text) for part, text in named if text]
    labels = {one.key: one.label for one in classes.fields(item.category, item.formed_on, moved=True)}
    found += [(f"field:{name}", labels.get(name, name), text) for name, text in fields_of(item).items()]
    told = catalogue.kept(item).items()
    return found + [(f"{CATALOGUE}:{name}", catalogue.HEADERS[name], text) for name, text in told]


def _in_text(item: Item, known: Known, policy: Policy, secret: bytes) -> Iterator[Suspect]:
    """The findings of the texts; the catalogue repeats title and text, so what stands there is told once."""
    seen: set[tuple[str, str]] = set()
    for one in _in_parts(item, known, policy, secret):
        if not one.part.startswith(CATALOGUE) or (one.kind, one.mark) not in seen:
            seen.add((one.kind, one.mark))
            yield one


def _in_parts(item: Item, known: Known, policy: Policy, secret: bytes) -> Iterator[Suspect]:
    for part, called, text in parts(item):
        found: dict[tuple[str, str], Suspect] = {}
        where = called if part != "body" else None
        for one in screen_text(text, known, where=where):
            mark = mark_of(one.text, secret)
            before = found.get((one.kind, mark))
            if before is None:
                place = one.where if where else _line_before(one.where)
                found[one.kind, mark] = suspect(part, one, mark, place, policy)
            else:
                worst = (
                    before
                    if _WEIGHT[before.verdict] <= _WEIGHT[one.verdict]
                    else suspect(part, one, mark, before.where, policy)
                )
                found[one.kind, mark] = replace(worst, count=before.count + 1)
        yield from found.values()


_WEIGHT = {Verdict.BLOCK: 0, Verdict.REVIEW: 1, Verdict.REDACT: 2, Verdict.KEEP: 3}


def _line_before(where: str) -> str:
    """The first line of the joined texts is empty: 第 3 行 is the second that a reader sees."""
    digits = "".join(sign for sign in where if sign.isdigit())
    return f"正文第 {max(1, int(digits) - 1)} 行" if digits else "正文"


def suspect(part: str, one: Finding, mark: str, where: str, policy: Policy) -> Suspect:
    """A finding of screening as a suspect of a part."""
    return Suspect(
        part=part,
        kind=one.kind,
        mark=mark,
        where=where,
        text=one.text,
        rule=one.rule,
        why=one.why,
        article=one.article,
        verdict=one.verdict,
        whom=one.whom.value,
        action=Action.KEEP if one.verdict is Verdict.KEEP else action_for(one, policy)[0],
    )


def _in_files(item: Item, policy: Policy) -> Iterator[Suspect]:
    """The stored findings of the attachments, by their SHA-256."""
    files = list(item.files.order_by("position", "pk"))
    checks = {
        one.sha256: one
        for one in FileCheck.objects.filter(policy=policy.id, sha256__in=[file.sha256 for file in files])
    }
    for file in files:
        check = checks.get(file.sha256)
        for row in check.found if check else ():
            yield Suspect(
                part=f"file:{file.sha256}",
                kind=row["kind"],
                mark=row["mark"],
                where=f"附件“{file.name}”{row['where']}"[:_LONGEST_WHERE],
                text=row["text"],
                rule=row["rule"],
                why=row["why"],
                article=row["article"],
                verdict=Verdict(row["verdict"]),
                whom=row["whom"],
                action=Action(row["action"]),
                count=row["count"],
                file=file,
            )


def rows_of(findings: Sequence[Finding], policy: Policy) -> list[dict[str, Any]]:
    """The findings of a file as a :class:`FileCheck` keeps them: the same words once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    secret = indexing.writing().newest
    for one in findings:
        mark = mark_of(one.text or f"{one.where}\n", secret)
        row = found.get((one.kind, mark))
        if row is not None:
            row["count"] += 1
            continue
        as_seen = suspect("", one, mark, one.where, policy)
        found[one.kind, mark] = {
            "kind": one.kind,
            "mark": mark,
            "where": one.where[:40],
            "text": one.text[:120],
            "rule": one.rule,
            "why": one.why,
            "article": one.article,
            "verdict": one.verdict.value,
            "whom": Whom(one.whom).value,
            "action": as_seen.action.value,
            "count": 1,
        }
    return list(found.values())


def _entry(one: Suspect, author: str) -> dict[str, Any]:
    by = rules.written(one.resolution.officer) if one.resolution else author
    decision = one.resolution.decision if one.resolution else Resolution.Decision.RULE
    return _row(one.where, one.kind, one.mark, decision, by)


def _row(where: str, kind: str, mark: str, decision: str, by: str) -> dict[str, Any]:
    place = " ".join(where.split())[:_LONGEST_WHERE]
    return {"where": place, "kind": kind, "sha256": mark, "resolution": str(decision), "by": by}


def _texts(value: Any) -> Iterator[str]:
    """Every text in an object; names of fields and digests of files are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            if name not in ("sha256", "salt"):
                yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)
