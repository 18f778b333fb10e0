"""Findings as people resolve them: one list for the policy, the exceptions singly; what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.disclosure import content, rules, screened
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import Item, Resolution, Submission
from gongkai.desk.disclosure.screened import Suspect
from gongkai.desk.disclosure.screens import findings
from gongkai.desk.disclosure.verbs.resolving import listed
from gongkai.screening import Verdict
from gongkai.screening.policies.model import Action
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

ACTIONS = {
    Action.KEEP: gettext_lazy("保留"),
    Action.MASK: gettext_lazy("改为姓某"),
    Action.ROLE: gettext_lazy("改为称谓"),
    Action.REMOVE: gettext_lazy("隐去"),
    Action.DROP: gettext_lazy("删去"),
    Action.REFUSE: gettext_lazy("须核实"),
}
"""What a policy does, in a word."""
DECISIONS = {
    **dict(Resolution.Decision.choices),
    "checked": gettext_lazy("已检查"),
}
"""What was said of a finding, in a word."""


def context(item: Item, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What ``findings.html`` shows of an item as it stands; ``said`` is the ruling that was just refused."""
    found = screened.suspects(item)
    in_list = listed(found)
    keys = {one.key for one in in_list}
    single = [one for one in found if one.is_open and one.key not in keys]
    return {
        "item": item,
        "marked": findings.mark(item.title, content.body(item), item, _given(found)),
        "listed": [_shown(one) for one in in_list],
        "single": [_shown(one, said) for one in single],
        "done": [_shown(one) for one in found if one.resolution],
        "kept": [one for one in found if one.verdict is Verdict.KEEP and not one.resolution],
        "gone": item.resolutions.filter(decision__in=("masked", "removed")).select_related("officer"),
        "unscreened": screened.unscreened(item),
        "policy": policy_of(item),
        "open": len(in_list) + len(single),
    }


def judged(submission: Submission) -> list[dict[str, Any]]:
    """The findings that a submission keeps, with resolution, person and reason; files and kept ones last."""
    stored = parse_object(bytes(submission.body), objects.SUBMISSION)["screening"]["findings"]
    reasons = {(one.kind, one.mark): one.reason for one in Resolution.objects.filter(item=submission.item)}
    renewed = screened.renewed(one["sha256"] for one in stored)
    rows = [
        {
            "where": one["where"],
            "kind": one["kind"],
            "decision": DECISIONS.get(one["resolution"], one["resolution"] or _("未处理")),
            "by": rules.person(one["by"] or "").name,
            "reason": reasons.get((one["kind"], renewed.get(one["sha256"], one["sha256"])), ""),
            "is_exception": one["resolution"] in ("kept", "false", "removed"),
        }
        for one in stored
    ]
    return sorted(rows, key=lambda row: not row["is_exception"])


def in_words(submission: Submission) -> dict[tuple[str, str], str]:
    """How the findings of a submission were resolved, by kind and mark."""
    stored = parse_object(bytes(submission.body), objects.SUBMISSION)["screening"]["findings"]
    renewed = screened.renewed(one["sha256"] for one in stored)
    return {
        (one["kind"], renewed.get(one["sha256"], one["sha256"])): _("%(what)s（%(who)s）")
        % {"what": DECISIONS.get(one["resolution"], one["resolution"]), "who": rules.person(one["by"]).name}
        for one in stored
        if one["resolution"] and one["by"]
    }


def _given(found: list[Suspect]) -> dict[tuple[str, str], str]:
    return {
        (one.kind, one.mark): _("%(what)s（%(who)s）")
        % {"what": one.resolution.get_decision_display(), "who": one.resolution.officer.name}
        for one in found
        if one.resolution
    }


def _shown(one: Suspect, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A finding with the decisions that are open to a person, and what they said of it just now."""
    choices = [] if one.verdict is Verdict.BLOCK else [("kept", _("保留"))]
    choices.append(("false", _("误报")))
    if one.file is None:
        choices += [("masked", _("隐去")), ("removed", _("删去"))]
    kept = said if said and said.get("key") == one.key else {}
    return {"one": one, "action": ACTIONS[one.action], "choices": choices, "said": kept}
