"""Where a name ends: surname, given name, and what may follow.

A name is a surname of the list and one or two characters; two surnames may stand together; names of other
peoples have a dot inside. Behind a label without a colon a name is taken only when a boundary follows:
punctuation, a blank, or a word with which a sentence goes on.
"""

from __future__ import annotations

import re

from gongkai.screening import near, words

HAN = "一-龥㐀-䶿\u9fa6-\u9fff𠀀-𪛟〇"
_SURNAMES = frozenset(words.surnames())
_DOUBLE = frozenset(words.double_surnames())
HEADS = "".join(sorted({*_SURNAMES, *(name[0] for name in _DOUBLE)}))
"""With what a name begins, but for names with a dot inside; the inside of a character class."""
_FOREIGN = near.lazy(rf"[{HAN}]{{2,6}}(?:[·•][{HAN}]{{1,8}})+")
_GO_ON = near.lazy(
    r"反映|投诉|举报|称|表示|自称|说|到|在|于|购买|提供|来电|来信|来访|来我|经|因|的|与|和|及"
    r"|等|对|向|从|将|系|为|是|已|未|曾|并|签|发现|认为|要求|承认|陈述|"
    r"申请|提交|取得|食用|以|不|也|均|共|带|持|驾驶|拨|手机|电话|联系|身份证|住|现|出生|男|女"
    r"|老人|老汉|老太|夫妇|夫妻|父女|父子|母女|母子|二人|两人|三人|同志|先生|女士|家|处|通过|使用|确认|辩称|收到|就|被|向|接受|"
    r"负责|代表|代为|委托|开|用|给|陪同|同意|拒|前往|作|做|自|所|本人|名|年|月|有|没|无|可|应"
    r"|还|又|再|后|时|之|其|该|进|出|来|去|今年|今日|当日|当天|当场|目前|打赏|充值|花费|误食|饮用|食物中毒|感染|确诊|患|住院|怀孕|销售|经营|生产|违|涉嫌|实施|制作|核实|告知|意见|参加|出席|协助|受雇|看管|保管"
    r"|述称|诉称|辩称|述|诉|不服|不知|名下|主动|指认|辨认|证实|证明|供述|达成|出具|递交|寄|收|转|付|缴|承租|出租|受伤|死亡|去世|身亡|当庭|到庭|缺席|均|都|从|把|租|拿|讲|证件|现场|当场|交代|报告|私信|扫码"
)
_STRONG = near.lazy(
    r"反映|投诉|举报|表示|自称|购买|提供|来电|来信|来访|来我|签字|签名|签收|发现|认为|要求"
    r"|承认|陈述|申请|提交|取得|食用|驾驶|拨打|手机|电话|联系|身份证|出生|"
    r"老人|老汉|老太|夫妇|夫妻|父女|父子|母女|母子|二人|两人|三人|同志|先生|女士|通过|使用|确认|辩称|收到|接受|负责|委托|陪同|同意|前往"
    r"|本人|销售|经营|生产|涉嫌|实施|制作|称[，：其]|在[^，。]|的[^，。]|到[^，。]|于\d|等人|参加|到场|出席|看管|保管|签收|转交|述称|诉称|不服|名下|主动|指认|辨认|证实|证明|供述|达成|出具|递交|承租|出租|受伤|死亡|去世|身亡|到庭|缺席|均称|均表|都称"
)
_NO_NAME = near.lazy(
    r"[称应的在于是和及与或等对向从因为未不均已经可将就自其该本我你他此这那有无到去来说要被把给让使得地着了过以之而且但如若则当并即又再也都还只才很太更最各每某]"
)
_NO_SURE_NAME = near.lazy(
    r"[称应的在是和及与或等从未不均已可将就该我你他她这那把被给让使着了过而且但若则当并即又再也都还只才很各每某]"
)
"""What no name has even where a colon, or sex and number behind it, say that it is one: 于得水, 时来运."""
_NOT_GIVEN = near.lazy(
    r"(?:当事|申请|申诉|申报|申领|申辩|经营|管理|负责|检查|销售|生产|有限|公司|材料|信息|姓名|身份|电话|名称|地址|情况"
    r"|签名|签字|意见|基本|单位|人员|员工|部门|方面|住所|金额|要求|违法|行为|陈述|申辩|权利"
    r"|权益|责任|义务|主张|诉求|反映|"
    r"购买|提供|合法|双方|承诺|认可|同意|委托|代表|代理|个人|法人|企业|商户|商家|店铺|超市"
    r"|食品|药品|产品|商品|质量|安全|时间|日期|内容|事项|程序|规定|法律|法规|条例|办法|证据"
    r"|证明|证件|证书|许可|执照|"
    r"处罚|罚款|没收|警告|决定|告知|送达|听证|复议|诉讼|法院|机关|政府|委员|协会|组织|团体"
    r"|医院|学校|明确|知道|能够|需要|满意|解释|解决|全部|全体|全权|成员|代签|代收|家中|家属"
    r"|家人|方便|时效|计算|都有|车牌|车辆|车型|车号|号牌|号码|户籍|户口|住址|住处|应诉|应急"
    r"|(?:蒙古|满|白|黎|水|土|羌|苗|藏|回|彝|壮|瑶|侗|傣)族)"
)
_FAMILY = "爸爸|妈妈|爷爷|奶奶|公公|婆婆|哥哥|姐姐|弟弟|妹妹|叔叔|伯伯|舅舅|姑姑|姨姨|太太|宝宝|娃娃"
_PET = near.lazy(
    rf"(?:[小阿](?![学朋童众家])[{words.given()}{words.surnames()}]|(?!{_FAMILY})([一-龥])\1)"
    r"(?=[^一-龥]|$|[在于因误食用购买到被称说与和及等两二三独把将从向进出卖拿来去搬持给未])"
)
_SPACED = near.lazy(rf"[ \t]{{1,4}}([{HAN}])(?=[，。、；;,）)\n]|[ \t]{{2}}|[ \t]?$)")
"""A name of two characters, set wide: 张　三."""
NOT_LAST = frozenset(
    "校院局厂店站组部所司室队会处科厅委办方业户员工人者场区市县镇村街路物品料件单书证款项额家庄卡商位类型号米油水酒肉菜车机器板材房屋楼层年月日时间后前中内外等并均已将可应须"
)
"""With what words end that are no names: 高校, 项目组, 单位."""
SOLID = frozenset(
    "万计车路安常乐明平高金关项支包程管云水元井查商连任温满易终古白红黄文武边冷海江山石花门米严双东何"
)
"""Doubtful surnames that are no prepositions: they and two characters before a verb are a name."""
SELDOM = frozenset("原利年沙那权栗佑铁单古全益容爱归宛逢展充福乐")
"""Doubtful surnames that stand before no other word as a preposition does."""
TELLS = "来电|来信|来访|反映|投诉|举报|自述|述称|诉称"
"""What tells that whoever stands before reported."""
_TELLS = near.lazy(TELLS)
_STATES = near.lazy("系|的|证实|证明|代为|要求|说明|表示|称|到场|提出|提交|申请|向|在|于[12]|购买|持")
"""What goes on behind a person whose surname is a word too."""
_PUNCTUATION = "，。、；：:,;()（）[]【】〔〕“”\"'《》<>/|\n\t ·!?！？-—"


