"""The form in which an application is entered, by whatever way it came in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.casework.models import Delivery, GateMail
from gongkai.desk.foi.facts import KINDS, WAYS
from gongkai.desk.foi.forms import REQUIRED, choice, day_field, text_field
from gongkai.desk.foi.models import Application
from gongkai.desk.foi.verbs import Intake
from gongkai.desk.foi.verbs.registering import LONGEST

_CALLED = {
    "visit": gettext_lazy("当面递交"),
    "signed-mail": gettext_lazy("信函，经签收（EMS、挂号）"),
    "plain-mail": gettext_lazy("信函，无需签收（平信）"),
    "fax": gettext_lazy("传真"),
    "email": gettext_lazy("电子邮件"),
    "online": gettext_lazy("网络平台"),
}
CHANNELS = tuple(
    (f"{channel}/{way}", called)
    for way, called in _CALLED.items()
    for channel, ways in WAYS.items()
    if way in ways
)
"""How an application comes in: the register's word and the law's channel."""


class IntakeForm(forms.Form):
    """An application as it comes in, by any way."""

    channel = choice(gettext_lazy("提交方式"), [("", gettext_lazy("请选择")), *CHANNELS])
    submitted_on = day_field(
        gettext_lazy("提交、寄出日期"), help_text=gettext_lazy("信函看邮戳；邮件看发出时间")
    )
    arrived_on = day_field(
        gettext_lazy("到达日期"), required=False, help_text=gettext_lazy("系统接收或者实际收到")
    )
    signed_on = day_field(
        gettext_lazy("签收日期"), required=False, help_text=gettext_lazy("楼里第一个签收的日期，收发室的也算")
    )
    confirmed_on = day_field(
        gettext_lazy("与申请人确认的日期"),
        required=False,
        help_text=gettext_lazy("平信、传真、电子邮件、网络须确认"),
    )
    mail = choice(gettext_lazy("收发登记"), required=False)
    applicant_kind = choice(
        gettext_lazy("申请人类型"), [("", gettext_lazy("请选择")), *((one, one) for one in KINDS)]
    )
    name = forms.CharField(label=gettext_lazy("姓名或者名称"), max_length=120, error_messages=REQUIRED)
    id = forms.CharField(label=gettext_lazy("证件号码"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("通信地址"), max_length=200, required=False)
    email = forms.CharField(label=gettext_lazy("电子邮箱"), max_length=120, required=False)
    has_identity_proof = forms.BooleanField(label=gettext_lazy("附有身份证明"), required=False)
    is_oral = forms.BooleanField(label=gettext_lazy("口头提出，由受理人代为填写"), required=False)
    text = text_field(
        gettext_lazy("申请内容"), rows=6, most=LONGEST, help_text=gettext_lazy("照申请书原文；一事一申请")
    )
    form_wanted = choice(
        gettext_lazy("要求的信息形式"),
        [("", gettext_lazy("没有要求")), *Application.Form.choices],
        required=False,
    )
    delivery_wanted = choice(
        gettext_lazy("要求的获取方式"),
        [("", gettext_lazy("没有要求")), *Delivery.Way.choices],
        required=False,
    )
    source_number = forms.CharField(label=gettext_lazy("来源单号"), max_length=64, required=False)
    unit = choice(gettext_lazy("承办单位"), required=False)

    def __init__(self, *args: Any, agency: Agency, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        units = [one for one in agency.units.order_by("code") if one.until is None or one.until >= day]
        self.fields["unit"].choices = [("", _("稍后分派")), *((str(one.pk), one.name) for one in units)]  # type: ignore[attr-defined]
        mails = GateMail.objects.filter(agency=agency, registration__isnull=True, voided_on__isnull=True)
        mails = mails.exclude(
            recognised_as__in=[GateMail.Recognised.OTHER, GateMail.Recognised.COMPLAINT]
        ).order_by("-signed_on", "-pk")[:50]
        self.fields["mail"].choices = [  # type: ignore[attr-defined]
            ("", _("不是收发室来的")),
            *((str(one.pk), f"{one}　{one.signed_on} {one.kind} {one.mail_number}") for one in mails),
        ]

    def intake(self) -> Intake:
        """What was filled in, for the verb."""
        given = self.cleaned_data
        channel, _slash, way = given["channel"].partition("/")
        assert way in WAYS[channel]
        person = {name: given[name] for name in ("name", "id", "phone", "address", "email") if given[name]}
        mail = (
            GateMail.objects.filter(agency=self.agency, pk=given["mail"]).first() if given["mail"] else None
        )
        return Intake(
            agency=self.agency,
            channel=channel,
            way=way,
            submitted_on=given["submitted_on"],
            arrived_on=given["arrived_on"],
            signed_on=given["signed_on"] or (mail.signed_on if mail is not None else None),
            confirmed_on=given["confirmed_on"],
            applicant_kind=given["applicant_kind"],
            person=person,
            text=given["text"],
            unit=Unit.objects.filter(agency=self.agency, pk=given["unit"]).first() if given["unit"] else None,
            is_oral=given["is_oral"],
            has_identity_proof=given["has_identity_proof"],
            form_wanted=given["form_wanted"],
            delivery_wanted=given["delivery_wanted"],
            source_number=given["source_number"].strip(),
            mail=mail,
        )
