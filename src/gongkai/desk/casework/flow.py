"""Flows as data: which verbs a stage allows, to whom, on what conditions (DESIGN.md 3).

One :class:`Flow` draws the buttons, guards the verbs, prints the diagram in the docs and feeds the property
tests. A verb runs inside :func:`acting`, which locks the case, asks flow and rules, and sees to it that
something was recorded before the stage moves on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.words import official
from gongkai.desk.casework.models import Case, Event
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition looks at: the case as it is, who wants what when, and what was typed.

    ``known`` is what conditions looked up, for those that ask the same: while they are asked nothing changes.
    """

    case: Case
    by: Officer
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def day(self) -> date:
        """The statutory day."""
        return shanghai_date(self.at)


@dataclass(frozen=True, slots=True)
class Issue:
    """Why a move is blocked, and the way out; a preview shows it, the verb refuses with it."""

    code: str
    sentence: str
    mend: str = ""


Rule = Callable[[Officer, Case, date], bool]
"""Whether an officer may take a move on a day."""
Need = Callable[[Situation], Issue | None]
"""A condition of a move; null when it is met."""
Gate = Callable[[Officer, date], QuerySet[Case]]
"""Which cases an officer may see on a day (DESIGN.md law 6)."""


def anyone(officer: Officer, case: Case, day: date) -> bool:
    """The rule of a move that everybody who sees the case may take."""
    return True


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of a flow: ``verb`` leads from any of ``sources`` to ``target``; ``title`` is its button."""

    verb: str
    sources: frozenset[str]
    target: str
    title: str
    may: Rule = anyone
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that is open to somebody, with what would block it now."""

    move: Move
    issues: tuple[Issue, ...]


class Flow:
    """Stages and moves, checked when it is made: known stages, no verb twice, every stage reachable.

    ``gate`` is the app's own where reviewers see more of its cases than of others.
    """

    def __init__(
        self,
        stages: type[models.TextChoices],
        moves: tuple[Move, ...],
        *,
        start: str,
        gate: Gate = visible_to,
    ) -> None:
        self.gate = gate
        self.stages = stages
        self.moves = moves
        self.start = start
        known = set(stages.values)
        seen: set[tuple[str, str]] = set()
        for move in moves:
            pairs = {(move.verb, source) for source in move.sources}
            if not move.sources or not {*move.sources, move.target} <= known or pairs & seen:
                raise ValueError(f"flow: move {move.verb} has no, unknown or doubled stages")
            seen |= pairs
        if start not in known or self.reachable() != known:
            raise ValueError(f"flow: not reachable from {start}: {known - self.reachable()}")

    def reachable(self) -> set[str]:
        """The stages that a case can come to."""
        found, pending = {self.start}, [self.start]
        while pending:
            stage = pending.pop()
            for move in self.moves_from(stage):
                if move.target not in found:
                    found.add(move.target)
                    pending.append(move.target)
        return found

    def moves_from(self, stage: str) -> list[Move]:
        """The arrows that leave a stage, in the order of the flow."""
        return [move for move in self.moves if stage in move.sources]

    def move(self, verb: str, stage: str) -> Move:
        """The arrow of a verb at a stage. Raises Refused (``wrong-stage``) with what is possible instead."""
        for move in self.moves_from(stage):
            if move.verb == verb:
                return move
        titles = {move.verb: move.title for move in self.moves}
        instead = "、".join(move.title for move in self.moves_from(stage))
        raise Refused(
            "wrong-stage",
            f"案件处于“{official(self.stages(stage).label)}”，不能{titles.get(verb, verb)}",
            f"此时可以：{instead}" if instead else "此案件不再办理",
        )

    def offers(self, situation: Situation) -> list[Offer]:
        """What this officer may do now: the buttons, each with what would block it."""
        case, by, day = situation.case, situation.by, situation.day
        return [
            Offer(move, tuple(issue for need in move.needs if (issue := need(situation)) is not None))
            for move in self.moves_from(case.stage)
            if move.may(by, case, day)
        ]

    def mermaid(self) -> str:
        """The flow as the text of a mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {stage.value} : {official(stage.label)}" for stage in self.stages]
        for move in self.moves:
            lines += [
                f"    {source} --> {move.target} : {move.title}"
                for source in self.stages.values
                if source in move.sources
            ]
        ends = [stage for stage in self.stages.values if not self.moves_from(stage)]
        return "\n".join([*lines, *(f"    {stage} --> [*]" for stage in ends)]) + "\n"


@dataclass(slots=True)
class Act:
    """A verb under way: the locked case, and the way to record and to refuse."""

    case: Case
    move: Move
    by: Officer
    at: datetime
    events: list[Event] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The statutory day of the act."""
        return shanghai_date(self.at)

    def require(self, condition: bool, sentence: str, mend: str = "", code: str = "not-now") -> None:
        """Refuse with a sentence and a way out unless ``condition`` holds."""
        if not condition:
            raise Refused(code, sentence, mend)

    def record(
        self,
        type: str,
        *,
        occurred: date | None = None,
        data: Mapping[str, Any] | None = None,
        commits: Mapping[str, str] | None = None,
    ) -> Event:
        """Append to the case's chain; ``occurred`` is the day of the act unless it is another."""
        event = record(
            self.case.stream,
            type,
            by=self.by,
            occurred=occurred or self.day,
            at=self.at,
            data=data,
            commits=commits,
        )
        self.events.append(event)
        return event


@contextmanager
def acting(case: Case, verb: str, *, flow: Flow, by: Officer, at: datetime, **values: Any) -> Iterator[Act]:
    """Lock the case, check gate, flow, rule and conditions; afterwards move the stage. One transaction.

    Raises Refused: ``not-found`` for a case that ``by`` may not see, ``wrong-stage``, ``not-allowed``, or
    what a condition says. ``case`` itself is brought up to date when all went well.
    """
    with transaction.atomic(), asking_once():
        locked = lock(case)
        situation = Situation(locked, by, at, values)
        if not flow.gate(by, situation.day).filter(pk=locked.pk).exists():
            raise Refused("not-found", "没有这一案件", "请核对编号")
        move = flow.move(verb, locked.stage)
        if not move.may(by, locked, situation.day):
            raise Refused("not-allowed", f"{by.name}当日没有“{move.title}”的职责", "请由有此职责的人办理")
        for need in move.needs:
            issue = need(situation)
            if issue is not None:
                raise Refused(issue.code, issue.sentence, issue.mend)
        act = Act(locked, move, by, at)
        yield act
        if not act.events:
            raise AssertionError(f"verb {verb} recorded nothing")
        if locked.stage != move.target:
            locked.stage = move.target
            locked.save(update_fields=["stage"])
    case.stage = locked.stage


def lock(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends."""
    return (
        Case.objects.select_related("registration")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=case.pk)
    )
