"""更正: a request to correct a record about oneself is verified, then corrected, passed on, or not corrected.

It passes the reply chain like every answer and ends in the letter 更正或者转送告知书 of the law of its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case
from gongkai.desk.foi import facts, fix_letter
from gongkai.desk.foi.fix_letter import DONE, FOUND, RECORD
from gongkai.desk.foi.models import Decision, Search
from gongkai.desk.foi.verbs.common import application_of
from gongkai.desk.foi.verbs.deciding import choices, decide
from gongkai.refusal import Refused

LETTER = "fix"
"""Key of the letter."""


class Result(models.TextChoices):
    """What becomes of such a request."""

    CORRECTED = "corrected", _("属实，予以更正")
    FORWARDED = "forwarded", _("不属于本机关职能，转送有权更正的机关")
    TOLD = "told", _("不属于本机关职能，告知向有权更正的机关提出")
    KEPT = "kept", _("不属实，不予更正")


ELSEWHERE = (Result.FORWARDED, Result.TOLD)
"""Results that name another organ."""


@dataclass(frozen=True, slots=True)
class Fix:
    """The answer to a request: which record, what was found when it was verified, what follows.

    ``change`` is the new content of a record that is corrected; ``organ`` the one that may correct it.
    """

    record: str
    found: str
    result: str
    change: str = ""
    organ: str = ""

    def says(self) -> dict[str, str]:
        """What the letter says, by its contents. Raises Refused: ``no-change``, ``no-organ``."""
        organ, change = self.organ.strip(), self.change.strip()
        if self.result in ELSEWHERE and not organ:
            raise Refused("no-organ", "没有写明有权更正的机关", "请填写机关名称和联系方式")
        if self.result == Result.CORRECTED and not change:
            raise Refused("no-change", "没有写明更正为什么", "请照更正后的记录填写")
        done = {
            Result.CORRECTED: fix_letter.corrected(change),
            Result.FORWARDED: fix_letter.forwarded(organ),
            Result.TOLD: fix_letter.told(organ),
            Result.KEPT: fix_letter.KEPT,
        }
        return {RECORD: self.record.strip(), FOUND: self.found.strip(), DONE: done[Result(self.result)]}


def results(case: Case, day: date) -> list[Result]:
    """What the law of the day lets become of a request to correct."""
    rule = facts.rules(application_of(case), day)
    needs = {Result.FORWARDED: "fix_record.forward", Result.TOLD: "fix_record.tell"}
    return [one for one in Result if one not in needs or rule.find_fact(needs[one]) is not None]


def fix(case: Case, answer: Fix, *, by: Officer, at: datetime) -> Decision:
    """Draft the answer to a request to correct a record, and send it into the chain 拟办更正.

    Raises Refused: ``no-such-result`` (not of the law of the day), ``no-search`` where the record was not
    looked up, ``no-change``, ``no-organ``, and those of :func:`gongkai.desk.foi.verbs.deciding.decide`.
    """
    day = shanghai_date(at)
    open_ = results(case, day)
    if answer.result not in open_:
        known = "、".join(str(one.label) for one in open_)
        raise Refused("no-such-result", "适用的规定没有这种处理结果", f"可以是 {known}")
    looked = Search.objects.filter(application=case.pk).exists()
    if answer.result not in ELSEWHERE and not looked:
        raise Refused("no-search", "没有查过要更正的记录", "请先登记检索：查了哪里、记录是怎样的")
    code = next((one.outcome.code for one in choices(case, day) if one.outcome.letter == LETTER), LETTER)
    return decide(case, code, answer.says(), by=by, at=at)
