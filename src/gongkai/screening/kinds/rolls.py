"""Names that nothing but their own characters and their place give away: in lists, before verbs, at edges.

柳长青、骆秀峰、顾大妹 (a list); 毛振东名下的车辆 (before a verb); 裴玉成无证经营案. A surname that is
no particle and characters that given names are made of are a name, always for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import brands
from gongkai.screening.known import Known

SURE = "".join(sorted({*words.surnames()} - {*words.doubtful_surnames()}))
LIKELY = "".join(sorted({*SURE, *names.SOLID}))
"""With those that are words but no particles: 程, 武, 严."""
GIVEN = words.given()
DOUBLE = words.tree(words.double_surnames())
FULL = rf"(?:[{LIKELY}]|{DOUBLE})[{GIVEN}]{{1,2}}"
_SINGLE_NAME = rf"[{LIKELY}][{GIVEN}]{{2}}"
_DOUBLE_NAME = rf"{DOUBLE}[{GIVEN}]{{1,2}}"
NAMES = (_SINGLE_NAME, _DOUBLE_NAME)
"""A name of three characters, or of a surname of two: apart, as both are too long for one trigger."""
THREE = f"(?:{_SINGLE_NAME}|{_DOUBLE_NAME})"
_SURELY = rf"(?:[{SURE}][{GIVEN}]{{2}}|{DOUBLE}[{GIVEN}]{{1,2}})"
GOES_ON = (
    "述称|诉称|辩称|称|证实|证明|指认|确认|辨认|要求|均|不服|从[12]|自[12]|在其|在[我本]|租用|租赁|承租|购买|购得|购进|销售|出售|诉|无证|无照|经营|开办|开设|名下|未"
    "|主动|向|将|把|与|和|对|委托|持|到|于|因|系|投诉|举报|反映|提出|提交|提供|领取|签|已|曾|去世|死亡|受伤|受让|转让|等[一二两三四五六七八九十0-9]|作为|代表"
    "|申请|陈述|供述|介绍|说|拒|表示|承认|负责|驾驶|使用|参加|出席|到场|案|的|询问|笔录|参与|雇|私自|擅自|非法|为其|被|是|电话|手机|微信|身份证|住址|签名|名片|从事|担任"
    "|住[在于一-龥]|找[到上]|打[来电]|赶[到来]|离开|承诺|出示|报警|垫付|补充|不认|不同意|一直|随后|当即|一次性|支付|赔[偿礼付]|退[还款]|道歉|老人|同志|律师|时任|现任|所[述称持]|有[^关效限]|交代|代[收付替为]|就是|现金|私信|扫码|当场|现场|证件|[（(]化名|的(?:弟|哥|姐|妹|父|母|妻|丈夫|儿子|女儿|账|帐|手机|车|陈述|签|证|身份|家)|在"
)
"""With what a sentence goes on behind the name of a person."""
_BY = "由经向从与和对据让请被叫给为找跟同将替员到在系是"
_TOLD = "交代|证实|证明|名下|述称|辩称|诉称|供述|陈述|介绍|的询问|的证言|提供|代[收付为]|现金|签"
"""What tells a person even where the surname is a common word: 据任晓光交代."""
APART = r"[,，。；;、：:\s（(《“\"'】\])）0-9.．—\-]"
"""Before a name that begins its clause, its line, its entry of a list."""
BEFORE = APART[:-1] + _BY + "]"
"""Before a name that stands alone."""
EITHER = rf"(?:[ \t]?[{LIKELY}]|{DOUBLE})"
"""With what the next name of a row begins."""
BEGINS = near.lazy(
    rf"[{LIKELY}{''.join(name[0] for name in words.double_surnames())}](?:(?<![\s\S].)|(?<={APART}.))"
)
"""With what a name begins that begins its clause: the patterns below that need it are tried only there."""
_ALONE = near.lazy(rf"(?:^|(?<={APART}))(?P<name>{THREE})(?=[，。；;、：:\s（(）)”\"》\[【|—-]|{GOES_ON}|$)")
_BESIDE = near.lazy(
    rf"(?<=[{_BY}])(?P<name>{_SURELY}(?=[，。；;、：:\s（(）)”\"》]|{GOES_ON}|$)|{THREE}(?={_TOLD}))"
)
_PAID = near.lazy(rf"(?:^|(?<={APART}))(?P<name>{_SURELY})(?=\d[\d,.]{{0,9}}万?元)")
"""汪志国3200元: what each of a row got."""
_ROW = near.lazy(rf"(?:^|(?<={APART}))(?P<row>{FULL}(?:[、，, \t]{{1,2}}{FULL}){{2,}})(?![一-龥])")
_ONE = near.lazy(FULL)
TITLES = "大爷|大妈|大娘|阿姨|大姐|大哥|大嫂|大叔|医生|老师|律师|经理|总"
_TITLED = near.lazy(
    rf"(?:^|(?<=[，。；、：:\s（(“户民客主人者的家居员]))(?P<name>[{SURE}](?:{TITLES}))(?=[，。；、）)”\s]|[称说反代签的和都来在闻听看见也向对把被等与]"
    r"|(?<=[大阿][爷妈娘姨姐哥嫂叔])(?=今年|现年|独|家住|住[在院]|因|患|耳|腿|眼|拿|花[了费]|买|去|打|没|每[天月年]|退|喝|吃|带着|将|还|又|就|已|正|刚|曾|收到|相信|找))"
)
_FAMILIAR = near.lazy(
    rf"(?:^|(?<=[，。；、：:\s（(“户卫员工家人者友事居象客妇民主商师伙贩叫]))(?P<name>老[{SURE}])(?=[，。；、）)”]|称|说|讲|代|签|来|也|都|在[^，。]|的)"
)
"""老孟, as colleagues and neighbours are called."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names on a window."""
    starts = [found.start() for found in BEGINS.finditer(part)]
    paid = near.matches_at(_PAID, part, starts) if "元" in part else ()
    for group in (near.matches_at(_ALONE, part, starts), _BESIDE.finditer(part), paid):
        for found in group:
            place = found.span("name")
            if (
                not is_name(found["name"])
                or brands.is_brand(part, *place)
                or _is_amid_others(part, *place)
                or _is_amid_quotes(part, *place)
            ):
                continue
            yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, found["name"])
    for row in near.matches_at(_ROW, part, starts):
        whole = [found for found in _ONE.finditer(part, row.start(), row.end()) if is_name(found[0])]
        if len(whole) > 2 and any(len(found[0]) > 2 for found in whole):
            yield from (Hit("person.deed", *found.span(), Whom.UNKNOWN, found[0]) for found in whole)
    for pattern, needed in ((_TITLED, tuple(TITLES.split("|"))), (_FAMILIAR, ("老",))):
        for found in near.given(pattern, part, needed):
            if not brands.is_quoted_goods(part, *found.span("name")):
                yield Hit("person.title", *found.span("name"), Whom.UNKNOWN, found["name"])


