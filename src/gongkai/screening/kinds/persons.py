"""Names of persons by the words around them, and names of enterprises, which stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import brands, roles
from gongkai.screening.known import Known

_LONG_LABELS = words.branches(tuple(word for word in words.WHOM_BY_LABEL if len(word) > 1))
_ALONE = r"(?<![一-龥].)(?![一-龥]?[录单册称])"
_LABEL = near.lazy(
    rf"(?P<label>{_LONG_LABELS}|姓{_ALONE}|名{_ALONE})(?:姓名|名称|签名"
    rf"|签字)?+(?:[一二三四五六七八九十\d]{{1,2}}(?=[ \t]*[:：]))?+"
    r"(?P<sure>[ \t]*[（(][^）)\n]{1,12}[）)])?+"
    r"(?P<colon>[ \t]*[:：][ \t\n]*|[ \t]+|(?:分别)?(?:是|为|系|叫|名叫)|[（(])?+"
    rf"(?:(?<=[:：\s])|(?=[{names.HEADS}]|[{names.HAN}]{{2,6}}[·•]))"
)
_NAME_LIST = near.lazy(r"(?:[（(][^）)\n]{1,12}[）)])?(?P<mark>[、，,和及与])(?:\s?)")
_ENTERPRISE = near.lazy(
    rf"(?P<firm>[^\s，。；：:、\n]{{2,40}}?(?:{words.ENTERPRISE_END}))(?:[（(](?P<more>[^）)：:\n]{{1,20}})[）)])?(?=[\s，。；、\n（(）)]"
    rf"|$|统一|的|于|在|经营|销售|生产|未|因|涉嫌)"
)
_BEFORE_TRAITS = near.lazy(
    r"[，,、（( ](?=[\s男女居公身护通台电联手邮传微Q住])"
    r"(?:\s?(?:男|女)[，,、；。）) ]|\s?(?:居民身份证|公民身份|身份证|护照|通行证|台胞证)"
    r"|(?<=[（(])\s?(?:联系)?电话|(?<=[，,（(])\s?(?:手机|邮箱|电子邮箱|传真|微信|QQ)"
    r"|(?<=[，,（(])\s?住(?![所宿院房建户])[在于址]?[：:]?[一-龥])"
)
_CELL = near.lazy(
    rf"(?P<name>[{words.surnames()}](?:(?<![\s\S].)|(?<=[,\t|\n\"].))[一-龥]{{1,3}})\"?[,\t|]\"?(?=1[3-9]\d{{9}}|\d{{17}}[\dXx]|0\d{{2,3}}-?\d{{7,8}})"
)
"""A cell that can only be a name beside a cell with a telephone or id number."""
_PET = near.lazy(
    r"(?:幼儿|孩子|婴儿|儿童|宝宝|女儿|儿子|班的|级的|岁的)(?P<name>(?!爸爸|妈妈|爷爷|奶奶)([一-龥])\2)(?=[（(，,在因误食])"
    r"|(?:名叫|小名叫?|乳名叫?)(?P<called>([一-龥])\4)(?![一-龥]{0,3}(?:店|厂|行|馆|公司))"
    r"|(?<![一-龥])(?P<childs>(?!爷爷|奶奶|姥姥|宝宝|某某)([一-龥])\6)(?=的?(?:妈妈|爸爸|家长|奶奶|爷爷|姥姥|姥爷))"
)
"""朵朵, 乐乐: how children are called."""
_AGED = near.lazy("岁的")
"""Behind an age stands what a child is called."""
_SICK = near.lazy(
    rf"(?P<name>[{words.surnames()}](?:(?<![一-龥].)|(?<=证明.)|(?<=[系为对].))[一-龥]{{1,2}})(?=食物中毒|患有|罹患|确诊|感染|住院|怀孕)"
)
_CALLED = near.lazy(rf"[小老阿](?P<surname>[{words.surnames()}])[（(](?P<name>[一-龥]{{2,3}})[）)]")
"""小刘（刘芳）: what somebody is called, and the name in brackets."""
_TITLES = ("先生", "女士", "小姐", "师傅", "老板")
_CHILDREN = (
    "名叫",
    "小名",
    "乳名",
    "妈妈",
    "爸爸",
    "家长",
    "奶奶",
    "爷爷",
    "姥姥",
    "姥爷",
    "幼儿",
    "孩子",
    "婴儿",
    "儿童",
    "宝宝",
    "女儿",
    "儿子",
    "班的",
    "级的",
    "岁的",
)
_OTHER_NAMES = ("又名", "别名", "曾用名", "化名", "绰号", "网名", "昵称")
_BRACKETS = ("（", "(")
_PARTING = (",", "\t", "|")
_ILL = ("食物中毒", "患有", "罹患", "确诊", "感染", "住院", "怀孕")
_FURTHER = near.any_of((*_BRACKETS, *_TITLES, *_CHILDREN, *_OTHER_NAMES, *_PARTING, *_ILL))
"""What the rarer patterns below need: most windows hold nothing of it."""
_TITLE = near.lazy(rf"(?P<name>[{words.surnames()}][一-龥]{{0,2}})(?:先生|女士|小姐|师傅|老板)")
_AKA = near.lazy(r"[（(]\s?(?:又名|别名|曾用名|化名|绰号|网名|昵称)[：:]?\s?(?P<name>[^）)\n]{1,12})[）)]")
_LABELLED = near.lazy(rf"(?P<label>{words.branches(tuple(words.WHOM_BY_LABEL))})[：: ]{{0,2}}$")
_FIRM_END = near.lazy(rf"[一-龥]{{0,16}}?(?:{words.ENTERPRISE_END})")
_ATTENDING = near.lazy(rf"(?:{words.branches(words.ATTENDING)})[ \t]?[：:](?=(?P<row>[^\n。；;：:]{{2,96}}))")
_ATTENDANT = near.lazy(r"[^、，,\s（()）]{2,8}(?=[、，,\s（(]|$)")
_GOES_ON = near.lazy(
    r"[，。；、\s在于到的从向为是系称购来被因与和及患食持住将使已未曾对把去说就签承提]|经营|反映|投诉|举报"
)
_RULES = {
    Whom.REPORTER: "person.reporter",
    Whom.REPRESENTATIVE: "person.representative",
    Whom.PERSON: "person.party",
    Whom.OFFICIAL: "person.official",
    Whom.THIRD: "person.third",
    Whom.UNKNOWN: "person.context",
}


@cache
def _label_heads() -> near.Heads:
    return near.Heads(words.WHOM_BY_LABEL)


def rule_for(whom: Whom) -> str:
    """The rule by which the name of someone is found."""
    return _RULES.get(whom, "person.third")


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names on a window."""
    starts = _label_heads().starts(part)
    for found in near.matches_at(_LABEL, part, starts):
        yield from _labelled(part, found)
    yield from roles.find_labelled(part, starts)
    for found in near.given(_ATTENDING, part, ("：", ":")):
        yield from _attending(part, found)
    for found in _BEFORE_TRAITS.finditer(part):
        yield from _before(part, found.start())
    if _FURTHER.search(part):
        yield from _rarer(part)


