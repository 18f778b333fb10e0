"""The forms of 检查整改: entering, what was done, what somebody else says of it. They read; verbs decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to as items
from gongkai.desk.outlets.columns import names_of
from gongkai.desk.outlets.forms import ProofForm, day_field
from gongkai.desk.oversight.inspecting import LONGEST, MOST_DAYS, Found
from gongkai.desk.oversight.models import Finding

_REQUIRED = {"required": gettext_lazy("请填写"), "invalid_choice": gettext_lazy("请从列表中选择")}


def _words(
    label: Any, *, rows: int = 3, most: int = LONGEST, help_text: Any = "", required: bool = True
) -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages=_REQUIRED,
    )


class EntryForm(forms.Form):
    """What an inspection found, of which unit, to be mended by when."""

    inspector = forms.ChoiceField(label=gettext_lazy("谁检查的"), error_messages=_REQUIRED)
    body = forms.CharField(
        label=gettext_lazy("检查单位名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("自查可以不填"),
    )
    reference = forms.CharField(label=gettext_lazy("通报文号"), max_length=80, required=False)
    found_on = day_field(gettext_lazy("检查日期"))
    told_on = day_field(gettext_lazy("收到通报日期"))
    kind = forms.ChoiceField(
        label=gettext_lazy("问题类型"), choices=Finding.Kind.choices, error_messages=_REQUIRED
    )
    words = _words(
        gettext_lazy("问题描述"), help_text=gettext_lazy("写明在哪里、是什么；不照抄泄露的个人信息")
    )
    index = forms.CharField(
        label=gettext_lazy("涉及信息的索引号"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("没有就不填"),
    )
    column = forms.ChoiceField(label=gettext_lazy("涉及栏目"), required=False, error_messages=_REQUIRED)
    address = forms.CharField(label=gettext_lazy("网址"), max_length=500, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("责任单位"), error_messages=_REQUIRED)
    days = forms.IntegerField(
        label=gettext_lazy("整改期限：几个工作日"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("自收到通报的次日起算；通报写明日期的，填下面一项"),
    )
    due_on = day_field(gettext_lazy("整改期限：指定日期"), required=False)

    def __init__(self, *args: Any, officer: Officer, day: date, whole: bool, **kwargs: Any) -> None:
        """``whole``: any inspection and unit; else the officer's own units and self-checks alone."""
        super().__init__(*args, **kwargs)
        self.officer, self.day = officer, day
        units = Unit.objects.filter(agency=officer.agency_id).order_by("code")
        if not whole:
            units = units.filter(duties__officer=officer, duties__kind="head").distinct()
        self._units = {str(one.pk): one for one in units if one.until is None or one.until >= day}
        own = Finding.Inspector.SELF
        self._choose("inspector", Finding.Inspector.choices if whole else [(own.value, own.label)])
        self._choose("unit", [(key, one.name) for key, one in self._units.items()])
        self._choose("column", [(key, one.name) for key, one in names_of().items()], empty=_("没有"))

    def _choose(self, name: str, choices: Any, empty: Any = "") -> None:
        first = [("", empty or _("请选择"))] if len(choices) != 1 or empty else []
        self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The item by its index number, among what the officer sees; exactly one limit."""
        given: dict[str, Any] = super().clean() or {}
        index = str(given.get("index") or "").strip()
        given["item"] = self._item(index) if index else None
        if not self.errors and (given.get("days") is None) == (given.get("due_on") is None):
            self.add_error("days", _("工作日数和指定日期填一项，只填一项"))
        return given

    def _item(self, index: str) -> Item | None:
        found = items(self.officer, self.day).filter(agency=self.officer.agency_id, index=index).first()
        if found is None:
            self.add_error("index", _("没有索引号为“%(index)s”的信息") % {"index": index})
        return found

    def found(self) -> Found:
        """What was typed, as the verb wants it."""
        given = self.cleaned_data
        same = (
            "inspector", "found_on", "kind", "words", "told_on", "body", "reference", "item", "column",
            "address", "days", "due_on",
        )  # fmt: skip
        return Found(unit=self._units[given["unit"]], **{name: given[name] for name in same})


class MendForm(ProofForm):
    """What was done, when, and what proves it."""

    on = day_field(gettext_lazy("整改日期"))
    words = _words(gettext_lazy("整改情况"))
    note = forms.CharField(
        label=gettext_lazy("凭证说明"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("改后的网址、截图编号、撤稿编号等；也可以上传截图"),
    )
    field_order = ("on", "words", "note", "scan")


class JudgeForm(forms.Form):
    """What somebody else says of the mending."""

    note = _words(
        gettext_lazy("复核意见"),
        rows=2,
        most=300,
        required=False,
        help_text=gettext_lazy("退回的必须写明还有什么没有改好"),
    )


class _Beside(forms.Form):
    """A form that stands on a page with others: the ids of its fields bear its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{type(self).__name__.lower()}_%s"
        super().__init__(*args, **kwargs)


class ExtendForm(_Beside):
    """More time, to a day, with a reason."""

    until = day_field(gettext_lazy("延长到"))
    reason = _words(
        gettext_lazy("延期理由"),
        rows=2,
        most=300,
        help_text=gettext_lazy("检查单位同意的，写明谁、哪天、文号"),
    )


class HandOverForm(_Beside):
    """Another unit, with a reason."""

    unit = forms.ChoiceField(label=gettext_lazy("移交给"), error_messages=_REQUIRED)
    reason = _words(gettext_lazy("移交理由"), rows=2, most=300)

    def __init__(self, *args: Any, finding: Finding, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Unit.objects.filter(agency=finding.agency_id).exclude(pk=finding.unit_id).order_by("code")
        self._units = {str(one.pk): one for one in found if one.until is None or one.until >= day}
        names = [(key, one.name) for key, one in self._units.items()]
        self.fields["unit"].choices = [("", _("请选择")), *names]  # type: ignore[attr-defined]

    def to(self) -> Unit:
        """The unit that was chosen."""
        return self._units[self.cleaned_data["unit"]]


class GrantForm(_Beside):
    """What somebody else says of an extension or a handing over."""

    note = _words(
        gettext_lazy("审批意见"),
        rows=2,
        most=300,
        required=False,
        help_text=gettext_lazy("不同意的必须写明理由"),
    )


class VoidForm(forms.Form):
    """Why a finding should not be there."""

    reason = _words(gettext_lazy("作废理由"), rows=2, most=300)
