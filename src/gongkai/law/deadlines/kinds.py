"""The closed list of kinds of limit: what ``--on`` means, which events and settings each takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import complaints, foi, penalties, publication, receiving
from gongkai.law.deadlines.asking import Asked

COMMON_SETTINGS = {
    "received": "首次收到的日期，决定适用哪一部规则",
    "transition": "by_receipt（默认，按收到之日）或 by_act（按行为之日）选用规则",
}


@dataclass(frozen=True)
class Kind:
    """One kind of limit. ``events`` and ``settings`` map a name to what it means, in Chinese.

    ``undated`` events need no date, ``repeatable`` ones may happen again. ``pending`` kinds belong to a
    file that may have been received under an earlier rule set.
    """

    name: str
    title: str
    on: str
    answer: Callable[[Asked, Calendar], Answer]
    events: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
    repeatable: frozenset[str] = frozenset()
    pending: bool = True

    @property
    def all_settings(self) -> dict[str, str]:
        """The settings of this kind and those that all kinds take."""
        return {**self.settings, **(COMMON_SETTINGS if self.pending else {})}


_LINE = {"line": "条线：12315（工商）、12365（质监）、12331（食药），不分条线写 any；2020年以前必填"}
_TESTING = {"testing": "检测、鉴定的起止日 D..D，两日均不计入；多段用逗号分开"}
_PENALTY_LINE = {"line": "条线：工商、质监、食药；2021年9月1日以前不同"}
_EXTENSION = {"extension_days": "延长的日数，不写按上限"}
_EXTENDED = frozenset({"extended"})
_CONSULT = {"consult": "third-party（默认）或 organ：征求的是第三方还是其他机关"}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "foi-reply",
            "依申请公开答复期限",
            "收到申请之日",
            foi.reply,
            events={
                "extended": "已依法延期（可不写日期）",
                "consulted": "发出征求意见书之日",
                "opinion": "收到意见之日",
                "delivered": "对方收到征求意见书之日",
                "corrected": "收到补正之日",
                "paid": "申请人缴清信息处理费之日",
            },
            settings={**_CONSULT, **_EXTENSION},
            undated=_EXTENDED,
            repeatable=frozenset({"consulted", "opinion", "delivered"}),
        ),
        Kind("foi-correction-notice", "补正告知期限", "收到申请之日", foi.correction_notice),
        Kind(
            "foi-third-party",
            "第三方提出意见的期限",
            "第三方收到征求意见书之日",
            foi.third_party,
            settings=_CONSULT,
        ),
        Kind("foi-fee-payment", "信息处理费缴纳期限", "申请人收到收费通知之日", foi.fee_payment),
        Kind(
            "foi-receipt",
            "收到申请之日",
            "提交之日",
            receiving.receipt,
            events={"signed": "签收之日", "arrived": "到达（系统接收）之日", "confirmed": "双方确认之日"},
            settings={"channel": "visit、signed-mail、plain-mail、email、fax、online"},
            pending=False,
        ),
        Kind("complaint-accept", "投诉受理期限", "收到投诉之日", complaints.accept, settings=_LINE),
        Kind(
            "complaint-mediation",
            "投诉调解期限",
            "受理投诉之日",
            complaints.mediation,
            events={"extended": "已批准延期（可不写日期；仅食药条线）"},
            settings={**_LINE, **_TESTING, **_EXTENSION},
            undated=_EXTENDED,
        ),
        Kind(
            "complaint-end-notice",
            "终止调解告知期限",
            "作出终止调解决定之日",
            complaints.end_notice,
            settings=_LINE,
        ),
        Kind(
            "report-verify",
            "举报核查期限",
            "收到举报之日",
            complaints.verify,
            events={
                "extended": "已批准延期（可不写日期）",
                "merged": "同一举报人反映新事实的最后一次举报之日",
            },
            settings={**_LINE, **_TESTING, **_EXTENSION},
            undated=_EXTENDED,
        ),
        Kind(
            "report-notice",
            "告知举报人是否立案的期限",
            "作出是否立案决定之日",
            complaints.notice,
            settings={**_LINE, "real_name": "yes（默认）或 no：是否实名举报"},
        ),
        Kind(
            "penalty-credit",
            "行政处罚双公示期限",
            "作出处罚决定之日",
            penalties.credit,
            settings=_PENALTY_LINE,
        ),
        Kind(
            "penalty-publicity",
            "行政处罚信息公示期限",
            "作出处罚决定之日",
            penalties.publicity,
            events={"served": "送达决定书之日（食药条线）"},
            settings={**_PENALTY_LINE, "class": "warning-only：仅警告；other（默认）"},
        ),
        Kind(
            "penalty-push",
            "向登记地推送处罚信息的期限",
            "作出处罚决定之日",
            penalties.push,
            events={"pushed": "推送之日"},
            settings=_PENALTY_LINE,
        ),
        Kind(
            "penalty-withdrawal",
            "撤回处罚公示的期限",
            "处罚决定被变更、撤销等之日",
            penalties.withdrawal,
            settings=_PENALTY_LINE,
        ),
        Kind(
            "penalty-publicity-end",
            "处罚信息停止公示之日",
            "公示之日",
            penalties.publicity_end,
            events={"banned_until": "限制经营、从业届满之日", "decided": "决定书作出之日"},
            settings={
                "class": "notice-only（仅通报批评）、minor-fine（较低数额罚款）、other（默认）",
                "severity": "minor、general、serious：“信用中国”的失信程度",
                "years": "2021年9月1日以前公示的年限（没有核对原文，默认5年）",
            },
            pending=False,
        ),
        Kind("item-publication", "主动公开期限", "信息形成或者变更之日", publication.item),
        Kind(
            "annual-report",
            "年度报告公布期限",
            "报告年度内任一日",
            publication.report,
            settings={"body": "department（默认，部门）或 government（政府）"},
            pending=False,
        ),
        Kind(
            "budget-publication",
            "部门预算决算公开期限",
            "财政部门批复之日",
            publication.budget,
            pending=False,
        ),
    )
}