def _rarer(part: str) -> Iterator[Hit]:
    """Names by a title, a table's cell, an illness, what children and others are called."""
    for found in near.given(_TITLE, part, _TITLES):
        yield from _titled(part, found)
    for pattern, needed in ((_CELL, _PARTING), (_SICK, _ILL)):
        for found in near.given(pattern, part, needed):
            name = found["name"]
            doubtful = pattern is _SICK and name[0] in words.doubtful_surnames()
            whole = names.name_end(name + "，", 0, sure=True) == len(name)
            if whole and not doubtful and not names.is_word(name):
                yield Hit("person.context", *found.span("name"), Whom.UNKNOWN, name)
    for found in near.given(_CALLED, part, _BRACKETS):
        if found["name"].startswith(found["surname"]) and _is_whole_name(found["name"]):
            yield Hit("person.third", *found.span("name"), Whom.THIRD, found["name"])
    for found in near.given(_PET, part, _CHILDREN):
        group = found.lastgroup or "name"
        yield Hit("person.third", *found.span(group), Whom.THIRD, found[group])
    for found in near.given(_AGED, part, ("岁的",)):
        end = names.pet_end(part, found.end())
        if end:
            yield Hit("person.third", found.end(), end, Whom.THIRD, part[found.end() : end])
    for found in near.given(_AKA, part, _OTHER_NAMES):
        yield Hit("person.context", *found.span("name"), Whom.UNKNOWN, found["name"])


