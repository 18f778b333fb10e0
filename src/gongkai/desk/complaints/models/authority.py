"""Who acts for whom in a complaint: an agent with his papers, the representatives of several people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.law.intake import MOST_REPRESENTATIVES

MOST_PEOPLE = 9999
"""Who complain together; more is taken for a slip of the pen."""
WAITS = Q(asked_until__isnull=False) & (
    Q(way="代理") & (Q(letter_on__isnull=True) | Q(identity_on__isnull=True))
    | Q(way="共同", letter_on__isnull=True, people__gt=F("representatives"))
)
"""Papers that were asked for and have not all come."""
ELECTION = "推选代表人的书面材料"
"""What representatives show who complain for others too (order 20 art. 11, order 121 art. 12)."""


class Authority(models.Model):
    """A complaint that somebody makes for another or for several (order 20 art. 10, 11; order 121 art. 11).

    The persons themselves are sealed with the case's. Each paper has the day on which it was given; what is
    lacking is asked for until a day (``asked_until``), after which an agent's may be refused for it.
    ``letter_on``: the original of an agent's authorisation, or the writing in which several elected their
    representatives 书面推选 (art. 12); the law makes only the first a condition of accepting.
    """

    class Way(models.TextChoices):
        """For one other, or for several."""

        AGENT = "代理", _("代他人投诉")
        JOINT = "共同", _("共同投诉")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="authority")
    way = models.CharField(_("方式"), max_length=2, choices=Way)
    people = models.PositiveSmallIntegerField(_("共同投诉人数"), null=True, blank=True)
    representatives = models.PositiveSmallIntegerField(_("代表人人数"), default=1)
    scope = models.CharField(_("委托事项、权限"), max_length=200, blank=True)
    valid_until = models.DateField(_("委托期限"), null=True, blank=True)
    letter_on = models.DateField(_("授权委托书原件、书面推选材料收到日期"), null=True, blank=True)
    identity_on = models.DateField(_("受托人身份证明收到日期"), null=True, blank=True)
    asked_on = models.DateField(_("通知补正日期"), null=True, blank=True)
    asked_until = models.DateField(_("补正期限"), null=True, blank=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("代理和代表")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(representatives__gte=1, representatives__lte=MOST_REPRESENTATIVES),
                name="authority_two_at_most",
            ),
            models.CheckConstraint(
                condition=Q(way="代理") | Q(people__gte=2), name="authority_joint_are_several"
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True, asked_until__isnull=True)
                | Q(asked_until__gte=models.F("asked_on")),
                name="authority_asked_until_a_day",
            ),
        ]

    @property
    def needed(self) -> tuple[str, ...]:
        """What is lacking without which the complaint is not accepted: an agent's papers."""
        return self.lacking if self.way == self.Way.AGENT else ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The papers that were not given yet, as the law names them: an agent's, or the written election.

        Who all stand for themselves elect nobody.
        """
        if self.way == self.Way.JOINT:
            elects = self.people is not None and self.people > self.representatives
            return (ELECTION,) if elects and self.letter_on is None else ()
        papers = (("授权委托书原件", self.letter_on), ("受托人身份证明", self.identity_on))
        return tuple(name for name, given_on in papers if given_on is None)
