"""What the words before a number or name say about it."""

from __future__ import annotations

import re

from gongkai.screening import near, words
from gongkai.screening.finding import Whom

_SENTENCE = near.lazy(r"[。！？；;!?\n](?:(?<!\n)|\s*\n|(?<!\d\n)|(?!\d))")
"""A line break between digits ends no sentence: it may stand inside a number."""
_END = near.lazy(r"[。；;\n]")
_STOP = near.lazy("[。！？；;!?]")
_NUMBERED = "(?:编号|号)?"
_LABELS: dict[str, tuple[str, ...]] = {
    "residence": ("永久居留(?:身份)?证", "居留身份证"),
    "id": ("身份证", "公民身份", "居民身份", "证件号码?", "证件(?=[ \t]?[:：])"),
    "bank": ("银行卡", "卡号", "账号", "帐号", "账户", "帐户", "开户", "储蓄卡", "信用卡", "工资卡", "收款"),
    "mobile": ("手机", "移动电话", "联系方式", "联系电话", "致电", "来电", "呼叫", "手机号"),
    "tel": ("电话", "座机", "传真", "固话", "Tel", "TEL", "tel", "拨打", "热线"),
    "passport": ("护照",),
    "permit": (
        *("通行证", "回乡证", "台胞证", "居留证", "居住证", "军官证", "士兵证", "驾驶证", "驾照", "社保卡"),
        *("社会保障卡", "社会保障号", "医保卡", "学生证", "健康证", "从业资格证"),
    ),
    "im": ("QQ", "qq", "微信", "扣扣", "微博"),
    "licence": (
        *("国药准字", "国食健字", "卫妆准字"),
        *(f"{paper}{_NUMBERED}" for paper in ("许可证", "登记证", "注册证", "证书", "备案", "批准证?")),
        *(
            "准字",
            "备案凭证",
            "注册号",
            "批准文号",
            "执照号",
            f"生产许可证?{_NUMBERED}",
            "执行标准",
            "专利号",
        ),
        *("资质", "证书编号", "认证", "执法证", "网站标识码", "公网安备", "索引号"),
    ),
    "barcode": (
        *(
            "条码",
            "条形码",
            "批号",
            "批次",
            "生产日期",
            "货号",
            "型号",
            "代号",
            "规格",
            "SKU",
            "编码",
            "货品编号",
            "序列号",
        ),
        *("出厂编号", "使用登记"),
    ),
    "order": (
        *("订单", "单号", "流水号", "运单", "快递", "编号", "案号", "文号", "发票", "凭证号", "交易号"),
        *("登记号", "工单", "票号", "收据", "合同号", "抽样单"),
    ),
    "uscc": ("信用代码", "组织机构代码", "税号", "纳税人识别号", "注册号"),
    "amount": (*("罚款", "罚没", "金额", "货值", "违法所得", "人民币", "价款", "合计", "共计", "¥", "￥"),),
}
"""What a number is by the word before it, the more telling first; every alternative begins with a letter."""


def _labels() -> str:
    """The labels as a tree by first characters, those of each in their order: ``re`` decides it fast."""
    tree: dict[str, list[str]] = {}
    for name, part in _LABELS.items():
        for word in part:
            rest = tree.setdefault(word[0], [])
            rest.append(f"(?P<{name}_{ord(word[0])}_{len(rest)}>{word[1:]})")
    return "|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in tree.items())


_LABEL = near.lazy(_labels())
_OFFICE = frozenset(words.OFFICE.split("|"))
_OWNER = near.lazy(words.branches((*words.PERSONAL.split("|"), *_OFFICE)))
_NO_OWNER = re.compile(r"消费者(?:权益|协会|委员会|组织)|学生(?:处|科|会)|员工(?:之家|手册)")
"""我局消费者权益保护科 is a unit, and no consumer."""
_UNIT = near.lazy(
    r"联系(?:人|部门|科室|单位)[：: ]\s?[一-龥]{2,16}(?:科|股|办|所|室|队|中心|窗口|局)"
    r"(?=[，,、；;\s（(])[^。；\n]{0,12}$"
)
"""联系人：食品安全抽检监测科，电话: a unit, no person."""
_INVITED = near.lazy(
    r"请[^。；\n]{0,24}(?:反馈|报送|发送|寄送|邮寄)(?:至|到)|本(?:通知|告知|决定|答复)书?[^。；\n]{0,40}[。；]\s?联系(?:电话|方式)|请(?:与|向|拨打|致电|及时)[^。\n]{0,30}(?:联系|反映|反馈|咨询|投诉|举报)|如有异议|公示期|社会监督|来信来访|监督(?:邮箱|信箱)|举报(?:邮箱|信箱)|投诉(?:邮箱|信箱)"
)
_TREASURY = near.lazy(r"财政|国库|非税|罚没款|罚款缴|缴至|缴到|缴款|代收|收缴")


def sentence_before(part: str, at: int, reach: int = 80) -> str:
    """What stands before ``at`` in its sentence."""
    before = part[max(0, at - reach) : at]
    stop = _STOP.search(before[::-1])
    last = len(before) - stop.start() if stop else 0
    if "\n" in before:
        for found in _SENTENCE.finditer(before, last):
            last = found.end()
    return before[last:]


def sentence_after(part: str, at: int, reach: int = 40) -> str:
    """What stands behind ``at`` in its sentence."""
    stop = _END.search(part, at, at + reach)
    return part[at : stop.start() if stop else at + reach]


def label_before(part: str, at: int, reach: int = 24) -> str:
    """The nearest label before ``at``: ``id``, ``bank``, ``mobile``, ``tel``, ``order``, …, or empty."""
    label = ""
    before = sentence_before(part, at, reach)
    for found in _LABEL.finditer(before):
        between = before[found.end() :]
        label = "" if "，" in between or "," in between else (found.lastgroup or "").partition("_")[0]
    return "permit" if label == "residence" else label


def owner_before(part: str, at: int) -> Whom:
    """To whom the sentence attributes what stands at ``at``: the nearest word wins."""
    owner = Whom.UNKNOWN
    before = _NO_OWNER.sub("", sentence_before(part, at))
    for word in _OWNER.findall(before):
        owner = Whom.OFFICE if word in _OFFICE else words.WHOM_BY_LABEL.get(word, Whom.THIRD)
    if "联系" in before and _UNIT.search(before):
        return Whom.OFFICE
    if owner is Whom.UNKNOWN and _INVITED.search(part, max(0, at - 90), at):
        return Whom.OFFICE
    return owner


def is_treasury(part: str, at: int) -> bool:
    """Whether the account at ``at`` is one to which fines are paid."""
    return _TREASURY.search(sentence_before(part, at)) is not None
