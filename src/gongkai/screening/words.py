"""Word lists that triggers and rules share, as alternations for patterns."""

from __future__ import annotations

from functools import cache

from gongkai.screening.finding import Whom
from gongkai.screening.rules import read

REPORTER_LABELS = [
    "投诉举报人",
    "被投诉举报人",
    "投诉人",
    "举报人",
    "申诉人",
    "反映人",
    "来电人",
    "来信人",
    "来访人",
    "信访人",
    "诉求人",
    "检举人",
    "控告人",
    "消费者",
    "购买者",
    "申诉举报人",
    "实名举报人",
    "知情人",
    "报案人",
]
REPRESENTATIVE_LABELS = [
    "法定代表人",
    "法人代表",
    "主要负责人",
    "企业负责人",
    "负责人",
    "经营者",
    "经营者姓名",
    "业主",
    "投资人",
    "店主",
    "老板",
]
PARTY_LABELS = [
    "当事人",
    "被处罚人",
    "被处罚当事人",
    "违法行为人",
    "行为人",
    "被投诉人",
    "被举报人",
    "姓名",
    "姓",
    "名",
]
THIRD_LABELS = [
    "联系人",
    "委托代理人",
    "代理人",
    "被委托人",
    "受委托人",
    "受托人",
    "证人",
    "见证人",
    "被询问人",
    "被调查人",
    "员工",
    "店员",
    "店长",
    "营业员",
    "售货员",
    "收银员",
    "收货人",
    "收件人",
    "寄件人",
    "发件人",
    "司机",
    "驾驶员",
    "送货人",
    "送货员",
    "家属",
    "患者",
    "病人",
    "申请人",
    "申请执行人",
    "复议申请人",
    "第三人",
    "监护人",
    "父亲",
    "母亲",
    "儿子",
    "女儿",
    "其子",
    "其女",
    "妻子",
    "丈夫",
    "之子",
    "之女",
    "死者",
    "受害人",
    "被害人",
    "伤者",
    "原告",
    "被告",
    "上诉人",
    "同事",
    "邻居",
    "开户人",
    "户名",
    "持卡人",
    "采购员",
    "仓库管理员",
    "厨师",
    "会计",
    "业务员",
    "销售员",
    "经办人",
    "签收人",
    "代收人",
    "学生",
    "幼儿",
    "儿童",
    "女童",
    "男童",
    "小学生",
    "中学生",
    "孩子",
    "未成年人",
    "系未成年人",
    "抬头人",
    "顾客",
    "车主",
    "房东",
    "出租人",
    "承租人",
    "转让人",
]
OFFICIAL_LABELS = [
    "执法人员",
    "办案人员",
    "检查人员",
    "承办人",
    "承办人员",
    "询问人",
    "记录人",
    "审核人",
    "初审人",
    "签发人",
    "调查人员",
    "案件承办人",
    "局长",
    "副局长",
    "科长",
    "副科长",
    "所长",
    "副所长",
    "大队长",
    "新闻发言人",
    "审批人",
    "分管领导",
    "组长",
    "副组长",
]

WHOM_BY_LABEL: dict[str, Whom] = {
    **dict.fromkeys(OFFICIAL_LABELS, Whom.OFFICIAL),
    **dict.fromkeys(THIRD_LABELS, Whom.THIRD),
    **dict.fromkeys(PARTY_LABELS, Whom.PERSON),
    **dict.fromkeys(REPRESENTATIVE_LABELS, Whom.REPRESENTATIVE),
    **dict.fromkeys(REPORTER_LABELS, Whom.REPORTER),
}
"""To whom a name belongs by the word before it."""

ENTERPRISE_END = (
    "公司|厂|店|超市|商场|商行|经营部|经销处|经销部|销售部|门市部|服务部|服务中心|中心|酒店"
    "|饭店|餐厅|餐馆|酒楼|宾馆|旅馆|药房|诊所|医院|合作社|"
    "工作室|事务所|集团|银行|学校|幼儿园|小吃部|快餐部|美容院|理发店|维修部|加工坊|作坊|市场"
    "|商城|批发部|便利店|铺|馆|吧|坊|城"
)
"""How the names of enterprises and traders end."""

PERSONAL = (
    "投诉人|举报人|投诉举报人|申诉人|反映人|来电人|信访人|诉求人|消费者|当事人|法定代表人"
    "|负责人|经营者|证人|委托代理人|代理人|家属|患者|"
    "收货人|收件人|监护人|本人|其妻|其夫|其父|其母|其子|其女|丈夫|妻子|身份证|先生|女士|同事"
    "|员工|店主|老板|业主|死者|受害人|被害人|学生|邻居|姓名"
)
"""Words that attribute what follows in the sentence to a person."""

OFFICE = (
    "我局|本局|我办|本办|我中心|本机关|我单位|本单位|我所|监管所|办公室|举报电话|投诉电话"
    "|投诉举报电话|监督电话|咨询电话|受理电话|值班电话|"
    "服务电话|办公电话|公开电话|详询|来电咨询|如有疑问|如有异议|办公地址|受理机构"
    "|公开工作机构|市场监督管理局|市场监管局|政务公开"
)
"""Words that attribute what follows to the office."""


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


@cache
def surnames() -> str:
    """Every single surname, as the inside of a character class."""
    return str(read("surnames.toml")["single"])


@cache
def double_surnames() -> tuple[str, ...]:
    """Surnames of two characters."""
    return tuple(read("surnames.toml")["double"])


@cache
def doubtful_surnames() -> frozenset[str]:
    """Surnames that are common words or particles."""
    return frozenset(read("surnames.toml")["doubtful"])


@cache
def name_words() -> frozenset[str]:
    """Names that are words as well."""
    return frozenset(read("surnames.toml")["words"])


@cache
def place_heads() -> str:
    """Provinces and cities with which an address may begin, as an alternation."""
    places = read("places.toml")
    return alternation([*places["provinces"], *places["cities"], *places["short"]])
