"""区分处理: a copy of what was found without what is withheld, made and verified by screening.

No verified copy, no file. A named person looks at it and confirms; only then can an answer give it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Attachment, Case, Party
from gongkai.desk.casework.personal import open_value, party_for_letter, seal_value
from gongkai.desk.casework.recording import record
from gongkai.desk.foi import attachments
from gongkai.desk.foi.models import Application, Copy
from gongkai.desk.foi.rules import handles
from gongkai.desk.foi.stages import Stage
from gongkai.refusal import Refused
from gongkai.screening import Known, TermList
from gongkai.screening import Party as KnownParty
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files.types import ENDINGS, MEDIA, NAMES, type_of
from gongkai.screening.finding import Verdict
from gongkai.screening.known import Term
from gongkai.screening.policies.model import Action, policies, policy
from gongkai.screening.redacting import redacted
from gongkai.screening.screening import extract

TABLE = "foi_copy"
"""Name of the table in the place that the log of a copy is bound to."""
OTHERWISE = "request"
"""The policy that the form proposes."""
WITH_WORDS = ("request", "all")
"""Policies that take out the words that a handler names."""
OPEN = (Stage.OPEN, Stage.CORRECTING, Stage.PAYING)
"""Stages in which copies are made: before the answer is signed by anybody."""
MOST_WORDS = 200
_CONVERTED = {"doc": "docx", "xls": "xlsx"}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Taken:
    """One line of a copy's log: where, by which rule, what was done, what stands there now, why."""

    where: str
    action: str
    replacement: str
    why: str
    rule: str


ACTIONS = {
    Action.MASK: "以某代名",
    Action.ROLE: "以身份代名",
    Action.REMOVE: "遮去",
    Action.DROP: "删去",
    Action.KEEP: "保留",
}
"""What was done, in words."""


def offered() -> list[tuple[str, str]]:
    """The policies that a copy may be made by: name and title; statistics have their own way."""
    found = {one.name: one.title for one in policies() if one.name != "statistics"}
    return sorted(found.items(), key=lambda pair: (pair[0] != OTHERWISE, pair[0]))


def title_of(policy_id: str) -> str:
    """What a policy is called, by its id."""
    return next((one.title for one in policies() if one.id == policy_id), policy_id)


def make_copy(
    source: Attachment, named: str, words: Sequence[str] = (), *, by: Officer, at: datetime
) -> Copy:
    """Make the copy of a record found; one that waits for its confirmation gives way to it.

    ``words`` are what the handler withholds beside what the policy takes out. Raises Refused:
    ``not-allowed``, ``wrong-stage``, ``not-a-record``, ``words-need-policy``, ``short-word``,
    ``word-missing`` for one that does not stand there, ``unclean`` when no verified copy can be made,
    ``confirmed`` for a record whose copy somebody confirmed.
    """
    case = source.case
    _demand(case, by, at)
    if source.purpose != Attachment.Purpose.RECORD:
        raise Refused("not-a-record", "只有“查找到的信息”才制作提供的副本", "请先把查到的信息上传为原件")
    live = Copy.objects.filter(source=source, state__in=(Copy.State.MADE, Copy.State.CONFIRMED)).first()
    if live is not None and live.state == Copy.State.CONFIRMED:
        raise Refused("confirmed", "这份原件已有确认过的副本", "要重做的，先注明不用那一份")
    asked = _asked(named, words)
    name, data = attachments.contents(source)
    _demand_there(name, data, asked)
    made, log = _redacted(name, data, named, _known(case, asked))
    kind = type_of(data, name)
    final = _CONVERTED.get(kind, kind)
    copy_name = _copy_name(name, final)
    with transaction.atomic():
        if live is not None:
            _drop(live)
        file = attachments.store(case, Attachment.Purpose.COPY, copy_name, MEDIA[final], made, by=by, at=at)
        copy = Copy(
            application=Application.objects.get(pk=case.pk),
            source=source,
            made=file,
            policy=policy(named).id,
            changes=len(log),
            source_sha256=source.sha256,
            sha256=file.sha256,
            made_by=by,
            made_at=at,
        )
        copy.sealed, copy.log = seal_value(case, TABLE, _row(copy), [_kept(one) for one in log])
        copy.save(force_insert=True)
        data_of = {"source": source.sha256, "sha256": file.sha256, "policy": copy.policy, "changes": len(log)}
        day = shanghai_date(at)
        record(case.stream, "copy-made", by=by, occurred=day, at=at, data=data_of, commits={"log": copy.log})
    return copy


def confirm_copy(copy: Copy, *, by: Officer, at: datetime) -> Copy:
    """Say by name that the copy was looked at and may go out. Refuses ``settled``, ``not-allowed``."""
    return _settled(copy, Copy.State.CONFIRMED, "copy-confirmed", by=by, at=at)


def drop_copy(copy: Copy, *, by: Officer, at: datetime) -> Copy:
    """Not to use a copy: another one has to be made. It stays in the file with its log."""
    return _settled(copy, Copy.State.DROPPED, "copy-dropped", by=by, at=at)


def log_of(copy: Copy) -> list[Taken]:
    """What was taken out, in words; who may ask is the caller's gate."""
    rows: Any = open_value(copy.application.case, TABLE, _row(copy), bytes(copy.sealed))
    return [Taken(*(str(part) for part in row)) for row in rows]


