"""What is tested in a case 检测、鉴定: by which body, who chose it, who pays, when the result is expected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Pause


class LabTest(models.Model):
    """One testing, while which the limit stands still (order 20 art. 20; order 121 art. 22).

    ``pause`` is the span that does not count; ``expected_on`` is when the body said that its report would be
    there. A pause from a register or from before these were asked for has no row.
    """

    class Chosen(models.TextChoices):
        """Who chose the body."""

        AGREED = "协商", _("双方协商确定")
        DESIGNATED = "指定", _("协商不成，本局指定")
        OURS = "本局", _("本局核查需要，自行委托")

    class Payer(models.TextChoices):
        """Who bears the costs."""

        COMPLAINANT = "投诉人", _("投诉人承担")
        RESPONDENT = "被投诉人", _("被投诉人承担")
        SHARED = "分担", _("双方分担")
        BUREAU = "本局", _("本局承担")
        LAW = "法定", _("法律、法规另有规定")

    pause = models.OneToOneField(Pause, models.PROTECT, primary_key=True, related_name="testing")
    case = models.ForeignKey(Case, models.PROTECT, related_name="testings")
    what = models.CharField(_("检测、鉴定什么"), max_length=200)
    body = models.CharField(_("检测、鉴定机构"), max_length=80)
    chosen = models.CharField(_("机构怎样确定"), max_length=2, choices=Chosen)
    payer = models.CharField(_("费用由谁承担"), max_length=4, choices=Payer)
    proof = models.CharField(_("协商或者指定的凭证"), max_length=200, blank=True)
    expected_on = models.DateField(_("预计出结果日期"), null=True, blank=True)
    report = models.CharField(_("报告编号、结论"), max_length=200, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("检测、鉴定")
        indexes: ClassVar = [models.Index(fields=["case"], name="testing_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(body=""), name="testing_says_what_and_where"),
            models.CheckConstraint(
                condition=Q(chosen="本局") | ~Q(proof=""), name="testing_choice_has_a_proof"
            ),
        ]
