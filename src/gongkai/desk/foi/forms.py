"""The forms of disclosure on request, one for each act on a case. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.verbs.closing import REOPENINGS
from gongkai.desk.foi import facts
from gongkai.desk.foi.chain import occasions
from gongkai.desk.foi.models import Application, Consulted
from gongkai.desk.foi.stages import Occasion
from gongkai.desk.foi.verbs.extending import WAIVERS
from gongkai.desk.foi.verbs.registering import LONGEST
from gongkai.face.widgets import DayInput

REQUIRED = {"required": gettext_lazy("请填写这一项"), "invalid_choice": gettext_lazy("请从列表中选择")}


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, as every form asks for it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        error_messages=REQUIRED | {"invalid": gettext_lazy("日期写成 2024-02-01 的样子，并且这一天要存在")},
    )


def text_field(
    label: Any, *, rows: int = 3, required: bool = True, most: int = 4000, help_text: Any = ""
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages=REQUIRED,
    )


class ActForm(forms.Form):
    """The form of one act on a case; it knows who acts when."""

    def __init__(self, *args: Any, case: Case, by: Officer, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by, self.day = case, by, day
        self.agency: Agency = case.registration.agency
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the case."""

    def offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]

    def if_missed(self, key: str) -> str:
        """What the law of the day says of a limit that passes (:func:`gongkai.desk.foi.facts.if_missed`)."""
        return facts.if_missed(facts.rules(self.case.application, self.day), key)

    def offer_officers(self, name: str) -> None:
        """Let another officer of the agency be chosen."""
        others = Officer.objects.filter(agency=self.agency, is_active=True).exclude(pk=self.by.pk)
        self.offer(name, list(others.order_by("pk").values_list("uid", "name")))

    def officer(self, name: str) -> Officer:
        """The chosen officer."""
        return Officer.objects.get(agency=self.agency, uid=self.cleaned_data[name])


def choice(
    label: Any, choices: Sequence[tuple[Any, Any]] = (), *, required: bool = True
) -> forms.ChoiceField:
    """A choice from a list."""
    return forms.ChoiceField(label=label, choices=list(choices), required=required, error_messages=REQUIRED)


class NothingForm(ActForm):
    """An act that asks nothing."""


class ConfirmForm(ActForm):
    """On which day the receipt was confirmed."""

    on = day_field(gettext_lazy("双方确认日期"))


class UnitForm(ActForm):
    """To which unit."""

    unit = choice(gettext_lazy("承办单位"))

    def prepare(self) -> None:
        """The units that there are."""
        rows = Unit.objects.filter(agency=self.agency).order_by("code")
        self.offer(
            "unit", [(str(one.pk), one.name) for one in rows if one.until is None or one.until >= self.day]
        )

    def chosen(self) -> Unit:
        """The chosen unit."""
        return Unit.objects.get(agency=self.agency, pk=self.cleaned_data["unit"])


class ReassignForm(UnitForm):
    """To which unit, why, and who approved it."""

    reason = text_field(gettext_lazy("理由"), rows=2, most=400)
    approved_by = choice(gettext_lazy("批准人"))

    def prepare(self) -> None:
        """Units and officers."""
        super().prepare()
        self.offer_officers("approved_by")


class SearchForm(ActForm):
    """Where was looked, how, with what result."""

    place = forms.CharField(
        label=gettext_lazy("检索范围"),
        max_length=120,
        help_text=gettext_lazy("如：档案室 2023 年卷、抽检系统、公文系统"),
        error_messages=REQUIRED,
    )
    method = forms.CharField(label=gettext_lazy("检索方法、关键词"), max_length=200, error_messages=REQUIRED)
    found = choice(
        gettext_lazy("结果"),
        [("", gettext_lazy("请选择")), ("1", gettext_lazy("找到")), ("0", gettext_lazy("没有找到"))],
    )
    note = text_field(gettext_lazy("说明"), rows=2, required=False, most=400)


class CorrectionForm(ActForm):
    """What is to be corrected, why, by when."""

    items = text_field(gettext_lazy("需要补正的事项"), help_text=gettext_lazy("请一次写齐"))
    reason = text_field(gettext_lazy("为什么需要补正"), rows=2)
    until = day_field(gettext_lazy("补正期限"), help_text=gettext_lazy("给申请人合理的时间"))

    def prepare(self) -> None:
        """What the law of the day says of an applicant who does not correct."""
        said = (str(self.fields["until"].help_text), self.if_missed("correction.once"))
        self.fields["until"].help_text = "；".join(one for one in said if one)


class CorrectedForm(ActForm):
    """What arrived and when."""

    text = text_field(gettext_lazy("补正内容"))
    on = day_field(gettext_lazy("收到日期"))