def _labelled(part: str, found: re.Match[str]) -> Iterator[Hit]:
    """The name behind a label, and further ones after 、."""
    whom = words.WHOM_BY_LABEL[found["label"]]
    if found["label"].endswith("师") and part.startswith("傅", found.end()):
        return
    colon = found["colon"] or ""
    sure = ":" in colon or "：" in colon
    at = found.end()
    if sure and whom is not Whom.OFFICIAL:
        enterprise = _ENTERPRISE.match(part, at)
        if enterprise and enterprise.end() - at > 3 and not _is_open(enterprise["firm"]):
            yield from _enterprise(enterprise)
            return
    if found["label"] == "姓名" and _OFFICER.match(part, at):
        whom = Whom.OFFICIAL
    while True:
        end = names.name_end(part, at, sure=sure)
        if end is None and colon.isspace():
            end, colon = _end_apart(part, at), ""
        if end is None or goes_on_as_firm(part, at, end) or (not sure and _is_thing(part, at, end)):
            return
        yield Hit(rule_for(whom), at, end, whom, part[at:end])
        more = _NAME_LIST.match(part, end)
        if not more or more["mark"] in "，," or names.name_end(part, more.end(), sure=False) is None:
            return
        at, sure = more.end(), False


def _is_open(firm: str) -> bool:
    """王莉莉（莉莉水果店: the name of a person, and in brackets what they run."""
    return sum(firm.count(sign) for sign in "（(") > sum(firm.count(sign) for sign in "）)")


def _enterprise(found: re.Match[str]) -> Iterator[Hit]:
    """A firm with what stands behind it in brackets, unless that is a name: 莉莉水果店（王莉莉）."""
    more = found["more"]
    if more is None or not _is_whole_name(more):
        yield Hit("enterprise.keep", *found.span(), Whom.ENTERPRISE, found[0])
        return
    yield Hit("enterprise.keep", *found.span("firm"), Whom.ENTERPRISE, found["firm"])
    yield Hit(rule_for(Whom.REPRESENTATIVE), *found.span("more"), Whom.REPRESENTATIVE, more)


_OFFICER = near.lazy(rf"[^，。\n]{{2,40}}?[；;，,]\s?{words.OFFICER_NUMBER}[：:][^，。；\n]{{0,12}}?\d")
"""姓名：邹明；单位：…；执法证号：…: the row of an officer."""


def _is_thing(part: str, at: int, end: int) -> bool:
    """儿童滑板车, 儿童游乐设施: what looks like a name is a word for a thing."""
    word = part[at:end]
    if word[-1] in _GOODS or word[1:] in words.WHOM_BY_LABEL:
        return True
    return len(word) > 2 and (word[:2] in words.name_words() or word[-1] in _THINGS)


_THINGS = frozenset("车器机具械品板服装施")
_GOODS = frozenset("杯椅凳床垫包鞋帽裤袜伞笔刀灯碗筷瓶壶锅桶")
"""儿童水杯: with what no name ends, however short."""


def _attending(part: str, found: re.Match[str]) -> Iterator[Hit]:
    """Each name of a row behind 出席：; what is no name (全体干部) is passed over."""
    for one in _ATTENDANT.finditer(part, found.start("row"), found.end("row")):
        if _is_whole_name(one[0]):
            yield Hit("person.deed", *one.span(), Whom.UNKNOWN, one[0])


def _is_whole_name(name: str) -> bool:
    """Whether these characters are a name, no word, and begin with no surname that is a particle."""
    return (
        names.name_end(f"{name}，", 0, sure=True) == len(name)
        and not names.is_word(name)
        and name[-1] not in names.NOT_LAST
        and (
            name[0] not in words.doubtful_surnames()
            or (len(name) > 2 and (name[0] in names.SOLID or all(char in words.given() for char in name[1:])))
        )
    )


