"""The registers of FORMATS.md 2 as data: columns, words, keys and the order of their dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from gongkai.ledgers import rows
from gongkai.ledgers.cells import plain
from gongkai.refusal import Refused


class Type(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    """A day with or without a time; two fields, ``*_on`` and ``*_time``."""
    WORD = "word"
    """One of a closed list of words."""
    FLAG = "flag"
    """是 or 否."""
    YUAN = "yuan"
    """An amount in 元, read as whole 分."""
    WAN = "wan"
    """An amount in 万元, read as whole 分."""
    COUNT = "count"
    LIST = "list"
    """Parts separated by ；; with ``words`` each part is one of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Chinese header, the field it fills, its type and what its cells may say.

    ``required``: the header must be there and no cell may be empty. ``optional``: the header may be
    missing without a warning. ``aliases`` are other headers, ``other_words`` other spellings of
    ``words`` (as written → as meant).
    """

    header: str
    name: str
    type: Type = Type.TEXT
    words: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    aliases: tuple[str, ...] = ()
    other_words: Mapping[str, str] = field(default_factory=dict)

    def spellings(self) -> dict[str, str]:
        """Each word in its form for comparing → the word as the register writes it."""
        return {plain(word): word for word in self.words} | {
            plain(other): word for other, word in self.other_words.items()
        }


@dataclass(frozen=True, slots=True)
class Register:
    """One register. ``key`` are the headers that identify a row, ``orders`` pairs of headers (start, end)."""

    kind: str
    title: str
    row: type[rows.Row]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    orders: tuple[tuple[str, str], ...] = ()
    softly: tuple[tuple[str, str], ...] = ()
    """Orders whose inversion is odd but not wrong: a warning."""
    together: tuple[tuple[str, str], ...] = ()
    """(a, b): where ``a`` is filled, ``b`` should be too; a warning."""
    against: tuple[tuple[str, str, str], ...] = ()
    """(a, word, b): where ``a`` says ``word``, ``b`` should be empty; a warning."""
    outcome: tuple[str, str, str] | None = None
    """(a, b, c): ``a`` is an outcome of an application in the vocabulary of the day ``b``, or else ``c``."""
    may_lack: str = ""
    """The part of the key that may be empty."""
    instead: tuple[str, str] | None = None
    """(a, b): where column ``a`` is filled it takes the place of ``b`` in the key, and ``b`` may be empty."""

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in the order of FORMATS.md."""
        return tuple(column.header for column in self.columns)

    def column(self, header: str) -> Column:
        """The column with that header; KeyError for an unknown one."""
        for column in self.columns:
            if column.header == header:
                return column
        raise KeyError(header)


def _text(*pairs: str, required: bool = False, optional: bool = False) -> list[Column]:
    """Text columns from ``"表头 field"``."""
    return _of(Type.TEXT, *pairs, required=required, optional=optional)


def _of(kind: Type, *pairs: str, required: bool = False, optional: bool = False) -> list[Column]:
    """Columns of one type from ``"表头 field"``."""
    split = [pair.split() for pair in pairs]
    return [Column(header, name, kind, required=required, optional=optional) for header, name in split]


def _word(
    pair: str,
    words: str,
    *,
    required: bool = False,
    optional: bool = False,
    other: dict[str, str] | None = None,
) -> Column:
    header, name = pair.split()
    return Column(header, name, Type.WORD, tuple(words.split()), required, optional, other_words=other or {})


def _line() -> Column:
    return _word("条线 line", "工商 质监 食药", optional=True)


