"""Names of two characters that stand alone, what people are called (老张, 阿强, 张姐), rows of names.

Two characters are often a word: they are a name only where somebody speaks, signs, hands over or is away
right behind them, and always for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import brands
from gongkai.screening.kinds.rolls import APART, BEGINS, GIVEN, LIKELY, SURE
from gongkai.screening.known import Known

TWO = rf"[{SURE}][{GIVEN}]"
ACTS = (
    "[称说][，,：:]|[述诉辩]称|陈述|供述|供认|交代|承认|否认|表示|证实|指认|辨认|在场|到场|下落不明|不服|拒绝|拒不|签收|签字|签名"
    "|将(?:上述|该|涉案|其|货|产品|商品|库存|剩余)|通过(?:微信|电话|网|平台|某|他人|淘宝|抖音|拼多多)|向(?:我局|本局|其|他|她|当事人|市|县|区|某)"
    "|于[12][0-9]{3}年|的(?:询问|调查|谈话)笔录|的证言|提供的|送来|送的货|所有|名下|出资|实际经营|看管|代为|和其|受雇|两人|二人|三人|夫妇|夫妻"
)
"""What a person does or says, right behind a name."""
DONE = (
    "送来|开的|下落不明|所有|使用|保管|看管|经手|购买|处购|租|借|转账|签收|签字|代|出资|实际经营|负责|操作|驾驶"
    "|打来"
)
"""What is done by or with somebody named before."""
BY = "由|经|向|从|与|和|对|据|让|请|被|叫|给|为|找|跟|替|因|是|系"
KIN = "姐|哥|叔|嫂|婶|姨|伯|大哥|大姐|大嫂|大叔|大婶|大妈|大娘|大爷|阿姨|奶奶|爷爷|师傅"
CALLED = rf"(?:[老小][{SURE}]|阿[{GIVEN}]|(?:[{SURE}]|(?<![一-龥])[胖瘦强黑斌军])(?:{KIN}))"
_BEHIND = (
    "称|说|讲|每[天日晚次]|负责|把|让|给|开[的车着了]|代|替|来[到过送了]|送|拿|卖|买|进货|没[有说告]|真名|告诉|要求|表示|反映|承认|推销|经手"
    "|看[摊着见管]|打[电来了]|拉[来走货]|带[着人来]|介绍|不[在肯知同让]|联系|拿货|订货|在该?店|在[场家]|收[钱款的]|干[活的]|未|因|也|就|又|还|已|都|拒|陪|签|接[电到听单]|骑|报[警案]|解释|抱怨|同意|答应|领|交|退|付|坚持|自己|本人|手[里中上]"
)
_TWO_ACTS = near.lazy(rf"(?:^|(?<={APART}))(?P<name>{TWO})(?={ACTS})")
_TWO_BY = near.lazy(rf"(?:{BY})(?P<name>{TWO})(?={DONE})")
_CALLED = near.lazy(
    rf"(?:^|(?<=[，,。；;、：:\s（(找叫由向给跟和与的因被是让他她友居员工户客妇民主商师伙贩位摊]))(?P<name>{CALLED})"
    rf"(?=(?:{_BEHIND})|[、和与]{CALLED})"
)
_CALLED_BY = near.lazy(rf"(?:找|叫他|叫她|都叫|让|由|是|给)(?P<name>{CALLED})(?=[，。；;、”]|{_BEHIND})")
_QUOTED = near.lazy(
    rf"[“\"](?P<name>{CALLED})(?=[”\"](?:的人|的男|的女|的卖|的微信|说|称|发来|送)|{_BEHIND})"
)
_KNOWN_AS = near.lazy(
    rf"(?:供货人|供货商|上家|下家|绰号|外号|人称|叫|为|是|找|姓名|联系)[^，。；\n“”\"]{{0,12}}[“\"](?P<name>{CALLED})[”\"]"
    r"(?=[（(，。、；]|$)"
)
_WHO_BEHIND = (
    "(?:小伙|男|女|人|姑娘|店员|业务|老师|老板|师傅|经理|销售|顾问|客服|主播|大[姐哥]|阿姨|中介|推销"
    "|负责人|司机|员工|技师|教练)"
)
_SO_CALLED = near.lazy(
    rf"(?:叫做?|名叫|自称|人称|称呼|[外绰]号叫?|[网昵][名称]叫?)[“\"]?(?P<name>{CALLED}|[小老阿大][{GIVEN}{LIKELY}]|[{LIKELY}][{GIVEN}]{{1,2}})[”\"]?的{_WHO_BEHIND}"
)
"""那个叫小白的小伙子: what somebody is called, with who they are behind it."""
_WORDS_TOO = near.lazy(
    rf"(?<=[人者员主户客工民长师士])(?P<name>{words.tree(words.word_names())})(?={ACTS}|[（(])"
)
"""证人高兴证实: a name that is a word, behind who somebody is and before what only somebody does."""
_LAST = near.lazy(rf"[、和与](?P<name>{CALLED})(?={_BEHIND})")
_MEMBER = rf"[{LIKELY}][{GIVEN}]{{1,2}}"
_LONGEST_ROW = 40
"""Names of a row that are read at once: without a limit a row of ten thousand takes a minute."""
_ROW = near.lazy(
    rf"(?:(?<=名单)|(?<=[有为])|(?<=代表)|(?<=人员)|(?<=员工)|(?<=消费者)|(?<={APART}))[：:]?"
    rf"(?P<row>{_MEMBER}(?:、{_MEMBER}){{2,{_LONGEST_ROW}}}?)(?=以及|等[0-9一二三四五六七八九十两][0-9十]?[名人位]|[两二三四五六七八九十]人"
    rf"|，(?:每人|共|各|均)|均|没有|未取得)"
)
_COMMA = near.lazy("、")
_FIRST = near.lazy(f"[：:{LIKELY}]")
_ONE = near.lazy(_MEMBER)
_PLACES = frozenset(words.place_heads().split("|"))
_NO_NICKNAMES = frozenset(
    (
        *("小康", "小钱", "小苏", "小毛", "小汤", "小时", "小方", "小米", "小白", "小花", "小于"),
        *("老汤", "老毛", "老叶", "老方", "老于"),
        *("阿里", "阿胶", "阿莫", "阿司", "阿斯", "阿维", "阿尔"),
    )
)
_FIELD = near.lazy(
    rf"(?:^|\n)[ \t]*(?:{words.branches(tuple(word for word in words.WHOM_BY_LABEL if len(word) > 1))})"
    rf"(?:姓名)?[：:]?[ \t]*\n[ \t]*(?P<name>[{names.HEADS}][{names.HAN}]{{1,2}})[ \t]*(?=\n|$)"
)
"""A label on a line of its own, the name alone on the next: cells of a table as a page shows them."""
_BREAK = near.lazy("\n")
TRIGGERS = (
    rf"(?:^|{APART}){TWO}(?:{ACTS})",
    rf"(?:{BY}){TWO}(?:{DONE})",
    rf"(?:[老小][{SURE}]|阿[{GIVEN}]|[{SURE}胖瘦强黑斌军](?:{KIN}))[”\"]?(?:{_BEHIND}|的人|[，。；;、和与（(])",
    f'[叫称号]做?[“"]?[小老阿大{LIKELY}][{GIVEN}{LIKELY}]{{1,2}}[”"]?的{_WHO_BEHIND}',
    f"[人者员主户客工民长师士](?:{words.alternation(words.word_names())})(?:{ACTS}|[（(])",
)
"""What a phrase holds, in the syntax of the triggers."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names on a window."""
    acts = near.matches(_TWO_ACTS, part, BEGINS, 0)
    for group in (acts, _TWO_BY.finditer(part)):
        for found in group:
            if is_name(found["name"]):
                yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, found["name"])
    for pattern in (_CALLED, _CALLED_BY, _QUOTED, _KNOWN_AS, _LAST, _SO_CALLED):
        for found in pattern.finditer(part):
            if (pattern is _SO_CALLED or found["name"] not in _NO_NICKNAMES) and not brands.is_brand(
                part, *found.span("name")
            ):
                yield Hit("person.title", *found.span("name"), Whom.UNKNOWN, found["name"])
    for found in _WORDS_TOO.finditer(part):
        yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, found["name"])
    for row in near.matches(_ROW, part, _COMMA, 4, _FIRST):
        whole = list(_ONE.finditer(part, row.start("row"), row.end("row")))
        if all(is_name(found[0]) for found in whole):
            yield from (Hit("person.deed", *found.span(), Whom.UNKNOWN, found[0]) for found in whole)


def find_fields(part: str, known: Known) -> Iterator[Hit]:
    """Names on a line of their own behind a label, on a window around labels."""
    if "\n" not in part:
        return
    lines = (found.start() for found in _BREAK.finditer(part))
    for found in near.matches_at(_FIELD, part, (0, *lines)):
        name = found["name"]
        whole = names.name_end(name + "，", 0, sure=True) == len(name)
        if whole and not names.is_word(name) and name[-1] not in names.NOT_LAST:
            yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, name)


def is_name(name: str) -> bool:
    """Whether it is no word and no place."""
    return not (names.is_word(name) or names.is_word(name[:2]) or name[:2] in _PLACES) and (
        name[-1] not in names.NOT_LAST
    )