def _is_amid_quotes(part: str, start: int, end: int) -> bool:
    """“周大生”“老庙黄金”: one of several in quotation marks, brands and no persons."""
    quoted = part[start - 1 : start] == "“" and part[end : end + 1] == "”"
    return quoted and (part[end + 1 : end + 2] == "“" or part[start - 2 : start - 1] == "”")


_MEMBERS_BEFORE = near.lazy(r"(?:[一-龥A-Za-z]{1,8}、){1,9}$")
_MEMBERS_BEHIND = near.lazy(r"(?:、[一-龥A-Za-z]{1,8}(?=[、，。；\s]|等|$|[一-龥])){1,9}")
_FEW = 4
"""Members of a row from which it tells of what kind they are."""


def _is_amid_others(part: str, start: int, end: int) -> bool:
    """高露洁、黑人、云南白药、舒客牙膏: no row of persons, as hardly a member could be one."""
    before = _MEMBERS_BEFORE.search(part, max(0, start - 60), start)
    behind = _MEMBERS_BEHIND.match(part, end)
    others = [*(before[0].split("、")[:-1] if before else ()), *(behind[0].split("、")[1:] if behind else ())]
    if len(others) + 1 < _FEW:
        return False
    named = 1
    for one in others:
        if 3 * named > len(others) + 1:
            return False
        named += _ONE.match(one[:3]) is not None and is_name(one[:3])
    return 3 * named <= len(others) + 1


def is_name(name: str) -> bool:
    """Whether it is no word, no place and no beginning of one."""
    return (
        not names.is_word(name)
        and not names.is_word(name[:2])
        and not names.is_word(name[1:])
        and name[-1] not in names.NOT_LAST
    )
