"""The notice of remedies (救济告知) that a decision about an application has to carry.

Who reviews is never decided here: for the bureau of a development zone it depends on whose department it is,
so organ, superior and court are given by the office's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import registry
from gongkai.law.outcomes import Outcome, outcome
from gongkai.law.registry import Confidence, RuleSet, Transition
from gongkai.refusal import Refused

FIELD = "remedy"


@dataclass(frozen=True, slots=True)
class RemedyNotice:
    """The sentence for the letter and what it rests on.

    ``articles`` cite law and article; ``review_first`` is true where the applicant has to ask for
    reconsideration before going to court (for a partial decision: as to the withheld part).
    """

    text: str
    ruleset: str
    articles: tuple[str, ...]
    review_first: bool
    confidence: Confidence
    note: str = ""


def remedy_text(
    on: date,
    outcome_code: str,
    *,
    review_organ: str,
    superior: str = "",
    court: str,
    partial_review_first: bool = True,
    received: date | None = None,
    policy: Transition = Transition.BY_ACT,
) -> RemedyNotice | None:
    """The notice for a decision made on ``on``; ``None`` for an outcome that decides nothing.

    ``review_organ`` is the government at the same level, ``superior`` the department above (a second choice
    until 2023; empty leaves it out), ``court`` the court. ``partial_review_first`` is the office's reading
    for the withheld part of a partial decision. The set goes by the day of the decision; with ``policy``
    by_receipt by ``received``. Raises Refused for an unknown outcome, a missing organ or court, a day before
    the first set.
    """
    found = outcome(outcome_code)
    if not found.decisive:
        return None
    for name, value in (("行政复议机关", review_organ), ("人民法院", court)):
        if not value.strip():
            raise Refused("remedy-organ-needed", f"救济告知缺少{name}的名称", f"请在设置中填写{name}")
    rule = registry.select(FIELD, registry.governing_day(on, received=received, policy=policy))
    kind = _kind(rule, found, partial_review_first)
    notice = rule.data["notice"][kind]
    organs = review_organ.strip()
    if notice.get("superior", False) and superior.strip():
        organs += f"或者{superior.strip()}"
    facts = {fact.key: fact for fact in rule.facts}
    return RemedyNotice(
        text=notice["text"].format(organs=organs, court=court.strip()),
        ruleset=rule.id,
        articles=tuple(facts[key].article for key in notice["cites"] if facts[key].article),
        review_first=kind != "direct",
        confidence=Confidence(notice["confidence"]),
        note=facts["partial"].text if kind == "partial" else "",
    )


def _kind(rule: RuleSet, found: Outcome, partial_review_first: bool) -> str:
    """Which of the set's notices fits the outcome."""
    notices = rule.data["notice"]
    if found.review_first and "review_first" in notices:
        return "review_first"
    if found.group == "partial" and partial_review_first and "partial" in notices:
        return "partial"
    return "direct"
