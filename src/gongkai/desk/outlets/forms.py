"""The forms of outlets: placement, place, column, delivery, public facts. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Agency, Officer, Unit
from gongkai.desk.outlets.adapters import Adapter, adapter
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.models import Delivery, Place
from gongkai.desk.outlets.proofs import LARGEST, Proof, keep
from gongkai.desk.outlets.verbs import FACTS
from gongkai.face import prose
from gongkai.face.widgets import DayInput, MinuteInput
from gongkai.refusal import Refused

_LONGEST_PAGE = 500_000


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=DayInput(),
        error_messages={
            "invalid": gettext_lazy("日期写成 2018-03-01 的样子，并且这一天要存在"),
            "required": gettext_lazy("请填写日期"),
        },
    )


class ProofForm(forms.Form):
    """A form with an optional photo or scan."""

    scan = forms.FileField(
        label=gettext_lazy("照片或扫描件"),
        required=False,
        help_text=gettext_lazy("PDF、PNG 或 JPEG，不超过 20 MB"),
    )

    def proof(self) -> Proof | None:
        """The stored proof, where one was given. Raises Refused (``bad-proof``)."""
        given: UploadedFile[Any] | None = self.cleaned_data.get("scan")
        if given is None:
            return None
        if (given.size or 0) > LARGEST:
            raise Refused("bad-proof", _("证明文件超过 20 MB"), _("请缩小照片后再上传"))
        return keep(given.read(), given.name or "")


class PlanForm(forms.Form):
    """One more outlet for an item."""

    outlet = forms.ChoiceField(label=gettext_lazy("渠道"))

    def __init__(self, data: Any, keys: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["outlet"].choices = [(key, adapter(key).name) for key in keys]  # type: ignore[attr-defined]


class PlaceForm(ProofForm):
    """That an outlet carried it: day, address, place, proof."""

    on = day_field(gettext_lazy("发布日期"))
    minute = forms.TimeField(
        label=gettext_lazy("发布时刻"),
        required=False,
        widget=MinuteInput(),
        input_formats=["%H:%M", "%H:%M:%S"],
        help_text=gettext_lazy("网页上写明几点几分的，照着填；只写日期的不填"),
        error_messages={"invalid": gettext_lazy("时刻写成 09:30 的样子")},
    )
    address = forms.CharField(label=gettext_lazy("网址"), required=False, max_length=500)
    where = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("点位"), required=False)
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("如报纸名称、期号、版面，播出时段"),
    )
    field_order = ("on", "minute", "address", "where", "scan", "note")

    def __init__(self, data: Any, files: Any, one: Adapter, agency: Agency, today: date) -> None:
        super().__init__(data, files, initial={"on": today})
        places = (
            Place.objects.filter(agency=agency, kind=one.place, until__isnull=True) if one.place else None
        )
        if places is None:
            del self.fields["where"]
        else:
            self.fields["where"].queryset = places.order_by("name")  # type: ignore[attr-defined]
            self.fields["where"].required = False
        if one.proof == "scan" or one.place:
            del self.fields["address"]
        if one.proof == "address":
            del self.fields["scan"]
        for name in ("address", "scan"):
            if name in self.fields and one.proof == name:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = (
                    _("没有网址，请附上网址作为证明")
                    if name == "address"
                    else _("没有照片或扫描件，请附上作为证明")
                )


class DropForm(forms.Form):
    """Why a planned outlet is given up."""

    note = forms.CharField(label=gettext_lazy("为什么取消"), max_length=200)


class DownForm(ProofForm):
    """That a copy elsewhere is gone."""

    on = day_field(gettext_lazy("撤下日期"))
    field_order = ("on", "scan")


class CheckForm(forms.Form):
    """The text of the live page, copied from the browser."""

    page = forms.CharField(
        label=gettext_lazy("网页上的全文"),
        max_length=_LONGEST_PAGE,
        required=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("打开回填的网址，全选复制，粘贴到这里；打不开就留空"),
    )


class PlaceEntryForm(forms.Form):
    """A place of the ledger."""

    name = forms.CharField(label=gettext_lazy("点位名称"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=Place.Kind.choices)
    where = forms.CharField(label=gettext_lazy("位置"), max_length=120, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("所在单位"), required=False)
    keeper = forms.ModelChoiceField(Officer.objects.none(), label=gettext_lazy("管理人"))
    cycle_days = forms.IntegerField(
        label=gettext_lazy("更换周期（天）"), min_value=1, max_value=731, initial=30
    )
    since = day_field(gettext_lazy("启用日期"))

    def __init__(self, data: Any, agency: Agency, today: date) -> None:
        super().__init__(data, initial={"since": today})
        self.fields["unit"].queryset = agency.units.order_by("code")  # type: ignore[attr-defined]
        self.fields["keeper"].queryset = _people(agency)  # type: ignore[attr-defined]


class PlaceChangeForm(forms.Form):
    """Another keeper, position, unit or cycle of a place."""

    keeper = forms.ModelChoiceField(Officer.objects.none(), label=gettext_lazy("管理人"))
    where = forms.CharField(label=gettext_lazy("位置"), max_length=120, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("所在单位"), required=False)
    cycle_days = forms.IntegerField(label=gettext_lazy("更换周期（天）"), min_value=1, max_value=731)

    def __init__(self, data: Any, place: Place) -> None:
        initial = {name: getattr(place, name) for name in ("keeper", "where", "unit", "cycle_days")}
        super().__init__(data, initial=initial, prefix="place")
        self.fields["unit"].queryset = place.agency.units.order_by("code")  # type: ignore[attr-defined]
        self.fields["keeper"].queryset = _people(place.agency)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Since when a place is used no more."""

    on = day_field(gettext_lazy("停用日期"))