def surname_length(part: str, at: int) -> int:
    """How many characters of a surname stand at ``at``: 0, 1 or 2."""
    if part[at : at + 2] in _DOUBLE:
        return 2
    return 1 if part[at : at + 1] in _SURNAMES else 0


def name_end(part: str, at: int, *, sure: bool) -> int | None:
    """Where the name that begins at ``at`` ends, None: no name. ``sure``: a colon announced it."""
    head = part[at : at + 8]
    foreign = _FOREIGN.match(part, at) if "·" in head or "•" in head else None
    if foreign:
        return foreign.end()
    surname = surname_length(part, at)
    if not surname:
        return None
    if not sure and part[at] in words.doubtful_surnames() and surname == 1:
        return _doubtful_end(part, at)
    if sure:
        spaced = _SPACED.match(part, at + surname)
        if spaced and _is_given(spaced[1], part[at : at + surname] + spaced[1], sure=True):
            return spaced.end()
    for length in _lengths(part, at, surname):
        end = at + length
        given = part[at + surname : end]
        if (
            len(given) == length - surname
            and _is_given(
                given, part[at:end], sure=sure or (len(given) == 2 and _STRONG.match(part, end) is not None)
            )
            and _is_boundary(part, end, sure=sure)
            and part[end - 1 : end + 1] not in ("先生", "女士", "小姐")
            and (sure or length < 4 or part[at : at + 2] not in words.name_words())
        ):
            return end
    return None


