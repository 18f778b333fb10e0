"""The form of a call and the filters of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Line, Unit
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Authority, Matter
from gongkai.desk.complaints.models.authority import MOST_PEOPLE
from gongkai.desk.complaints.rules import CHANNELS
from gongkai.desk.complaints.verbs.representing import Acting
from gongkai.face.widgets import DayInput

_KINDS = (Matter.Kind.COMPLAINT, Matter.Kind.REPORT, Matter.Kind.CONSULTATION)
"""What stands in the queue as a case of its own."""


class QueueForm(forms.Form):
    """The filters of the queue; what does not fit is left out, never an error."""

    view = forms.ChoiceField(required=False, widget=forms.HiddenInput())
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), required=False)
    line = forms.ChoiceField(label=gettext_lazy("条线"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("责任单位"), required=False)
    since = forms.DateField(label=gettext_lazy("收到，从"), required=False, widget=DayInput())
    q = forms.CharField(label=gettext_lazy("主体、编号、类别"), required=False, max_length=60)

    def __init__(
        self, *args: Any, units: Sequence[Unit], views: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["view"].choices = views  # type: ignore[attr-defined]
        everything = ("", _("全部"))
        for name, values in (
            ("channel", [(one, one) for one in CHANNELS]),
            ("kind", [(one.value, one.label) for one in _KINDS]),
            ("line", list(Line.choices)),
            ("unit", [(one.code, one.name) for one in units]),
        ):
            self.fields[name].choices = [everything, *values]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-in"

    def chosen(self) -> dict[str, str]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: str(value).strip() for name, value in self.cleaned_data.items() if value}


class IntakeForm(forms.Form):
    """The screen of somebody on the telephone: number first, then in the order of a conversation."""

    caller = forms.CharField(
        label=gettext_lazy("来电号码"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "accesskey": "1"}),
    )
    name = forms.CharField(
        label=gettext_lazy("称呼"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "accesskey": "2"}),
    )
    channel = forms.ChoiceField(label=gettext_lazy("来源渠道"), choices=[(one, one) for one in CHANNELS])
    anonymous = forms.BooleanField(label=gettext_lazy("匿名"), required=False)
    secret = forms.BooleanField(label=gettext_lazy("要求保密"), required=False)
    insider = forms.BooleanField(label=gettext_lazy("内部举报人"), required=False)
    acting = forms.ChoiceField(
        label=gettext_lazy("谁投诉"),
        choices=[("", gettext_lazy("本人")), *Authority.Way.choices],
        required=False,
    )
    principal = forms.CharField(
        label=gettext_lazy("委托人姓名"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    principal_phone = forms.CharField(label=gettext_lazy("委托人电话"), required=False, max_length=40)
    letter = forms.BooleanField(
        label=gettext_lazy("授权委托书原件（共同投诉：推选代表人的书面材料）已交"), required=False
    )
    identity = forms.BooleanField(label=gettext_lazy("受托人身份证明已交"), required=False)
    people = forms.IntegerField(
        label=gettext_lazy("共同投诉人数"), required=False, min_value=2, max_value=MOST_PEOPLE
    )
    second = forms.CharField(
        label=gettext_lazy("第二名代表人姓名"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("称呼一栏写第一名代表人；代表人最多两名"),
    )
    second_phone = forms.CharField(label=gettext_lazy("第二名代表人电话"), required=False, max_length=40)
    others = forms.CharField(
        label=gettext_lazy("其他投诉人"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一人一行：姓名、电话、地址；密封保存"),
    )
    address = forms.CharField(label=gettext_lazy("诉求人地址"), required=False, max_length=200)
    respondent = forms.CharField(
        label=gettext_lazy("对方（店名、公司、地址、信用代码都行）"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "accesskey": "3"}),
    )
    credit_code = forms.CharField(label=gettext_lazy("统一社会信用代码"), required=False, max_length=18)
    respondent_address = forms.CharField(label=gettext_lazy("对方地址"), required=False, max_length=200)
    text = forms.CharField(
        label=gettext_lazy("说了什么"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "accesskey": "4"}),
        error_messages={"required": gettext_lazy("请填写说了什么")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("诉求类型"),
        choices=Matter.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择诉求类型")},
    )
    category = forms.ChoiceField(label=gettext_lazy("商品服务类别"), required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("涉及金额（元）"), required=False, min_value=0, max_digits=11, decimal_places=2
    )
    claim = forms.CharField(label=gettext_lazy("要对方做什么"), required=False, max_length=120)
    source_number = forms.CharField(label=gettext_lazy("来源单号"), required=False, max_length=64)
    forwarded_by = forms.CharField(label=gettext_lazy("转办单位"), required=False, max_length=80)
    feedback_due = forms.DateField(label=gettext_lazy("要求反馈时限"), required=False, widget=DayInput())
    recording = forms.CharField(label=gettext_lazy("录音编号"), required=False, max_length=60)
    assign = forms.BooleanField(label=gettext_lazy("登记后按建议分办"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.name, one.name) for one in house().categories]
        self.fields["category"].choices = [("", _("未定")), *names]  # type: ignore[attr-defined]
        if not self.is_bound:
            empty = (one for one in ("caller", "name", "text") if not self.initial.get(one))
            self.fields[next(empty, "text")].widget.attrs["autofocus"] = True
        for name, field in self.fields.items():
            if name == "kind":
                field.widget.attrs["class"] = "d-vh"
            elif not isinstance(field, forms.BooleanField):
                big = {"caller": " d-in--big", "name": " d-in--big", "text": " d-in--said"}.get(name, "")
                field.widget.attrs["class"] = f"d-in{big}"

    def clean(self) -> dict[str, Any]:
        """An anonymous caller has no name here, another has a name or a number where it is no question."""
        given = super().clean() or self.cleaned_data
        named = (given.get("name") or "").strip()
        if given.get("anonymous") and named:
            self.add_error("anonymous", _("选了匿名，就不要记姓名"))
        asks = given.get("kind") in ("", None, Matter.Kind.CONSULTATION)
        if not (asks or given.get("anonymous") or named or (given.get("caller") or "").strip()):
            self.add_error("name", _("请填写称呼和电话，或者选匿名"))
        self._check_acting(given)
        return given

    def _check_acting(self, given: dict[str, Any]) -> None:
        """Who is represented has a name; reports and questions need no authority."""
        way = given.get("acting")
        if way and given.get("kind") not in (Matter.Kind.COMPLAINT, Matter.Kind.BOTH):
            self.add_error("acting", _("只有投诉要登记代理和代表；举报、咨询请选本人"))
        elif way == Authority.Way.AGENT and not (given.get("principal") or "").strip():
            self.add_error("principal", _("请填写委托人的姓名"))
        elif way == Authority.Way.JOINT and not given.get("people"):
            self.add_error("people", _("请填写共同投诉的人数"))

    def acting_of(self) -> Acting | None:
        """How somebody acts for others, if they do."""
        data = self.cleaned_data
        if not data["acting"]:
            return None
        return Acting(
            data["acting"],
            people=data["people"],
            representatives=2 if data["second"].strip() else 1,
            letter=data["letter"],
            identity=data["identity"],
        )

    def person(self) -> dict[str, str]:
        """The complainant; an agent and a second representative stand beside."""
        data = self.cleaned_data
        found = {"name": data["name"], "phone": data["caller"], "address": data["address"]}
        if data["acting"] == Authority.Way.AGENT:
            found |= {"name": data["principal"], "phone": data["principal_phone"]}
            found |= {"agent": data["name"], "agent_phone": data["caller"]}
        elif data["acting"] == Authority.Way.JOINT:
            found |= {name: data[name] for name in ("second", "second_phone", "others")}
        if data["anonymous"]:
            found.pop("name")
        return found