class HangForm(ProofForm):
    """What hangs at a place from a day."""

    what = forms.CharField(label=gettext_lazy("挂了什么"), max_length=300)
    on = day_field(gettext_lazy("更换日期"))
    alone = forms.BooleanField(label=gettext_lazy("原来的内容都已取下"), required=False, initial=True)
    field_order = ("what", "on", "scan", "alone")


class ColumnForm(forms.Form):
    """A column given to a unit."""

    column = forms.ChoiceField(label=gettext_lazy("栏目"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("责任单位"))
    officer = forms.ModelChoiceField(Officer.objects.none(), label=gettext_lazy("信息员"))
    deputy = forms.ModelChoiceField(
        Officer.objects.none(), label=gettext_lazy("备岗（B 角）"), required=False
    )
    cycle_days = forms.IntegerField(
        label=gettext_lazy("更新周期（天）"),
        min_value=1,
        max_value=731,
        help_text=gettext_lazy("在最后五分之一的时间里提醒，过期报警"),
    )
    since = day_field(gettext_lazy("起"))

    def __init__(self, data: Any, agency: Agency, today: date) -> None:
        super().__init__(data, initial={"since": today})
        self.fields["column"].choices = [(key, one.name) for key, one in names_of().items()]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = agency.units.order_by("code")  # type: ignore[attr-defined]
        for name in ("officer", "deputy"):
            self.fields[name].queryset = _people(agency)  # type: ignore[attr-defined]


class NilForm(forms.Form):
    """A month without anything."""

    month = forms.CharField(label=gettext_lazy("月份"), widget=forms.TextInput({"type": "month"}))
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def clean_month(self) -> date:
        """The first day of the month."""
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError as wrong:
            raise forms.ValidationError(_("月份写成 2018-02 的样子")) from wrong


class DeliveryForm(forms.Form):
    """A quarter and who receives it."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2008, max_value=9999)
    quarter = forms.TypedChoiceField(
        label=gettext_lazy("季度"), coerce=int, choices=[(n, str(n)) for n in range(1, 5)]
    )
    to = forms.ChoiceField(label=gettext_lazy("接收单位"), choices=Delivery.To.choices)


class HandForm(ProofForm):
    """Who signed for a delivery."""

    on = day_field(gettext_lazy("送交日期"))
    receiver = forms.CharField(label=gettext_lazy("签收人"), max_length=60)
    field_order = ("on", "receiver", "scan")


_LABELS = {
    "organiser": gettext_lazy("承办单位"),
    "office": gettext_lazy("公开工作机构"),
    "hours": gettext_lazy("办公时间"),
    "reading_place": gettext_lazy("现场查阅地点"),
    "site_name": gettext_lazy("网站名称"),
    "site_domain": gettext_lazy("网站域名"),
    "site_code": gettext_lazy("网站标识码（10 位数字）"),
    "icp": gettext_lazy("ICP 备案号"),
    "police_record": gettext_lazy("公安备案号"),
    "identity_url": gettext_lazy("党政机关网站标识的网址"),
    "mistakes_url": gettext_lazy("政府网站找错的网址"),
}


class FactsForm(forms.Form):
    """What the portal says of the agency."""

    hotlines = forms.CharField(
        label=gettext_lazy("投诉举报热线"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("用空格分开，最主要的在前，如 12315 12331 12365"),
    )
    guide = prose.ProseField(
        label=gettext_lazy("政府信息公开指南"),
        required=False,
        max_length=50_000,
        widget=prose.ProseEditor({"rows": 14, "spellcheck": "false"}),
        help_text=gettext_lazy("空一行分段；行首 # 是一级标题；- 是列表"),
    )
    rules = forms.CharField(
        label=gettext_lazy("本局公开制度"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("已发布的制度的索引号，每行一个；显示在“政府信息公开制度”中"),
    )

    def __init__(self, data: Any, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        texts = {name: forms.CharField(label=_LABELS[name], required=False, max_length=200) for name in FACTS}
        self.fields = texts | self.fields


def _people(agency: Agency) -> Any:
    return Officer.objects.filter(agency=agency, is_active=True).order_by("pk")
