"""Children by how a sentence counts, dresses and places them: 两名放学的小学生, 受害女童, 患儿之父.

What ``minors`` finds by age and form at school is found there; rules, goods and campaigns speak of children
in general and are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import context, near

CHILD = (
    "小?男孩|小?女孩|[男女]童|[男女]婴|[男女]生|少年|少女|孩子|小孩|孩童|儿童|幼儿|幼女|婴儿|宝宝|小朋友|小学生|中学生|初中生|高中生"
    "|职高生|中专生|学童|未成年人|未成年"
)
_COUNT = "[一二两三四五六七八九十几数多0-9]{1,3}"
_SCHOOL = "(?:小学|中学|初中|高中|中专|职高|职业高中|职业中学|技校|技工学校|幼儿园|托班|学前班)"
_COUNTED = near.lazy(
    rf"(?:{_COUNT})(?:多|余)?[名个位](?:[^，。；;\n]{{0,12}}的)?(?:小学|初中|高中|中学|职高|中专)?(?:{CHILD})"
    rf"|(?<![一-龥])[一该][名个位](?:[^，。；;\n]{{0,12}}的)?(?:{CHILD})"
)
_SUFFERED = near.lazy(
    rf"(?:涉事|购烟|购酒|上述|受害|被害|遇难|溺水|溺亡|走失|受伤|被侵害|被拐|该名|该|涉案)的?(?:{CHILD})(?!用|装|食品|乐园|园)"
)
_DRESSED = near.lazy(
    rf"(?:{_COUNT}[名个位])?(?:身着|身穿|穿着|穿)[^，。；;\n]{{0,8}}校服的?(?:{CHILD}|学生|人员|顾客|人)?"
    rf"|放学(?:后|途中|路上|路过)?的(?:{_COUNT}[名个])?(?:{CHILD}|学生)"
)
_PUPIL = near.lazy(
    rf"在校的?(?:职高|中专|技校|高中|初中|小学|职业高中|中职)(?:学?生|女生|男生)"
    rf"|(?:职业高中|职高|中专|技校|中职)(?:在校|在读)?(?:[一二三]年级)?(?:的)?(?:学生|女生|男生)"
    rf"|(?:[^，。；;、\s\n系为是向]{{0,8}})?{_SCHOOL}[^，。；;\n]{{0,6}}?[一二三四五六](?:至[一二三四五六])?年级(?:在校|在读)?(?:的?学生|生|女生|男生)"
    rf"|(?:尚|还|正|仍)?在读(?:高[一二三]|初[一二三]|小学|初中|高中|[一二三四五六]年级)"
    r"|[初高小][一二三四五六]的?(?:学生|男生|女生)"
)
_PARENT = near.lazy(
    r"(?:患儿|女童|男童|婴儿|女婴|男婴|幼女|少年|少女|男孩|女孩|受害学生|孩子)(?:的|之)?(?:父亲|母亲|父母|家长|父|母|爸爸|妈妈|监护人|法定代理人|家属)(?!应|须|要)"
)
_YOUNG = near.lazy(
    r"(?:属[鼠牛虎兔龙蛇马羊猴鸡狗猪][，,])?(?:今年|现在?|也)?(?:才|刚|只有|刚满|刚过|年仅|年方|今年|不到|不满)(?:十[一二三四五六七]?|1[0-7])(?:周?岁)?(?=[，。；、\s]|$)"
    r"|(?<![一二三四五六七八九])(?<![未不年]满)(?<!不[足到])(?:年仅|刚过完?|过完|年约|才)?(?<![一二三四五六七八九])十[一二三四五六七][一二三四五六七]?周?岁(?:生日)?(?!以[上下]|及|的?未成年)"
    r"|(?:出生)?(?:未满|不满|刚满|才)(?:百天|百日|周岁|满月|半岁)(?!婴)"
)
_OWN = near.lazy(
    r"(?:我(?:家|们家)?的?|其|他家|她家)(?:小|大|二|次|长)?(?:孩子|娃|宝宝|小孩)(?!们)(?=在|吃|喝|被|买|用|因|于|把|拿|一|今)"
)
_NEEDED = (*"孩童婴生岁女娃月龄着穿", "少年", "幼", "宝宝", "未成年", "小朋友", "百", "十", "1", "在读")
_CHILDREN = (
    *("孩", "童", "婴", "男生", "女生", "少年", "少女", "幼儿", "幼女", "宝宝", "小朋友", "未成年"),
    *("小学生", "中学生", "初中生", "高中生", "职高生", "中专生"),
)
_ALL = near.Choice(
    (_COUNTED, _CHILDREN),
    (_SUFFERED, _CHILDREN),
    (_DRESSED, ("校服", "放学", "上学", "放假")),
    (_PUPIL, ("在校", "学生", "女生", "男生", "年级", "在读")),
    (_PARENT, ("患儿", "女童", "男童", "婴", "幼女", "少", "男孩", "女孩", "学生", "孩子")),
    (_YOUNG, ("才", "刚", "年仅", "年方", "只有", "今年", "不到", "不满", "未满", "岁")),
    (_OWN, ("孩子", "娃", "宝宝", "小孩")),
)
"""Each pattern with words one of which its matches hold."""
_GENERAL = near.lazy(
    r"禁止|不得|应当|严禁|严格|规定|保护法|关爱|宣传|专用|配方|用品|标识|标志|整治|专项|抽检|抽查|条例|法律|《|提醒|警示|提示|鼓励|面向|针对|请勿|青少年模式|儿童节|考生|适用|周边|各[中小]"
)


def spans(part: str) -> Iterator[tuple[int, int]]:
    """The words of a window that point to one child."""
    if not near.holds(part, _NEEDED):
        return
    for pattern in _ALL.among(part):
        for found in pattern.finditer(part):
            sentence = context.sentence_before(part, found.start(), 40) + context.sentence_after(
                part, found.end(), 12
            )
            if not _GENERAL.search(sentence):
                yield found.span()
