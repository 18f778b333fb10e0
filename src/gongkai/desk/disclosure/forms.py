"""The forms of publishing: draft, opinion, withdrawal. They read; verbs decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Unit
from gongkai.desk.disclosure import classes, terms
from gongkai.desk.disclosure.course import DECISIONS
from gongkai.desk.disclosure.forms_catalogue import CatalogueForm
from gongkai.desk.disclosure.forms_sheets import SheetForm
from gongkai.desk.disclosure.models import Item, PublicityTerm
from gongkai.desk.disclosure.verbs.drafting import Draft, read_text
from gongkai.desk.disclosure.verbs.withdrawing import reasons_of
from gongkai.face import prose
from gongkai.face.widgets import DayInput
from gongkai.law import review, scope
from gongkai.papers import editing
from gongkai.refusal import Refused

Choices = list[tuple[str, str]]
_TITLE = 300
_DOC_NO = 80
_TEXT = 200_000
_NOTE = 2000
_FIELD = 500


class DraftForm(CatalogueForm):
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
        widget=DayInput(),
        help_text=gettext_lazy("公开期限从这一天起算；送审前必须填写"),
        error_messages={"invalid": gettext_lazy("成文日期写成 2017-09-18 的样子，并且这一天要存在")},
    )
    is_norm = forms.BooleanField(label=gettext_lazy("规范性文件"), required=False)
    validity = forms.ChoiceField(
        label=gettext_lazy("有效性"),
        required=False,
        choices=[("", gettext_lazy("不适用")), *Item.Validity.choices],
    )
    text = prose.ProseField(
        label=gettext_lazy("正文"),
        required=False,
        max_length=_TEXT,
        widget=prose.ProseEditor({"rows": 18, "spellcheck": "false"}),
        help_text=gettext_lazy("空一行分段；行首 # 是一级标题，## 是二级标题；- 是列表；**文字** 是强调"),
    )
    outlets = forms.MultipleChoiceField(
        label=gettext_lazy("公开渠道"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一条信息在几个渠道公开，都只计一条"),
    )
    urgent = forms.BooleanField(
        label=gettext_lazy("快速通道"),
        required=False,
        help_text=gettext_lazy("只用于消费警示：初审、保密审查、签发同时办理，一个人也不少"),
    )
    source = forms.URLField(
        label=gettext_lazy("转载来源网址"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("转载已公开的法律法规时填写，走短流程"),
        error_messages={"invalid": gettext_lazy("网址要写完整，以 http:// 或 https:// 开头")},
    )
    release_at = forms.DateTimeField(
        label=gettext_lazy("定时发布"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("不填则审签齐全后立即发布"),
        error_messages={"invalid": gettext_lazy("时间写成 2017-09-18 09:00 的样子")},
    )
    until_on = forms.DateField(
        label=gettext_lazy("公开至"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("这一天过后自动停止公开；长期公开的不填"),
        error_messages={"invalid": gettext_lazy("日期写成 2017-12-31 的样子，并且这一天要存在")},
    )
    correction = forms.CharField(
        label=gettext_lazy("更正说明"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("更正已公开的信息时写：改了什么、为什么；读者看得到"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        pictures: Sequence[tuple[str, str]] = (),
        category: str = "",
        day: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.class_fields = classes.fields(category, day)
        given_fields = self.initial.get("fields") or {}
        for one in self.class_fields:
            self.fields[f"x_{one.key}"] = _class_field(one)
            self.initial[f"x_{one.key}"] = given_fields.get(one.key, "")
        self.fields["text"].widget.pictures = pictures
        self.pictures = [digest for digest, _said in pictures]
        given = self.initial
        names = [one.name for one in scope.categories()]
        self.fields["category"].choices = [("", _("请选择")), *_known(names, given.get("category"))]  # type: ignore[attr-defined]
        outlets = [one.name for one in scope.outlets()]
        self.fields["outlets"].choices = _known(outlets, *given.get("outlets", ()))  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("code")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("请选择")  # type: ignore[attr-defined]

    @property
    def of_class(self) -> list[forms.BoundField]:
        """The fields of the chosen class, as the page shows them."""
        return [self[f"x_{one.key}"] for one in self.class_fields]

    @property
    def words(self) -> str:
        """The text that was typed so far, as much of it as is looked at while somebody writes."""
        return str(self["text"].value() or "").replace("\r\n", "\n")[:_TEXT]

    @cached_property
    def blocks(self) -> list[dict[str, Any]]:
        """The same as blocks. Raises Refused with the line that cannot be read."""
        return read_text(self.words, self.pictures)

    def clean_text(self) -> str:
        """The text, which must be readable as blocks; one that says the same as before is the one before."""
        text, before = str(self.cleaned_data["text"]), str(self.initial.get("text") or "")
        if self.add_prefix("text") + prose.HTML in self.data and editing.same(text, before):
            text = before
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
            fields={one.key: _said(given.get(f"x_{one.key}")) for one in self.class_fields},
            catalogue=self.catalogue_given(),
            source=given["source"],
            urgent=given["urgent"],
            release_at=given["release_at"],
            until_on=given["until_on"],
            correction=given["correction"].strip(),
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

    def __init__(self, *args: Any, on: date, category: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grounds = {one.text: one for one in review.review_grounds(on, category)}
        is_open = {True: _("公开的依据"), False: _("不公开、部分公开、依申请公开的依据")}
        groups = [
            (label, [(one.text, f"{one.text}（{one.article}）") for one in self._those(opens)])
            for opens, label in is_open.items()
        ]
        self.fields["ground"].choices = [("", _("不选")), *groups]  # type: ignore[attr-defined]

    def _those(self, opens: bool) -> list[review.ReviewGround]:
        return [one for one in self.grounds.values() if ("open" in one.decisions) is opens]

    def clean(self) -> dict[str, Any]:
        """A stop has a ground of the day's law that fits it, a return says what has to be mended."""
        given = super().clean() or self.cleaned_data
        decision, ground = given.get("decision"), given.get("ground")
        if decision in ("closed", "partly") and not ground:
            self.add_error("ground", _("请选择不公开的依据"))
        if decision == "return" and not str(given.get("note") or "").strip():
            self.add_error("note", _("请写明要改什么，经办人照此修改"))
        known = self.grounds.get(str(ground))
        if decision and known is not None and decision not in known.decisions:
            if decision == "open":
                self.add_error("ground", _("意见是公开，不能同时有不公开的依据"))
            else:
                self.add_error("ground", _("这条依据不能用于这种意见，请另选"))
        if known is not None and not given.get("article"):
            given["article"] = known.cite
        return given


