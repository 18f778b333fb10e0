"""The figures and words that the component page shows; persons, firms and numbers by month are invented."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.face.rail import RailGroup, RailLink
from gongkai.face.widgets import DayInput

TODAY = date(2017, 10, 20)
MONTHS = (150, 98, 292, 178, 170, 168, 214, 221, 165, 152, 208, 164)
COLUMNS = (
    ("案件办理", 49),
    ("其他", 27),
    ("业务工作", 25),
    ("抽检信息", 16),
    ("消费警示", 15),
    ("法律法规", 10),
)


class SampleForm(forms.Form):
    """One field of each kind, as a complaint would ask."""

    who = forms.CharField(label=_("被投诉人的名称"), help_text=_("看营业执照、小票或招牌。"), max_length=100)
    day = forms.DateField(label=_("购买日期"), help_text=_("例如 2017-09-16"), widget=DayInput())
    amount = forms.DecimalField(label=_("涉及金额"), required=False, min_value=0)
    kind = forms.ChoiceField(
        label=_("期限种类"), choices=[("foi", _("依申请公开答复")), ("tj", _("投诉是否受理"))]
    )
    want = forms.ChoiceField(
        label=_("您希望怎样解决"),
        widget=forms.RadioSelect,
        choices=[("refund", _("退货退款")), ("damages", _("赔偿")), ("repair", _("更换或修理"))],
    )
    text = forms.CharField(
        label=_("事情经过"), widget=forms.Textarea, help_text=_("请不要写身份证号、银行卡号。")
    )
    photo = forms.FileField(label=_("照片、小票"), required=False)
    agree = forms.BooleanField(label=_("我已核对以上内容"))

    def clean_day(self) -> date:
        """Refuse a day to come, so that the page shows an error of its own."""
        day: date = self.cleaned_data["day"]
        if day > TODAY:
            raise forms.ValidationError(_("购买日期不能晚于今天（2017年10月20日）"))
        return day


class OneField(forms.Form):
    """A single question, for the states of a form."""

    said = forms.CharField(label=_("一句话写明"), help_text=_("请不要写身份证号、银行卡号。"))


_NOTHING = (
    (
        _("列表"),
        _("没有符合条件的，最早 10-23"),
        _("正在取……"),
        _("没有取到，请再试一次"),
        _("显示上次取到的，10:20"),
    ),
    (
        _("检索"),
        _("没有找到，换几个字试试"),
        _("正在查……"),
        _("查询太长，请减少几个字"),
        _("断网，联网后再查"),
    ),
    (
        _("表单"),
        _("还没有填写"),
        _("正在保存……"),
        _("还有 4 处需要改一下"),
        _("已存在本机，联网后再交"),
    ),
    (
        _("附件"),
        _("没有附件"),
        _("正在检查……"),
        _("不是所写的类型，不能接收"),
        _("没有传完，请重选"),
    ),
    (
        _("图"),
        _("没有数据"),
        _("正在算……"),
        _("分项之和不等于总数"),
        _("显示上次算出的"),
    ),
    (
        _("后台任务"),
        _("没有任务"),
        _("已办 120，共 300"),
        _("第 121 条出错，其余已办"),
        _("在内网继续办，回来再看"),
    ),
    (
        _("编辑器"),
        _("从这里写起"),
        _("正在打开……"),
        _("草稿在别处改过"),
        _("断网，已存在本机 3 处"),
    ),
    (
        _("大厅屏幕"),
        _("今天没有新公开的信息"),
        _("正在换……"),
        _("有一页打不开，已跳过"),
        _("网络中断，继续播放已取到的"),
    ),
)
"""Each component with what it says while empty, loading, in error and offline."""


def matrix() -> list[dict[str, str]]:
    """Each component with what it says in each of the four states in which there is nothing to show."""
    keys = ("name", "empty", "loading", "error", "offline")
    return [dict(zip(keys, map(str, row), strict=True)) for row in _NOTHING]


def rail() -> tuple[RailGroup, ...]:
    """A navigation with counts, a late one and the page one is on."""
    return (
        RailGroup(gettext("我的"), (RailLink(gettext("首页待办"), "#todo", 18),)),
        RailGroup(
            gettext("受理"),
            (
                RailLink(gettext("投诉举报"), "#cases", 186, hot=True),
                RailLink(gettext("依申请公开"), "#foi", 0),
            ),
        ),
        RailGroup(
            gettext("全年"),
            (RailLink(gettext("指标"), "#figures"), RailLink(gettext("全部组件"), "#main", current=True)),
        ),
    )


def context() -> dict[str, Any]:
    """What ``face/components.html`` is filled with."""
    wrong = {"who": "", "day": "2017-11-16", "amount": "168.00", "kind": "foi", "text": "买到过期食品。"}
    return {
        "bureau": "示例市场监督管理局",
        "person": SimpleNamespace(name="姜文博", unit=gettext("政务公开办公室")),
        "rail": rail(),
        "search_url": "#main",
        "today": TODAY,
        "due": {
            "late": date(2017, 10, 18),
            "soon": date(2017, 10, 24),
            "later": date(2017, 11, 10),
            "next_year": date(2018, 1, 12),
        },
        "form": SampleForm(),
        "form_wrong": SampleForm(wrong),
        "empty_form": OneField(auto_id="empty_%s"),
        "wrong_form": OneField({"said": ""}, auto_id="wrong_%s"),
        "matrix": matrix(),
        "months": [(str(month), count) for month, count in enumerate(MONTHS, start=1)],
        "month_counts": MONTHS,
        "columns": COLUMNS,
        "zero_rows": [_("行政复议"), _("行政诉讼")],
        "refusal": SimpleNamespace(sentence=_("期限已过，不能再延期"), mend=_("请尽快答复")),
        "page": {"previous": "", "next": "#next", "shown": 50, "total": 1000, "capped": True},
        "themes": [{"css": "", "label": _("浅色")}, {"css": "theme-dark", "label": _("深色")}],
    }