COMPLAINTS = Register(
    "complaints",
    "投诉举报登记表",
    rows.ComplaintRow,
    (
        Column("登记编号", "number", required=True),
        _word(
            "来源渠道 channel",
            "12315 12365 12331 市长热线 网络 来信 来访 现场 12345 其他",
            required=True,
        ),
        *_of(Type.MOMENT, "登记时间 registered", required=True),
        _word("诉求类型 kind", "咨询 投诉 举报 投诉举报", required=True),
        *_text("诉求人 person", "联系电话 phone"),
        *_of(Type.FLAG, "是否匿名 anonymous"),
        Column("被诉主体", "respondent", aliases=("被投诉（举报）人", "被投诉举报人")),
        *_text(
            "统一社会信用代码 credit_code",
            "主体地址 respondent_address",
            "商品服务类别 category",
            "诉求内容 text",
        ),
        Column("涉及金额", "amount_fen", Type.YUAN, aliases=("争议金额", "涉及金额（元）", "争议金额（元）")),
        *_text("承办单位 unit"),
        _word("受理决定 acceptance", "受理 不予受理 移送 告知"),
        *_of(Type.MOMENT, "受理时间 accepted"),
        *_text("不予受理原因 refusal_reason"),
        *_of(Type.MOMENT, "办结时间 closed"),
        _word(
            "办理结果 outcome",
            "调解成功 调解不成 撤回 终止调解 立案 不予立案 答复 移送 其他",
            other={"终止调解（未达成一致）": "调解不成", "重复举报": "其他"},
        ),
        *_text("答复内容 answer"),
        *_of(Type.MOMENT, "答复时间 answered"),
        _word("满意度 satisfaction", "满意 基本满意 不满意 未评价"),
        *_text("关联编号 related"),
        *_text("来源单号 source_number", "转办单位 forwarded_by", optional=True),
        *_of(
            Type.MOMENT,
            "转办时间 forwarded",
            "签收时间 signed",
            "要求反馈时限 feedback_due",
            optional=True,
        ),
        *_of(Type.FLAG, "延期 extended", "退单 returned", "重办 redone", optional=True),
        *_text("回访结果 callback", "录音编号 recording", optional=True),
        _line(),
    ),
    key=("来源渠道", "登记编号"),
    orders=(
        ("登记时间", "受理时间"),
        ("登记时间", "办结时间"),
        ("受理时间", "办结时间"),
        ("登记时间", "答复时间"),
        ("转办时间", "签收时间"),
    ),
    softly=(("转办时间", "要求反馈时限"),),
    together=(("办结时间", "办理结果"), ("办理结果", "办结时间")),
    instead=("来源单号", "登记编号"),
)

ITEMS = Register(
    "items",
    "政府信息目录",
    rows.ItemRow,
    (
        *_text("索引号 index", "标题 title", "信息类别 category", required=True),
        _word("公开方式 means", "主动公开 依申请公开 不予公开", required=True),
        *_text("责任单位 unit", "文号 doc_no"),
        *_of(Type.DAY, "成文日期 formed_on", "发布日期 published_on"),
        Column(
            "公开渠道",
            "outlets",
            Type.LIST,
            (
                "政府网站",
                "局网站",
                "政府公报",
                "政务微博",
                "政务微信",
                "报刊",
                "电视",
                "电子显示屏",
                "公开栏",
                "其他",
            ),
        ),
        *_of(Type.FLAG, "规范性文件 is_norm"),
        _word("有效性 validity", "有效 失效 废止"),
        *_text("内容 text"),
        *_of(Type.LIST, "附件 attachments"),
        *_text("初审人 first_reviewer"),
        *_of(Type.MOMENT, "初审时间 first_reviewed"),
        *_text("保密审查人 secrecy_reviewer"),
        *_of(Type.MOMENT, "保密审查时间 secrecy_reviewed"),
        *_text("签发人 signer"),
        *_of(Type.MOMENT, "签发时间 signed"),
    ),
    key=("索引号",),
    orders=(("初审时间", "签发时间"),),
    softly=(
        ("成文日期", "发布日期"),
        ("初审时间", "保密审查时间"),
        ("保密审查时间", "签发时间"),
        ("签发时间", "发布日期"),
    ),
    together=(("保密审查人", "保密审查时间"),),
)

