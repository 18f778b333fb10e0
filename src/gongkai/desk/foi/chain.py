"""The reply chain of a decision: its steps, their names, and when the main leader 主要负责人 signs last.

The main leader is who holds a post of the agency's leadership that the settings name (``main_leader_posts``)
together with the duty of a leader; what goes up to them is the policy of the office (``main_leader_signs``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency, Duty, Post
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.foi.models import Consulted, Decision
from gongkai.desk.foi.stages import CHAIN, LONG_CHAIN, Occasion, Step
from gongkai.law.outcomes import Outcome
from gongkai.refusal import Refused

AGAINST = (Consulted.Opinion.AGAINST, Consulted.Opinion.PARTLY)
"""Opinions of a third party that does not want everything disclosed."""
_GIVES = ("grant", "partial")
Word = TypeVar("Word", Occasion, Step)
_BETWEEN = re.compile(r"[,，、;；\s]+")


def occasions() -> frozenset[Occasion]:
    """What goes up to the main leader. Raises Refused (``bad-setting``) for a word that is none."""
    return frozenset(named(tuple(Occasion), "main_leader_signs"))


def named(known: Sequence[Word], setting: str) -> tuple[Word, ...]:
    """What a setting names of a list, in the list's order. Raises Refused (``bad-setting``)."""
    words = [one for one in _BETWEEN.split(str(settings.GONGKAI_VALUES[setting])) if one]
    unknown = [one for one in words if one not in known]
    if unknown:
        may = "、".join(f"{one.value}（{one.label}）" for one in known)
        raise Refused("bad-setting", f"设置 {setting} 里没有“{unknown[0]}”", f"可以写 {may}")
    return tuple(one for one in known if one in words)


def main_leaders(agency: Agency, day: date) -> set[int]:
    """The officers who lead the whole bureau on a day, by their post."""
    titles = {one for one in _BETWEEN.split(str(settings.GONGKAI_VALUES["main_leader_posts"])) if one}
    posts = Post.objects.filter(
        Post.on(day), unit__isnull=True, officer__agency=agency, officer__is_active=True
    ).values_list("officer", "title")
    return {officer for officer, title in posts if titles & set(_BETWEEN.split(title))}


def wants_main_leader(found: Outcome, *, against: bool, agency: Agency, day: date) -> bool:
    """Whether an answer goes up to the main leader; ``against``: a third party did not agree to it.

    Where nobody but the main leader leads the bureau, their one signature is enough. Raises Refused:
    ``no-main-leader`` where the policy wants one and nobody holds such a post.
    """
    policy = occasions()
    asked = Occasion.THIRD in policy and against and found.group in _GIVES
    if not asked and not (found.group in Occasion.values and Occasion(found.group) in policy):
        return False
    heads = main_leaders(agency, day)
    if not heads:
        raise Refused(
            "no-main-leader",
            f"本机关规定“{found.label}”由主要负责人签发，但 {day} 没有登记主要负责人",
            "请系统管理员登记主要负责人的职务，或者核对设置 main_leader_posts",
        )
    return eligible(Duty.Kind.LEADER, None, day, agency=agency).exclude(pk__in=heads).exists()


def demand_main_consent(occasion: Occasion, consent: int | None, agency: Agency, day: date) -> None:
    """Refuse (``no-consent``) what the policy leaves to the main leader, when somebody else consented."""
    if occasion in occasions() and consent not in main_leaders(agency, day):
        raise Refused(
            "no-consent", f"本机关规定“{occasion.label}”须由主要负责人同意", "请报主要负责人同意后登记"
        )


def steps_of(decision: Decision) -> tuple[Step, ...]:
    """The steps that a decision passes, in their order; a small bureau may have merged some."""
    if decision.steps:
        return tuple(Step(one) for one in decision.steps.split(","))
    return LONG_CHAIN if decision.main_signs else CHAIN


def open_step(decision: Decision) -> Step | None:
    """The step of the chain that a decision waits for; null when it is not in the chain."""
    if decision.state != Decision.State.CHAIN:
        return None
    passed = {one.stage for one in decision.opinions.all() if one.passed}
    return next((step for step in steps_of(decision) if step not in passed), None)


def label(step: str, decision: Decision) -> str:
    """The name of a step; the leader in charge signs 签发 only where nobody comes after."""
    if step == Step.LEADER and decision.main_signs:
        return _("分管领导审核")
    return str(Step(step).label)