def given_out(application: Application) -> list[Copy]:
    """The confirmed copies that go out with an answer, in the order of their making."""
    rows = Copy.objects.filter(application=application, state=Copy.State.CONFIRMED, made__isnull=False)
    return list(rows.select_related("made__case", "confirmed_by").order_by("pk"))


def demand_copies(application: Application) -> None:
    """Refuse (``copy-missing``) an answer that gives information while a record has no confirmed copy."""
    live = Copy.objects.filter(application=application, state=Copy.State.CONFIRMED).values("source")
    bare = Attachment.objects.filter(case=application.pk, purpose=Attachment.Purpose.RECORD)
    lacking = bare.exclude(pk__in=live).first()
    if lacking is not None:
        raise Refused(
            "copy-missing",
            f"“{lacking.name}”还没有确认过的副本",
            "请在“材料”页制作副本并确认；不提供的原件请去掉",
        )


def _demand(case: Case, by: Officer, at: datetime) -> None:
    if not handles(by, case, shanghai_date(at)):
        raise Refused("not-allowed", f"{by.name}当日没有办理这一件的职责", "请由承办人办理")
    if Case.objects.values_list("stage", flat=True).get(pk=case.pk) not in OPEN:
        raise Refused("wrong-stage", "答复已经送审，副本不能再改", "请先撤回拟稿")


def _asked(named: str, words: Sequence[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    known = dict(offered())
    if named not in known:
        raise Refused("unknown-policy", "没有选择处理规则", f"可以是 {'、'.join(known.values())}")
    if asked and named not in WITH_WORDS:
        raise Refused("words-need-policy", f"“{known[named]}”不处理指定的词句", f"请改用“{known[OTHERWISE]}”")
    if len(asked) > MOST_WORDS:
        raise Refused("too-many", f"指定的词句超过 {MOST_WORDS} 条", "请合并，或者把文件分开处理")
    if short := [word for word in asked if len(word) < _SHORTEST]:
        raise Refused("short-word", f"“{short[0]}”太短，会遮去不相干的字", "请写完整的词句")
    return asked


def _demand_there(name: str, data: bytes, words: Sequence[str]) -> None:
    """A word with a slip in it would stay in the copy unseen."""
    if not words:
        return
    text = "".join(extract(data, name).text.split())
    for word in words:
        if "".join(word.split()) not in text:
            raise Refused("word-missing", f"“{name}”里没有“{word}”", "请照原件核对这一词句")


def _known(case: Case, words: Sequence[str]) -> Known:
    """The persons of the case come first; then what the handler withholds."""
    rows = Party.objects.filter(case=case).select_related("case")
    names = [str(party_for_letter(one).get("name", "")) for one in rows]
    terms = tuple(Term(word, why="承办人指定不予公开", verdict=Verdict.REDACT) for word in words)
    lists = (TermList("承办人指定", "1", "sensitive_term", terms),) if terms else ()
    agency = case.registration.agency
    contacts = tuple(one for one in (agency.telephone, agency.address, agency.site) if one)
    parties = tuple(KnownParty(name) for name in names if name)
    return Known(parties=parties, contacts=contacts, lists=lists, shipped_lists=False)


def _redacted(name: str, data: bytes, named: str, known: Known) -> tuple[bytes, Any]:
    kind = type_of(data, name)
    if kind == "encrypted":
        raise Refused("encrypted", f"“{name}”已加密，无法处理", "请先解密再传")
    if kind not in MEDIA:
        raise Refused("unsupported", f"{NAMES.get(kind, kind)}不能制作副本", "请转成 DOCX、PDF 再传")
    try:
        return redacted(data, kind, policy(named), known)
    except Unclean as unclean:
        raise Refused(
            "unclean",
            f"“{name}”做不出核验过的副本：{unclean}",
            "；".join(unclean.faults[:3]) or "请手工处理后上传",
        ) from unclean


def _copy_name(name: str, kind: str) -> str:
    """The applicant's file: same name, another ending where the format was renewed."""
    path = PurePath(name)
    ending = path.suffix if path.suffix.lower().lstrip(".") in ENDINGS[kind] else f".{ENDINGS[kind][0]}"
    return f"{path.stem}（提供）{ending}"


def _kept(change: Any) -> list[str]:
    done = ACTIONS.get(change.action, str(change.action))
    return [change.where, done, change.replacement, change.why, change.rule]


def _row(copy: Copy) -> str:
    return f"{copy.application.case.uid}/{copy.sha256[:32]}/{copy.made_at.timestamp():.0f}"


def _settled(copy: Copy, state: str, event: str, *, by: Officer, at: datetime) -> Copy:
    case = copy.application.case
    _demand(case, by, at)
    day = shanghai_date(at)
    with transaction.atomic():
        locked = Copy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        fits = locked.state == Copy.State.MADE or (
            state == Copy.State.DROPPED and locked.state == Copy.State.CONFIRMED
        )
        if not fits:
            raise Refused("settled", "这份副本已经办过", "请刷新后再看")
        locked.state = state
        if state == Copy.State.CONFIRMED:
            locked.confirmed_by, locked.confirmed_at = by, at
        locked.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        record(case.stream, event, by=by, occurred=day, at=at, data={"sha256": locked.sha256})
    return locked


def _drop(copy: Copy) -> None:
    copy.state = Copy.State.DROPPED
    copy.save(update_fields=["state"])