def _end_apart(part: str, at: int) -> int | None:
    """Where a name of three characters ends that blanks part from its label: 户名 邹本刚，"""
    name = part[at : at + 3]
    apart = part[at + 3 : at + 4] in ("", *"，。、；,;）)\n\t 　")
    sure = len(name) == 3 and name[0] not in words.doubtful_surnames() and _is_whole_name(name)
    return at + 3 if apart and sure else None


def goes_on_as_firm(part: str, at: int, end: int) -> bool:
    """Whether what looks like a name begins the name of a firm: 王记火锅店."""
    return not _GOES_ON.match(part, end) and _FIRM_END.match(part, end, end + 20) is not None


def _before(part: str, at: int) -> Iterator[Hit]:
    """The name that ends before sex, id or telephone."""
    for length in (4, 3, 2):
        start = at - length
        if start < 0:
            continue
        labelled = _LABELLED.search(part, max(0, start - 8), start) is not None
        long = length == 4 and labelled and names.is_long(part, start)
        if names.name_end(part, start, sure=True) != at and not long:
            continue
        if "籍" in part[start:at] or part[at - 1] == "客":
            continue
        left = part[start - 1] if start else ""
        surname = names.surname_length(part, start)
        if (length - surname > 2 or (length == 4 and surname != 2)) and not labelled:
            continue
        if (
            length == 2
            and "\u4e00" <= left <= "\u9fff"
            and left not in "是为系叫名人者方据经由向对与和及员工师长主户"
        ):
            continue
        label = _LABELLED.search(part, max(0, start - 8), start)
        whom = words.WHOM_BY_LABEL[label["label"]] if label else Whom.UNKNOWN
        yield Hit(rule_for(whom), start, at, whom, part[start:at])
        return


def _titled(part: str, found: re.Match[str]) -> Iterator[Hit]:
    """张先生 is for a person to judge, 张建国先生 is a name."""
    name = found["name"]
    start = found.start()
    for shift in sorted(range(len(name)), key=lambda at: not _is_behind_label(part, start, at)):
        rest = name[shift:]
        surname = names.surname_length(rest + "，", 0)
        if _is_toward(part, start + shift, rest):
            continue
        if not surname or (len(rest) > surname and names.name_end(rest + "，", 0, sure=True) != len(rest)):
            continue
        if brands.is_quoted_goods(part, start + shift, found.end()) or _is_no_title(
            part, start + shift, rest
        ):
            return
        if len(rest) == surname:
            whom = Whom.REPORTER if _is_reporting(part, start + shift) else Whom.UNKNOWN
            rule = "reporter.title" if whom else "person.title"
            yield Hit(rule, start + shift, found.end(), whom, found[0][shift:])
        else:
            yield Hit("person.context", start + shift, start + len(name), Whom.UNKNOWN, rest)
        return


def _is_toward(part: str, at: int, name: str) -> bool:
    """已|向李女士: a preposition before a surname, in the middle of a sentence."""
    amid = at > 0 and "\u4e00" <= part[at - 1] <= "\u9fff" and not _LABELLED.search(part, max(0, at - 8), at)
    return amid and name[:1] in "向和从由同" and names.surname_length(name[1:] + "，", 0) == len(name) - 1 > 0


_BRANDS = near.lazy(r"康师傅|[好黄]师傅|李先生(?=[加牛餐面]|[、，])|王老板(?=牌)|孔夫子")
_CRAFTS = frozenset(("修师傅", "管师傅", "农师傅", "车师傅", "能师傅", "通师傅"))


def _is_no_title(part: str, at: int, surname: str) -> bool:
    """康师傅 is a brand, of 维修师傅 nobody is called 修."""
    if _BRANDS.match(part, at):
        return True
    craft = part[at : at + len(surname) + 2] in _CRAFTS
    return craft and at > 0 and "\u4e00" <= part[at - 1] <= "\u9fff"


def _is_behind_label(part: str, start: int, shift: int) -> bool:
    """Whether a label that begins before ``start`` ends ``shift`` characters behind it: 消|费者|王女士."""
    at = start + shift
    label = _LABELLED.search(part, max(0, at - 8), at) if shift else None
    return label is not None and label.start() < start


def _is_reporting(part: str, at: int) -> bool:
    """Whether a reporter's label stands right before."""
    before = part[max(0, at - 8) : at]
    return any(label in before for label in words.REPORTER_LABELS)