class PaperForm(SheetForm):
    """What stands on a signed sheet: whose decision, which, on which day, and the scan."""

    stage = forms.ChoiceField(label=gettext_lazy("环节"))
    decision = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=list(DECISIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择纸上的意见")},
    )
    note = forms.CharField(label=gettext_lazy("批示原文"), required=False, max_length=300)
    field_order = ("stage", "leader", "decision", "note", "signed_on", "scan")

    def __init__(self, *args: Any, stages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class TermForm(forms.Form):
    """What decides how long a penalty stays public."""

    klass = forms.ChoiceField(
        label=gettext_lazy("处罚类别"), choices=PublicityTerm.Klass.choices, widget=forms.RadioSelect
    )
    decided_on = forms.DateField(
        label=gettext_lazy("决定日期"),
        required=False,
        widget=DayInput(),
    )
    banned_until = forms.DateField(
        label=gettext_lazy("限制经营、从业至"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("限制期比公示期长的，公示到限制期满"),
    )
    kinds = forms.CharField(
        label=gettext_lazy("处罚种类"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("用顿号分开；停产停业、吊销等不得提前停止公示"),
    )
    is_special = forms.BooleanField(
        label=gettext_lazy("食品、药品、特种设备领域"),
        required=False,
        help_text=gettext_lazy("提前停止公示前须公示得更久"),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("失信程度"),
        required=False,
        choices=[("", gettext_lazy("没有认定")), *PublicityTerm.Severity.choices],
        help_text=gettext_lazy("2026年4月1日起决定“信用中国”公示到哪天，与公示系统的止期不同，两个都列"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["klass"].help_text = terms.minor_fine()

    def kinds_said(self) -> list[str]:
        """The kinds of penalty, one by one."""
        return [one.strip() for one in str(self.cleaned_data["kinds"]).split("、") if one.strip()]


class WithdrawForm(forms.Form):
    """Why something is taken down. The confirmation is a box of its own, so that no single slip does it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("撤稿原因"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择撤稿原因")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("我已看过读者将看到的内容，确认停止公开"),
        help_text=gettext_lazy("提交后几秒内生效；恢复公开须重新送审、审签"),
        error_messages={"required": gettext_lazy("请先看读者将看到什么，再勾选确认")},
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, one.label) for code, one in reasons_of(item).items()]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


def _known(names: Sequence[str], *more: str | None) -> Choices:
    """The names as choices, with those that the item has already."""
    extra = [one for one in more if one and one not in names]
    return [(name, name) for name in (*names, *extra)]


def _class_field(one: classes.ClassField) -> forms.Field:
    """A field of a class as a form asks it; required ones are demanded at the handing in, not before."""
    if one.kind == "day":
        day = DayInput()
        return forms.DateField(label=one.label, required=False, widget=day, help_text=one.hint)
    widget = forms.Textarea({"rows": 3}) if one.kind == "long" else forms.TextInput()
    return forms.CharField(
        label=one.label, required=False, max_length=_FIELD, widget=widget, help_text=one.hint
    )


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _told(refused: Refused) -> str:
    return f"{refused.sentence}。{refused.mend}" if refused.mend else refused.sentence