class ThirdForm(ActForm):
    """Whom to ask and about what."""

    name = forms.CharField(label=gettext_lazy("第三方姓名或者名称"), max_length=120, error_messages=REQUIRED)
    address = forms.CharField(label=gettext_lazy("送达地址"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    about = text_field(gettext_lazy("涉及的信息"), help_text=gettext_lazy("不要写申请人是谁；写了不能发出"))


class OrganForm(ActForm):
    """Which organ to ask and about what."""

    organ = forms.CharField(label=gettext_lazy("机关名称"), max_length=120, error_messages=REQUIRED)
    co_maker = forms.BooleanField(label=gettext_lazy("是共同制作机关"), required=False)
    about = text_field(gettext_lazy("涉及的信息"), help_text=gettext_lazy("不要写申请人是谁"))

    def prepare(self) -> None:
        """What the silence of a co-maker means by the law of the day."""
        self.fields["co_maker"].help_text = self.if_missed("co_organ")


class OpinionOfThirdForm(ActForm):
    """Whose opinion came, which, when."""

    consulted = choice(gettext_lazy("征求对象"))
    opinion = choice(gettext_lazy("意见"), [one for one in Consulted.Opinion.choices if one[0]])
    on = day_field(
        gettext_lazy("收到日期"), required=False, help_text=gettext_lazy("逾期未答复的不填，按期限届满之日记")
    )

    def prepare(self) -> None:
        """Those who have not answered yet."""
        rows = Consulted.objects.filter(application=self.case.pk, opinion="").order_by("pk")
        third = _("第三方")
        self.offer("consulted", [(str(one.pk), f"{one.organ or third} {one.sent_on}") for one in rows])

    def chosen(self) -> Consulted:
        """The row that is meant."""
        return Consulted.objects.get(application=self.case.pk, pk=self.cleaned_data["consulted"])


class ExtendForm(ActForm):
    """Why, and with whose consent."""

    reason = text_field(gettext_lazy("延期的理由"), rows=2, help_text=gettext_lazy("告知书照写"))
    consent = choice(gettext_lazy("同意延期的负责人"))
    days = forms.IntegerField(
        label=gettext_lazy("延长的工作日数"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("不填为法定最长"),
    )

    def prepare(self) -> None:
        """Anybody else; the verb knows who may."""
        self.offer_officers("consent")


class PostponeForm(ActForm):
    """Until when, and with whose consent."""

    to = day_field(gettext_lazy("延迟答复至"))
    consent = choice(gettext_lazy("同意的负责人"), required=False)

    def prepare(self) -> None:
        """Anybody else; the policy of the office says whether it has to be the main leader."""
        self.offer_officers("consent")
        if Occasion.POSTPONE not in occasions():
            del self.fields["consent"]


class PaidForm(ActForm):
    """On which day it was paid."""

    on = day_field(gettext_lazy("缴费日期"))


class WaiveForm(ActForm):
    """Why the fee is waived."""

    reason = choice(gettext_lazy("减免理由"), list(WAIVERS.items()))


class SplitForm(ActForm):
    """What is taken out."""

    text = text_field(
        gettext_lazy("拆出的申请内容"), most=LONGEST, help_text=gettext_lazy("一事一申请；日期与申请人照原件")
    )


class JoinForm(ActForm):
    """Into which one."""

    number = forms.CharField(
        label=gettext_lazy("并入哪一件（登记编号）"), max_length=64, error_messages=REQUIRED
    )


class WithdrawnForm(ActForm):
    """On which day the applicant took the application back, and what shows it."""

    on = day_field(gettext_lazy("撤回日期"))
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        max_length=200,
        help_text=gettext_lazy("如：书面撤回申请、查询页上的撤回"),
        error_messages=REQUIRED,
    )


class LateForm(ActForm):
    """Why the reply is late."""

    cause = choice(gettext_lazy("原因"), [("", gettext_lazy("请选择")), *Application.LateCause.choices])
    note = text_field(gettext_lazy("说明"), rows=2, required=False, most=200)


class SealForm(ActForm):
    """Which seal, on how many copies, approved by whom."""

    seal = forms.CharField(label=gettext_lazy("印章名称"), max_length=60, error_messages=REQUIRED)
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, initial=1, error_messages=REQUIRED)
    approved_by = choice(gettext_lazy("批准用印的人"))

    def prepare(self) -> None:
        """Anybody else; the verb knows who may."""
        self.offer_officers("approved_by")


class TellThirdForm(ActForm):
    """Which third party, what goes out and why."""

    consulted = choice(gettext_lazy("第三方"))
    what = text_field(gettext_lazy("决定公开的内容"), rows=2)
    why = text_field(gettext_lazy("理由"), rows=2)

    def prepare(self) -> None:
        """Third parties who were against it."""
        rows = Consulted.objects.filter(application=self.case.pk, is_organ=False).exclude(
            opinion=Consulted.Opinion.CONSENT
        )
        third = _("第三方")
        self.offer("consulted", [(str(one.pk), f"{third} {one.sent_on}") for one in rows.order_by("pk")])

    def chosen(self) -> Consulted:
        """The row that is meant."""
        return Consulted.objects.get(application=self.case.pk, pk=self.cleaned_data["consulted"])


class ReopenForm(ActForm):
    """Why it is taken up again."""

    reason = choice(gettext_lazy("理由"), list(REOPENINGS.items()))


class VoidForm(ActForm):
    """Why it should not be there, and who approved."""

    reason = text_field(
        gettext_lazy("理由"),
        rows=2,
        most=400,
        help_text=gettext_lazy("照写给申请人，请写完整的话，不写其他人的信息"),
    )
    approved_by = choice(gettext_lazy("批准人"))

    def prepare(self) -> None:
        """Anybody else; the verb knows who may."""
        self.offer_officers("approved_by")


class UnmergeForm(VoidForm):
    """Why it was no double entry, and who approved; nobody outside reads it."""

    reason = text_field(gettext_lazy("理由"), rows=2, most=400)


class MergeForm(UnmergeForm):
    """Into which application the wrong entry goes."""

    kept = forms.CharField(
        label=gettext_lazy("保留哪一件"),
        max_length=64,
        help_text=gettext_lazy("填登记编号；须是收到较早的一件，本件的编号保留、不再办理"),
        error_messages=REQUIRED,
    )
    field_order = ("kept", "reason", "approved_by")
