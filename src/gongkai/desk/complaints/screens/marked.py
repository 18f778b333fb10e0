"""What a case is marked by: supervision, corrections that were made in the open."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.casework.models import Case, Correction
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Authority, Supervision
from gongkai.desk.complaints.models.authority import ELECTION


def represented(case: Case) -> list[tuple[str, str]]:
    """Who acts for whom, which papers there are, and what was asked for until when."""
    made = case.authority
    lacks = _("未提供")
    if made.way == Authority.Way.JOINT:
        said = _("%(people)d 人共同投诉，代表人 %(n)d 名") % {
            "people": made.people,
            "n": made.representatives,
        }
        papers = [(name, str(lacks)) for name in made.lacking] or (
            [(ELECTION, _("%(on)s 收到") % {"on": made.letter_on})] if made.letter_on else []
        )
        return [(_("代理、代表"), said), *papers, *_asked(made)]
    rows = [
        (_("代理、代表"), str(Authority.Way.AGENT.label)),
        (_("授权委托书原件"), str(made.letter_on or lacks)),
        (_("委托事项、权限"), made.scope),
        (_("委托期限"), str(made.valid_until or "")),
        (_("受托人身份证明"), str(made.identity_on or lacks)),
    ]
    return [(label, value) for label, value in (*rows, *_asked(made)) if value]


def _asked(made: Authority) -> list[tuple[str, str]]:
    """What was asked for until when, while it has not come."""
    if made.asked_until is None or not made.lacking:
        return []
    said = _("%(on)s 通知，%(until)s 到期") % {"on": made.asked_on, "until": made.asked_until}
    return [(_("通知补正"), said)]


def supervision(case: Case) -> dict[str, Any] | None:
    """The supervision that runs; of what was voided the last there was, with its end."""
    rows = Supervision.objects.filter(case=case).order_by("-pk")
    found = (rows if case.stage == Stage.VOIDED else rows.filter(lifted_on__isnull=True)).first()
    if found is None:
        return None
    rule = house().supervision.get(found.rule, "")
    return {"on": found.on, "rule": rule, "lifted_on": found.lifted_on}


def corrections(case: Case) -> list[Correction]:
    """What was corrected in the registration, with reason and approver."""
    rows = case.registration.corrections.select_related("by", "approved_by")
    return list(rows.order_by("pk"))