APPLICATIONS = Register(
    "applications",
    "依申请公开登记表",
    rows.ApplicationRow,
    (
        *_text("登记编号 number", required=True),
        *_of(Type.DAY, "提交日期 submitted_on"),
        *_of(Type.DAY, "收到日期 received_on", required=True),
        _word("提交方式 channel", "当面 信函 传真 网络 电子邮件"),
        _word("申请人类型 applicant_kind", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他"),
        *_text("申请人 applicant", "联系方式 contact", "申请内容 text"),
        *_of(
            Type.DAY,
            "补正通知日期 correction_sent_on",
            "补正收到日期 correction_received_on",
            "征求第三方日期 consulted_on",
            "第三方意见日期 opinion_on",
        ),
        *_of(Type.FLAG, "是否延期 extended"),
        *_text("答复结果 outcome"),
        *_of(Type.DAY, "答复日期 replied_on"),
        *_text("送达方式 delivery"),
        Column("收费金额", "fee_fen", Type.YUAN, aliases=("收费金额（元）",)),
        *_of(Type.FLAG, "减免 waived"),
    ),
    key=("登记编号",),
    outcome=("答复结果", "答复日期", "收到日期"),
    orders=(
        ("提交日期", "收到日期"),
        ("收到日期", "补正通知日期"),
        ("补正通知日期", "补正收到日期"),
        ("收到日期", "征求第三方日期"),
        ("征求第三方日期", "第三方意见日期"),
        ("收到日期", "答复日期"),
    ),
    softly=(("补正收到日期", "答复日期"), ("第三方意见日期", "答复日期")),
    together=(
        ("答复日期", "答复结果"),
        ("答复结果", "答复日期"),
        ("补正收到日期", "补正通知日期"),
        ("第三方意见日期", "征求第三方日期"),
        ("登记编号", "提交方式"),
        ("登记编号", "申请人类型"),
    ),
)

REMEDIES = Register(
    "remedies",
    "复议诉讼举报登记表",
    rows.RemedyRow,
    (
        _word("类型 kind", "行政复议 行政诉讼-直接起诉 行政诉讼-复议后起诉 举报投诉", required=True),
        *_text("案号 number", required=True),
        *_text("关联登记编号 application"),
        *_of(Type.DAY, "收案日期 received_on", required=True),
        _word("结果 result", "维持 纠正 其他 尚未审结"),
        *_of(Type.DAY, "结案日期 closed_on"),
    ),
    key=("类型", "案号"),
    orders=(("收案日期", "结案日期"),),
    together=(("结案日期", "结果"),),
    against=(("结果", "尚未审结", "结案日期"),),
)

PENALTIES = Register(
    "penalties",
    "行政处罚决定登记表",
    rows.PenaltyRow,
    (
        *_text("决定书文号 doc_no", required=True),
        *_text("当事人名称 party", "统一社会信用代码 credit_code"),
        _word("当事人类型 party_kind", "企业 个体工商户 自然人"),
        *_text(
            "违法行为类型 violation",
            "违法事实 facts",
            "处罚依据 basis",
            "处罚种类 sanction",
            "处罚内容 content",
        ),
        Column("罚款金额", "fine_fen", Type.WAN, aliases=("罚款金额（万元）",)),
        Column("没收金额", "confiscated_fen", Type.WAN, aliases=("没收金额（万元）",)),
        *_of(Type.DAY, "决定日期 decided_on", required=True),
        *_text("处罚机关 organ", required=True),
        *_of(Type.FLAG, "是否跨省 cross_province"),
        *_of(Type.DAY, "送达日期 served_on", optional=True),
        _line(),
    ),
    key=("处罚机关", "决定书文号"),
    together=(("决定书文号", "当事人类型"),),
    orders=(("决定日期", "送达日期"),),
)

SAMPLES = Register(
    "samples",
    "抽样检验登记表",
    rows.SampleRow,
    (
        *_text("抽样编号 number", required=True),
        *_text(
            "公告批次 batch",
            "食品名称 food",
            "规格型号 spec",
            "商标 trademark",
            "生产日期或批号 produced",
            "标称生产企业 maker",
            "标称生产企业地址 maker_address",
            "被抽样单位 sampled_unit",
            "被抽样单位地址 sampled_address",
            "不合格项目 failed_item",
            "检验结果 found",
            "标准值 standard",
        ),
        _word("结论 verdict", "合格 不合格"),
        *_text("检验机构 lab", "任务来源 task"),
        *_of(Type.DAY, "报告日期 reported_on"),
    ),
    key=("抽样编号", "不合格项目"),
    may_lack="不合格项目",
    together=(("抽样编号", "结论"),),
    against=(("结论", "合格", "不合格项目"),),
)

ACTIVITIES = Register(
    "activities",
    "会议培训宣传活动登记表",
    rows.ActivityRow,
    (
        _word("类型 kind", "会议 培训 宣传活动 新闻发布会 在线访谈 政策解读 热点回应", required=True),
        *_text("名称 name", required=True),
        *_of(Type.DAY, "日期 on", required=True),
        *_text("主办单位 organiser"),
        *_of(Type.COUNT, "参加人数 people"),
        *_of(Type.FLAG, "主要负责同志参加 lead_present"),
        *_text("关联信息索引号 related_item", "说明 note"),
        *_text("地点 place", optional=True),
        *_of(
            Type.COUNT,
            "发放材料份数 leaflets",
            "接待咨询人次 consulted",
            "现场受理件数 cases",
            optional=True,
        ),
    ),
    key=("类型", "名称", "日期"),
)

REGISTERS: Mapping[str, Register] = MappingProxyType(
    {
        register.kind: register
        for register in (ITEMS, COMPLAINTS, APPLICATIONS, REMEDIES, PENALTIES, SAMPLES, ACTIVITIES)
    }
)
"""The registers by KIND of ``gongkai import``."""


def register_of(kind: str) -> Register:
    """The register of that kind. Raises Refused for an unknown one."""
    if kind not in REGISTERS:
        raise Refused("unknown-kind", f"没有“{kind}”这种台账", f"可以是 {'、'.join(REGISTERS)}")
    return REGISTERS[kind]
