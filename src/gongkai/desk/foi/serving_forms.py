"""The forms of service 送达: how a letter went out, and what became of it."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.letters.serving import TAKEN
from gongkai.desk.casework.models import Delivery, Letter
from gongkai.desk.foi import hints
from gongkai.desk.foi.forms import REQUIRED, ActForm, choice, day_field
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.verbs.sending import besides


class DeliverForm(ActForm):
    """By which way the letter goes out."""

    way = choice(gettext_lazy("送达方式"))
    sent_on = day_field(gettext_lazy("交邮、交付或者发送日期"))
    tracking = forms.CharField(
        label=gettext_lazy("邮件号"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("邮政EMS或者挂号信的号码"),
    )
    proof = forms.CharField(
        label=gettext_lazy("签收凭证"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("当面、委托送达须填；邮寄的收到结果后登记"),
    )

    def prepare(self) -> None:
        """All ways; the chosen one of the applicant first."""
        wanted = Application.objects.filter(pk=self.case.pk).values_list("delivery_wanted", flat=True).first()
        self.offer("way", sorted(Delivery.Way.choices, key=lambda one: one[0] != wanted))
        said = [
            str(self.fields["tracking"].help_text),
            hints.of_service("courier")(self.case.application, self.day),
        ]
        self.fields["tracking"].help_text = hints.said(said)


class SendLetterForm(DeliverForm):
    """Which letter besides the answer, and how it went out."""

    letter = choice(gettext_lazy("文书"))
    field_order = ("letter", "way", "sent_on", "tracking", "proof")

    def prepare(self) -> None:
        """The letters that stand and have not arrived."""
        super().prepare()
        rows = besides(self.case).exclude(deliveries__result__in=["", *TAKEN]).order_by("-pk")
        self.offer("letter", [(one.uid, f"{one.title} {one.number}") for one in rows])

    def chosen(self) -> Letter:
        """The letter that is meant."""
        return besides(self.case).get(uid=self.cleaned_data["letter"])


class ServedForm(ActForm):
    """What became of it."""

    result = choice(gettext_lazy("送达结果"), [one for one in Delivery.Result.choices if one[0]])
    on = day_field(gettext_lazy("结果日期"))
    proof = forms.CharField(label=gettext_lazy("凭证"), max_length=200, error_messages=REQUIRED)


class LetterResultForm(ServedForm):
    """What became of a letter besides the answer."""

    delivery = choice(gettext_lazy("文书"))
    field_order = ("delivery", "result", "on", "proof")

    def prepare(self) -> None:
        """What was sent and has no result."""
        rows = self._waiting().select_related("letter").order_by("-pk")
        self.offer("delivery", [(str(one.pk), f"{one.letter.title} {one.sent_on} {one.way}") for one in rows])

    def chosen(self) -> Delivery:
        """The attempt that is meant."""
        return self._waiting().get(pk=self.cleaned_data["delivery"])

    def _waiting(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(letter__in=besides(self.case), result=Delivery.Result.PENDING)
