"""Children by what only a child does, needs or has: 孙女放学, 我女儿今年中考, 法定代理人到场, 2012年冬天生的.

``minors`` finds ages and forms at school, ``children`` how a sentence counts and dresses them. Here a word of
kin is a child where a cue stands beside it, a word for a child where somebody tells of one, and a year of
birth is measured by the day of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.screening import context, near, words
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known
from gongkai.screening.rules import read

_LISTS: dict[str, Any] = read("children.toml")
_C = r"[^，。；：:\n]"
_KIN = words.inside(_LISTS["kin"])
_CHILD = words.inside(_LISTS["children"])
_ANY = words.inside((*_LISTS["children"], *_LISTS["general"]))
_CUE = words.inside(_LISTS["cues"])
_COUNT = "[一二两三四五六七八九十几数多0-9]{1,3}"
_WHOSE = (
    r"(?:(?:我|他|她|您|你)(?:们)?家?的?|其|[这那该][个名]?|投诉人的?|来电人的?|申请人的?"
    r"|举报人的?|消费者的?|当事人的?|家里的?|家中的?|正在?|刚)"
)
_OF_KIN = near.lazy(
    rf"(?:{_KIN}|{_CHILD})(?:[（(，,])?{_C}{{0,16}}?(?:{_CUE})(?:的?(?:{_CHILD}|{_KIN}))?(?:{_C}{{0,10}}(?=[，。；\n]|$))?"
    rf"|(?:还|现|刚|正)?(?:在|上|读|念)?(?:{_CUE})(?:时|后|前|途中|路上)?(?:的|在读的?)(?:{_COUNT}[名个位])?(?:{_KIN}|{_ANY})"
)
_KIN_ALONE = near.lazy(words.tree(_LISTS["kin"]))
_CHILDLIKE = near.lazy(f"{_CUE}|{_CHILD}")
_GROWN = near.lazy(
    r"店长|经营|负责|管理|工作|上班|职工|员工|教师|老师(?!说)|签收|代收|代为|结婚|媳妇|丈夫|妻|持卡|名下|账户|开车|驾驶|法定代表人|股东|(?<!未)成年|大学|代其母|代其父|照顾|赡养|代理|陪同|搀"
)
"""With what kin is grown up."""
_NOUN = near.lazy(
    rf"(?:{_CHILD})(?:穿着{_C}{{0,8}}校服)?"
    rf"|(?:{_WHOSE}|{_COUNT}[名个位对]|刚[一-龥]{{1,4}}的|[系为是](?:一名)?[一-龥]{{0,2}}|[一-龥]岁的|[穿戴背][^，。；\n]{{1,8}}的)(?:{words.inside(_LISTS['general'])})"
)
_LEADING = near.lazy(
    rf"{_WHOSE}?(?:{_COUNT}[名个位对])?(?:刚[一-龥]{{1,4}}的|十来岁的?|十几岁的?|半大的?|背[^，。；\n]{{0,4}}书包的|[穿戴][^，。；\n]{{1,8}}的)?[大小二]?\Z"
)
"""What stands before a child and belongs to it: 我家大, 两个背书包的."""
_COUNTED = near.lazy(
    rf"(?:[一-龥]?[班园校营](?:里|内|上)?(?:共有?|有)?)?{_COUNT}[名个位](?:同学|寄宿生|住校生|走读生|学生|小学生|幼儿|营员|学员|小朋友|孩子)(?!以上|及以)"
    r"|(?:事发|涉事|所在|该)班级(?:为|是|系)[^，。；\n]{2,12}班|(?:该|本|这个)班(?=班主任|的?(?:学生|同学|幼儿|家长))|[大中小托][一二三四五六1-6]班(?:共有?)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})名(?:幼儿|孩子|小朋友)"
)
_AGED = near.lazy(
    r"(?:[男女][，,]|最[大小]的?|(?:使用者|所有人|持有人|本人|实际|学员|学生|账号[^，。；\n]{0,4})?年龄(?:为|是|仅|才|均?在)?|虚岁(?:才|刚)?|才|刚满?|[一-龥]{2}虚岁才)(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:周)?岁(?:[零又]?[一二三四五六七八九十\d]{1,2}个月)?(?:[，,、](?:最[大小]的?)(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:周)?岁)?"
    r"|(?:\d{1,2}|[一二三四五六七八九])(?:[、至到-])?(?:\d{1,2}|[一二三四五六七八九])岁的?(?:样子|模样|孩子|娃娃?)|十来岁|十几岁"
)
_AGE = near.lazy(r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?=周?岁)")
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_HANZI = {char: at + 1 for at, char in enumerate("一二三四五六七八九")}
_STANDING = near.Choice(*((near.lazy("|".join(row["forms"])), row["needs"]) for row in _LISTS["standing"]))
_BORN = near.lazy(
    r"(?:(?:出生于|生于|出生(?:日期|时间|年月)?[为：:是]{1,2})\s?(?P<late>20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}[日号])?)?)|(?P<year>(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:\d{1,2}月(?:\d{1,2}日)?|[春夏秋冬][天季]?|年?[初中底末]|[上下]半年)?(?:才|出)?生(?:的|人|(?=[，。；、）)（(]|$))?"
)
_YEAR = near.lazy(r"20\d\d(?=年)")
_KIN_BORN = near.lazy(
    rf"(?:{_CHILD}|{_KIN}|闺女)[（(，,]?(?:系|于|是)?(?P<year>(?:19|20)\d\d)年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:出生|生)(?:[）)])?"
)
"""孙女（2018年3月出生）."""
_GENERAL = near.lazy(
    r"禁止|不得|不向|拒绝向|应当|严禁|严格|规定|保护法|关爱|宣传|专用|配方|用品|标识|标志|整治|专项|抽检|抽查|检查|条例|法律|《|提醒|警示|提示|鼓励|面向|针对|请勿|儿童节|考生|适用|周边|期间|各[中小]|家长可|家长应|覆盖|全区|全市|辖区|活动|服务|招生|产品|企业|公司|品牌|店招|字号|批次|样品|公示|家委会|委员会|校园|乐园|不适宜|不宜|人群"
)
_RULE = near.lazy(r"禁止|不得|应当|严禁|规定|应由|须|必须|《|提醒|警示|提示|请勿|家长应|人群")
_THINGS = near.lazy(
    r"(?:们|的(?!家长|父|母|妈|爸|监护|年龄|学|老师|手|头|脸|脚|腿|眼|皮|身|病|班|爷|奶|姥)|书包|滑板|玩具|校服|数学|语文|英语|推车|自行车|平衡车|图书|文具|家具|药|餐|牙刷|安全|装|服|用|园|食品|乐园|王|节|菜|鱼|哈|脸|椅|座椅|剧|画|读物|玩具|医院|房|车(?!祸)|票|手表|袜|鞋|家长会|公寓|食堂|会|证(?!明)|营业|超市|店|馆|摄影|面霜|洗|纸|炸|经|兵法|红|墙)"
)
_TELLS = near.lazy(
    r"我|投诉|来电|举报|家长|店家|店主|店员|老板|商家|退|赔|要求|申请人|当事人|消费者|其|受伤|患者|住院|使用了|就医|医院|母亲|父亲|妈妈|爸爸|奶奶|爷爷|支付|充值|打赏|询问|调解|账号|误食|购买|买|卖给|现场|事发|被|吐|拉肚子|过敏|呕吐|发烧|机构|老人|怀疑|请你们"
)
_PAST_LIMIT = near.lazy(r"[以及][下上内]|[-~～至到—]")
_KIN_WORDS, _CHILD_WORDS = tuple(_LISTS["kin"]), (*_LISTS["children"], *_LISTS["general"])
_ALL = near.Choice(
    (_OF_KIN, (*_KIN_WORDS, *_CHILD_WORDS)),
    (
        _COUNTED,
        (
            "名同学",
            "名寄宿生",
            "名住校生",
            "名走读生",
            "班级",
            "名学生",
            "名小学生",
            "名幼儿",
            "名营员",
            "名学员",
            "名小朋友",
            "名孩子",
            "个",
            "位",
            "该班",
            "本班",
            "这个班",
        ),
    ),
    (_KIN_ALONE, _KIN_WORDS),
    (_NOUN, _CHILD_WORDS),
    (
        _AGED,
        (
            "男，",
            "女，",
            "男,",
            "女,",
            "最大",
            "最小",
            "年龄",
            "虚岁",
            "才",
            "刚",
            "岁样子",
            "岁的",
            "岁孩",
            "岁娃",
            "岁模",
            "来岁",
            "几岁",
        ),
    ),
    (_BORN, ("生",)),
    (_KIN_BORN, ("生",)),
)
"""Each pattern with words one of which its matches hold."""
TRIGGER = (
    "儿子|女儿|闺女|侄[子女儿]|外甥|弟弟|妹妹|表[弟妹]|堂[弟妹]|其子|其女|子女|老二|二宝|龙凤胎|双胞胎|患儿|宝贝|法定代理人|代签|其(?:父|母|祖|爷|奶|外|姥|姑|舅|家长)[^，。；\n]{0,3}(?:代|陪|在场|到场)"
    "|(?:就业|用工|劳动|结婚|饮酒|购烟|驾驶|用人)年龄|离异|留守儿童|孤儿|抚养|逃课|旷课|辍学|逃学|校牌|校徽|虚岁|年龄[为是仅才]|属[鼠牛虎兔龙蛇马羊猴鸡狗猪][，。、；的]|[名个位](?:同学|学员|营员)|[该本]班|岁的?样子|来岁"
    "|年[^，。；\n]{0,5}(?:出生|生的|生人)|出生于|没成年|未成年人的[父母家]|[百半满]?[天日月岁]的(?:儿子|女儿|孙|外)|(?:寄宿|住校|走读)生|班级[为是系]|合适成年人|出生医学证|小升初|中考"
)
"""What tells of a child besides the words of ``minors``, in the syntax of the triggers."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """The words of a window that point to one child."""
    patterns = tuple(_ALL.among(part))
    for pattern in patterns:
        if pattern is _KIN_ALONE:
            yield from _kin(part)
        elif pattern in (_BORN, _KIN_BORN):
            yield from _births(part, pattern, known)
        else:
            for found in pattern.finditer(part):
                if _is_one_child(part, found, pattern, known):
                    yield _led(part, found)
    for pattern in _STANDING.among(part):
        for found in pattern.finditer(part):
            if not _GENERAL.search(context.sentence_before(part, found.start(), 30)):
                yield Hit("minor.hint", *found.span())


def _is_one_child(part: str, found: re.Match[str], pattern: re.Pattern[str], known: Known) -> bool:
    """Whether the words are said of somebody's child, not of children in general."""
    if pattern is _AGED:
        general = _GENERAL.search(context.sentence_before(part, found.start(), 30))
        return not general and _is_young(found[0], known) and not _PAST_LIMIT.match(part, found.end())
    if _is_general(part, found):
        return False
    return pattern is not _NOUN or (not _THINGS.match(part, found.end()) and _is_told(part, found))


