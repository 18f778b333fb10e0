"""The forms of publishing: draft, opinion, withdrawal, filters of the list. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Unit
from gongkai.desk.disclosure.course import DECISIONS, STATES
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.verbs.drafting import Draft, read_text
from gongkai.desk.disclosure.verbs.withdrawing import REASONS
from gongkai.law import outcomes, scope
from gongkai.refusal import Refused

Choices = list[tuple[str, str]]
_TITLE = 300
_DOC_NO = 80
_TEXT = 200_000
_NOTE = 2000


class DraftForm(forms.Form):
    """One item as a person writes it; :meth:`draft` gives what the verb takes."""

    category = forms.ChoiceField(
        label=gettext_lazy("信息类别"), error_messages={"required": gettext_lazy("请选择信息类别")}
    )
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=_TITLE,
        help_text=gettext_lazy("发布后读者看到的标题；处罚信息写明当事人和案由"),
        error_messages={"required": gettext_lazy("请写标题")},
    )
    means = forms.ChoiceField(
        label=gettext_lazy("公开方式"),
        choices=Item.Means.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择公开方式")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("责任单位"),
        error_messages={
            "required": gettext_lazy("请选择责任单位"),
            "invalid_choice": gettext_lazy("您不能为这个单位起草，请选择您经办的单位"),
        },
    )
    doc_no = forms.CharField(label=gettext_lazy("文号"), max_length=_DOC_NO, required=False)
    formed_on = forms.DateField(
        label=gettext_lazy("成文日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("公开期限从这一天起算；送审前必须填写"),
        error_messages={"invalid": gettext_lazy("成文日期写成 2017-09-18 的样子，并且这一天要存在")},
    )
    is_norm = forms.BooleanField(label=gettext_lazy("规范性文件"), required=False)
    validity = forms.ChoiceField(
        label=gettext_lazy("有效性"),
        required=False,
        choices=[("", gettext_lazy("不适用")), *Item.Validity.choices],
    )
    text = forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        max_length=_TEXT,
        widget=forms.Textarea({"rows": 18, "spellcheck": "false"}),
        help_text=gettext_lazy("空一行分段；行首 # 是一级标题，## 是二级标题；- 是列表；**文字** 是强调"),
    )
    outlets = forms.MultipleChoiceField(
        label=gettext_lazy("公开渠道"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一条信息在几个渠道公开，都只计一条"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Iterable[Unit], pictures: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures
        given = self.initial
        names = [one.name for one in scope.categories()]
        self.fields["category"].choices = [("", _("请选择")), *_known(names, given.get("category"))]  # type: ignore[attr-defined]
        outlets = [one.name for one in scope.outlets()]
        self.fields["outlets"].choices = _known(outlets, *given.get("outlets", ()))  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("code")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("请选择")  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """The text, which must be readable as blocks."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        try:
            read_text(text, self.pictures)
        except Refused as refused:
            raise forms.ValidationError(_told(refused)) from refused
        return text

    def clean_formed_on(self) -> date | None:
        """The day, which no calendar of this program is without."""
        day: date | None = self.cleaned_data["formed_on"]
        if day is not None and not date(1949, 10, 1) <= day <= date(2199, 12, 31):
            raise forms.ValidationError(_("成文日期不可能是这一天，请核对年份"))
        return day

    def draft(self) -> Draft:
        """What was written, for the verb."""
        given = self.cleaned_data
        return Draft(
            title=" ".join(str(given["title"]).split()),
            category=given["category"],
            means=given["means"],
            unit=given["unit"],
            text=given["text"],
            doc_no=given["doc_no"].strip(),
            formed_on=given["formed_on"],
            validity=given["validity"],
            is_norm=given["is_norm"],
            outlets=tuple(given["outlets"]),
        )


class OpinionForm(forms.Form):
    """A structured opinion about one submission; nothing is chosen beforehand."""

    submission = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=list(DECISIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一种意见")},
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("依据"),
        required=False,
        help_text=gettext_lazy("不予公开、部分公开时必须选择；依申请公开可以不选"),
    )
    article = forms.CharField(
        label=gettext_lazy("条款"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("不填则取依据所在的条款"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("退回时必须写明要改什么"),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds = {one.label: one for one in outcomes.outcomes(on) if one.group == "deny"}
        choices = [
            (name, f"{name}（{one.article}）" if one.article else name) for name, one in self.grounds.items()
        ]
        self.fields["ground"].choices = [("", _("不选")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A stop has a ground, a return says what has to be mended."""
        given = super().clean() or self.cleaned_data
        decision, ground = given.get("decision"), given.get("ground")
        if decision in ("closed", "partly") and not ground:
            self.add_error("ground", _("请选择不公开的依据"))
        if decision == "return" and not str(given.get("note") or "").strip():
            self.add_error("note", _("请写明要改什么，经办人照此修改"))
        if decision == "open" and ground:
            self.add_error("ground", _("意见是公开，不能同时有不公开的依据"))
        if ground and not given.get("article"):
            given["article"] = self.grounds[ground].article
        return given


class WithdrawForm(forms.Form):
    """Why something is taken down. The confirmation is a box of its own, so that no single slip does it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("撤稿原因"),
        choices=[(key, one.label) for key, one in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择撤稿原因")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("我已看过读者将看到的内容，确认停止公开"),
        help_text=gettext_lazy("提交后几秒内生效；恢复公开须重新送审、审签"),
        error_messages={"required": gettext_lazy("请先看读者将看到什么，再勾选确认")},
    )


class FilterForm(forms.Form):
    """The filters of the list of items; what does not fit is left out, never an error."""

    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("信息类别"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("责任单位"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("成文年份"), required=False)
    q = forms.CharField(label=gettext_lazy("标题、索引号、文号"), required=False, max_length=60)

    def __init__(self, *args: Any, units: Sequence[Unit], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("全部"))
        shown = [(key, str(label)) for key, (label, _kind) in STATES.items() if key != "door"]
        self.fields["state"].choices = [everything, *shown]  # type: ignore[attr-defined]
        names = [(one.name, one.name) for one in scope.categories()]
        self.fields["category"].choices = [everything, *names]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [everything, *((one.code, one.name) for one in units)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [everything, *((str(one), str(one)) for one in years)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "d-in"

    def chosen(self) -> dict[str, str]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value.strip() for name, value in self.cleaned_data.items() if value and value.strip()}


def _known(names: Sequence[str], *more: str | None) -> Choices:
    """The names as choices, with those that the item has already."""
    extra = [one for one in more if one and one not in names]
    return [(name, name) for name in (*names, *extra)]


def _told(refused: Refused) -> str:
    return f"{refused.sentence}。{refused.mend}" if refused.mend else refused.sentence
