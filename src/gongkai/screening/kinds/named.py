"""Names without a label: by what they do, what is done with them, who stands beside them.

由史玉坤看管, 对某某的询问笔录, 甲、乙夫妇, “某某”的签名. A name of three characters or more is one; of
two, which are often a word, it is for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_NAME = rf"[{names.HEADS}][{names.HAN}]{{1,3}}?"
_APART = rf"[{names.HEADS}](?<![{names.HAN}].)[{names.HAN}]{{1,3}}?"
"""A name with no Chinese character before it."""
_DOTTED = rf"[{names.HAN}]{{2,6}}(?:[·•][{names.HAN}]{{1,8}}?)+"
BY = "由|经|向|从|与|和|对|据|让|请|被|叫"
"""Before whom something is done."""
DONE = (
    "看管|保管|负责|签收|代收|经手|驾驶|操作|配合|陪同|签字|签名|签署|转运|运输|运送|联系|核对|协商|确认|购买|购进|采购|转账|支付|借款"
    "|处(?:购|买|进|租|借|取|得)|的?(?:询问|调查|谈话)笔录|的?证言|的?陈述|本人|进行询问|询问|承包|经营|出资|收取|照看|抚养|监护|代理|代为|租赁"
    "|出租|转让|制作|加工|送货|交付|掌管|主持经营|雇佣|雇用"
)
DOES = (
    "于[12][0-9]{3}年|[到来](?:我局|本局|我所|案)|到场|接受(?:了)?(?:我局|本局|我所|询问|调查)|在(?:询问|调查|笔录|现场)|供述|供认|承认|辩称|拒绝签|签字"
    "|的?(?:询问|调查|谈话)笔录|的?证言|经营的|未[亮取]|无照|参与销售|主动(?:交|供|陈|到)|因涉嫌|实际控制|挂靠"
)
BESIDE = "夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|兄妹|姐弟|二人|两人|三人"
SIGNED = '[”"’』」]的?(?:字样)?的?(?:签名|签字|字样|手印|指印|署名)'
_NAMED_BY = near.lazy(rf"(?:{BY})(?P<name>{_NAME})(?={DONE})")
_NAMED_DOING = near.lazy(rf"(?P<name>{_APART})(?={DOES})")
_DOTTED_NAME = near.lazy(
    rf"(?:(?<=[{BY.replace('|', '')}])|(?<![{names.HAN}]))(?P<name>{_DOTTED})(?={DONE}|{DOES}|{SIGNED})"
)
_COUPLE = near.lazy(rf"(?P<name>{_NAME})[、和与及](?P<other>{_NAME})(?=(?:{BESIDE}))")
_SIGNATURE = near.lazy(rf"[“\"‘『「](?P<name>{_NAME})(?={SIGNED})")
_HEAD = near.lazy(f"[{names.HEADS}]")
_MOBILE = near.lazy(r"1[3-9]\d{9}(?!\d)")
_BEFORE_MOBILE = near.lazy(rf"(?P<name>{_APART})[ \t]{{0,3}}(?=1[3-9]\d{{9}}(?!\d))")


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names on a window."""
    for found in _NAMED_BY.finditer(part):
        yield from _hit(part, found, "name")
    for found in _NAMED_DOING.finditer(part):
        yield from _hit(part, found, "name", alone=True)
    for found in near.given(_DOTTED_NAME, part, ("·", "•")):
        yield from _hit(part, found, "name")
    for found in near.given(_COUPLE, part, tuple(BESIDE.split("|"))):
        yield from (*_hit(part, found, "name"), *_hit(part, found, "other"))
    for found in near.given(_SIGNATURE, part, ("签名", "签字", "字样", "印", "署名")):
        yield from _hit(part, found, "name")


def find_before_mobiles(part: str, known: Known) -> Iterator[Hit]:
    """Names right before a mobile, on a window around numbers."""
    for found in near.matches(_BEFORE_MOBILE, part, _MOBILE, 7, _HEAD):
        yield from _hit(part, found, "name")


def _hit(part: str, found: re.Match[str], group: str, *, alone: bool = False) -> Iterator[Hit]:
    """The name, when it can be one. ``alone``: only its place in the sentence speaks for it."""
    name = found[group]
    if "·" in name or "•" in name:
        yield Hit("person.context", *found.span(group), Whom.UNKNOWN, name)
        return
    surname = names.surname_length(name, 0)
    whole = names.name_end(name + "，", 0, sure=True) == len(name)
    if not whole or names.is_word(name) or names.is_masked(name) or name[-1] in names.NOT_LAST:
        return
    if len(name) > 2 and (names.is_word(name[:2]) or (len(name) > 3 and names.is_word(name[-2:]))):
        return
    short = len(name) - surname == 1 and surname == 1
    doubtful = surname == 1 and name[0] in words.doubtful_surnames()
    if short and (doubtful or alone):
        return
    yield Hit(
        "person.deed" if short or (doubtful and name[0] not in names.SOLID) else "person.context",
        *found.span(group),
        Whom.UNKNOWN,
        name,
    )
