"""Whether a reply chain can be walked to its end: for each step another person, none of them the drafter.

In a small bureau it often cannot: no legal unit, one leader, a deputy who drafts. Then the drafter reads at
once what is missing. Where the office's setting (``reply_chain_merges``) allows it, steps are merged into
the leader's signature, as long as somebody else than the drafter signs at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework.models import Assignment, Case
from gongkai.desk.foi import chain
from gongkai.desk.foi.models import Decision
from gongkai.desk.foi.rules import legal_units, signs
from gongkai.desk.foi.stages import CHAIN, LONG_CHAIN, MERGEABLE, Step
from gongkai.refusal import Refused

_LEGAL = (Duty.Kind.HEAD, Duty.Kind.CLERK, Duty.Kind.HANDLER)
SEPARATOR = ","
"""Between the steps of a shortened chain, as a decision keeps them."""


def plan(case: Case, drafter: Officer, day: date, *, main_signs: bool) -> str:
    """The steps of a new decision, as it keeps them; empty for the usual chain.

    Raises Refused: ``chain-blocked`` with who is missing and how to mend it.
    """
    usual = LONG_CHAIN if main_signs else CHAIN
    able = {step: candidates(case, step, day, main_signs=main_signs) - {drafter.pk} for step in usual}
    if _fills(usual, able):
        return ""
    allowed = merged_by_setting()
    for count in range(1, len(allowed) + 1):
        for gone in combinations(allowed, count):
            left = tuple(step for step in usual if step not in gone)
            if _fills(left, able):
                return SEPARATOR.join(left)
    raise Refused("chain-blocked", _blocked(usual, able), _mend(usual, able))


def merged_by_setting() -> tuple[Step, ...]:
    """The steps that may be merged into the leader's signature. Raises Refused (``bad-setting``)."""
    return chain.named(MERGEABLE, "reply_chain_merges")


def merged_in(decision: Decision) -> list[Step]:
    """The steps that were merged into the leader's signature of a decision."""
    usual = LONG_CHAIN if decision.main_signs else CHAIN
    return [step for step in usual if step not in chain.steps_of(decision)]


def stuck(case: Case, decision: Decision, step: Step, day: date) -> tuple[str, str] | None:
    """Why nobody can sign the step that waits, and how to mend it; null while somebody can."""
    took_part = {decision.drafted_by_id, *decision.opinions.values_list("officer", flat=True)}
    if candidates(case, step, day, main_signs=decision.main_signs) - took_part:
        return None
    name = chain.label(step, decision)
    return (
        _("现在没有人能签“%(step)s”：有此职责的人都已经参与过这份答复，或者当日没有人有此职责")
        % {"step": name},
        _("请系统管理员登记承担“%(step)s”的人或者代理人（AB角）；也可以由拟稿人撤回，换人拟稿后重新送审")
        % {"step": name},
    )


def candidates(case: Case, step: str, day: date, *, main_signs: bool) -> set[int]:
    """The officers (their keys) who may sign a step on a day, by the rule that also judges the signature."""
    people = {one.pk: one for one in _pool(case, step, day)}
    return {
        pk for pk, one in people.items() if signs(one, case, step, day, main_signs=main_signs) is not None
    }


def _pool(case: Case, step: str, day: date) -> Iterable[Officer]:
    """Everybody whose duty the step may need, leaders for one that nobody holds."""
    agency = case.registration.agency
    yield from eligible(Duty.Kind.LEADER, None, day, agency=agency)
    if step == Step.UNIT:
        running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
        if running is not None:
            yield from eligible(Duty.Kind.HEAD, running.unit, day, agency=agency)
    elif step == Step.LEGAL:
        for unit in legal_units(agency.pk, day):
            for kind in _LEGAL:
                yield from eligible(kind, unit, day, agency=agency)
    elif step == Step.SECRECY:
        yield from eligible(Duty.Kind.SECRECY, None, day, agency=agency)


def _fills(steps: Sequence[Step], able: Mapping[Step, set[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Whether each step can have a person of its own."""
    if not steps:
        return True
    return any(_fills(steps[1:], able, taken | {one}) for one in able[steps[0]] - taken)


def _blocked(steps: Sequence[Step], able: Mapping[Step, set[int]]) -> str:
    people = set().union(*able.values())
    empty = [str(step.label) for step in steps if not able[step]]
    if empty:
        return _("审批走不到底：%(steps)s没有拟稿人以外的人能签") % {"steps": "、".join(empty)}
    said = {"steps": len(steps), "people": len(people)}
    return _("审批走不到底：%(steps)d 个环节须由不同的人签，拟稿人以外能签的只有 %(people)d 人") % said


def _mend(steps: Sequence[Step], able: Mapping[Step, set[int]]) -> str:
    short = [str(step.label) for step in steps if step in MERGEABLE and len(able[step]) < 2]
    return _(
        "请系统管理员登记承担%(steps)s的人或者代理人（AB角）；本单位确实没有人的，可以在设置 "
        "reply_chain_merges 中写明并入领导签发的环节（如 legal）；或者换人拟稿"
    ) % {"steps": "、".join(short) or _("各环节")}