def _births(part: str, pattern: re.Pattern[str], known: Known) -> Iterator[Hit]:
    """Years of birth; of kin also where the text speaks of no other year."""
    for found in pattern.finditer(part):
        rule = born(part, _year(found), known)
        if rule == "minor.words" or (rule and pattern is _KIN_BORN):
            yield Hit(rule, *found.span())


def _is_general(part: str, found: re.Match[str]) -> bool:
    """Whether a rule, a product or a campaign speaks of children in general."""
    before = context.sentence_before(part, found.start(), 40)
    after = context.sentence_after(part, found.end(), 12)
    return _GENERAL.search(before + found[0]) is not None or _RULE.search(after) is not None


def _is_told(part: str, found: re.Match[str]) -> bool:
    """Whether somebody tells what happened to the child."""
    before = context.sentence_before(part, found.start(), 50)
    return _TELLS.search(before + context.sentence_after(part, found.end(), 40)) is not None


def _year(found: re.Match[str]) -> int:
    """The year of a birth, in digits or numerals."""
    told = found.groupdict()
    year = told.get("late") or told["year"]
    return int("".join(_DIGITS.get(char, char) for char in year))


def _kin(part: str) -> Iterator[Hit]:
    """Kin of whom the sentence says what only a child does: 小儿子, 孩子趁大人睡觉…"""
    for found in _KIN_ALONE.finditer(part):
        before = context.sentence_before(part, found.start(), 40)
        after = context.sentence_after(part, found.end(), 30)
        if _GROWN.search(after[:14]) or _GROWN.search(before[-8:]) or _GENERAL.search(before):
            continue
        if _CHILDLIKE.search(before + "\n" + after) and not _THINGS.match(part, found.end()):
            yield _led(part, found)


def _led(part: str, found: re.Match[str]) -> Hit:
    """A child with whose it is and how it is counted."""
    before = _LEADING.search(part, max(0, found.start() - 14), found.start())
    return Hit("minor.hint", before.start() if before else found.start(), found.end())


def _is_young(text: str, known: Known) -> bool:
    """Whether every age in a phrase is below that of an adult."""
    ages = [_number(found[1]) for found in _AGE.finditer(text)]
    return all(0 < age < known.adult_from for age in ages)


def _number(text: str) -> int:
    """The number that digits or numerals name."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HANZI.get(tens[:1], 1) * 10 if ten else 0) + _HANZI.get(ones[:1], 0)


def born(part: str, year: int, known: Known) -> str:
    """By which rule a child born in ``year`` is a minor on the day of the decision, else in the latest year
    that the text speaks of; a hint where it speaks of no other one, empty when of age.
    """
    years = [int(found[0]) for found in _YEAR.finditer(part)]
    now = known.decision_date.year if known.decision_date else max([year, *years])
    if not 0 <= now - year < known.adult_from:
        return ""
    return "minor.hint" if now == year and not known.decision_date else "minor.words"