def pet_end(part: str, at: int) -> int | None:
    """Where what a child is called ends that begins at ``at``: 小明, 阿杰, 婷婷."""
    found = _PET.match(part, at)
    return found.end() if found else None


def is_long(part: str, at: int) -> bool:
    """Whether a surname and three characters that can be given ones stand at ``at``."""
    given = part[at + 1 : at + 4]
    return (
        surname_length(part, at) == 1
        and len(given) == 3
        and _is_given(given, part[at : at + 4], sure=True)
        and not _NO_SURE_NAME.match(given[2])
    )


def _doubtful_end(part: str, at: int) -> int | None:
    """After a surname that is also a particle only punctuation ends a name."""
    for end in (at + 3, at + 2):
        given = part[at + 1 : end]
        follows = part[end : end + 1]
        if (
            _is_given(given, part[at:end])
            and len(given) == end - at - 1
            and follows
            and (follows in _PUNCTUATION or _is_solid(part, at, end))
        ):
            return end
    return None


def _is_solid(part: str, at: int, end: int) -> bool:
    """Whether a verb of persons follows characters that are no word: 律师计永涛参加, 店员万静承认."""
    if part[at] not in SOLID:
        given = all(char in words.given() for char in part[at + 1 : end])
        tells = _TELLS.match(part, end) or (end - at == 3 and part[at] in SELDOM and _STATES.match(part, end))
        return given and tells is not None and not is_word(part[at + 1 : end + 1])
    if part[end - 1] in NOT_LAST or _STRONG.match(part, end) is None:
        return False
    return end - at == 3 or (part[end - 1] in words.given() and not is_word(part[end - 1 : end + 1]))


def _lengths(part: str, at: int, surname: int) -> tuple[int, ...]:
    """The lengths to try: two characters first when a sure word or punctuation follows them."""
    short, long = surname + 1, surname + 2
    follows = part[at + short : at + short + 1]
    if not follows or follows in _PUNCTUATION or _STRONG.match(part, at + short):
        return (short, long)
    return (long, short, surname + 3) if surname == 1 and surname_length(part, at + 1) else (long, short)


_HAN_ONLY = near.lazy("[\u3400-\u9fff〇\U00020000-\U0010ffff]+")


def _is_given(given: str, name: str, *, sure: bool = False) -> bool:
    """Whether these characters can be a given name."""
    if not _HAN_ONLY.fullmatch(given):
        return False
    if sure and given in _PEACEFUL:
        return True
    never = _NO_SURE_NAME if sure else _NO_NAME
    if _NOT_GIVEN.match(name) or never.search(given, 0, 2):
        return False
    return given not in _GIVEN_WORDS and (sure or name not in words.name_words()) and given != "某"


_PEACEFUL = frozenset(("和平", "和顺", "和清", "永和", "春和", "家和"))
"""Given names with a particle in them, which a colon or 他叫 before them makes sure."""
_GIVEN_WORDS = frozenset(
    [
        "先生",
        "女士",
        "小姐",
        "某某",
        "某",
        "经理",
        "老板",
        "师傅",
        "科长",
        "局长",
        "所长",
        "主任",
        "老师",
        "医生",
        "同志",
        "总",
        "工",
        "姓",
        "氏",
        "方",
    ]
)


def _is_boundary(part: str, end: int, *, sure: bool) -> bool:
    """Whether a name may end at ``end``."""
    follows = part[end : end + 1]
    if not follows or follows in _PUNCTUATION or not "\u3400" <= follows <= "\u9fff":
        return True
    return _GO_ON.match(part, end) is not None


def goes_on(part: str, at: int) -> bool:
    """Whether a sentence goes on at ``at`` as it does behind a name: 系, 表示, 的."""
    return _GO_ON.match(part, at) is not None


def is_masked(text: str) -> bool:
    """张某, 李某某: already masked."""
    return re.fullmatch(r"[一-龥]{1,2}(?:某{1,2}|[*＊×]{1,2})[一-龥]?", text) is not None


def is_word(text: str) -> bool:
    """Whether what looks like a name is a common word: 文具, 初次."""
    return text in words.name_words() or _NOT_GIVEN.match(text) is not None
