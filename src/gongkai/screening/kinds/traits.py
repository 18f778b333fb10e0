"""Birth dates, sex, ethnicity, education of a person."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import context, near
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_DAY = (
    r"(?:(?:18|19|20)\s?\d\s?\d\s?(?:年|[.\-/])\s?\d{1,2}\s?(?:月"
    r"|[.\-/]?)\s?(?:\d{1,2}\s?日?)?|(?:19|20)\d{2}年|(?:19|20)\d{6}|\d{2}年\d{1,2}月)"
)
_WORDS = r"[一二〇○零九八七六五四三]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
"""A day written in numerals: 一九八五年六月十二日."""
_BORN = near.lazy(rf"(?P<day>{_DAY}|{_WORDS})\s?(?:出?生(?![产效成活意态物命机动]))")
_LABELLED = near.lazy(
    rf"(?:出生(?:日期|年月日|年月|时间|于)?|生日|(?<![诞衍产派])生于)[：:是为 ]{{0,3}}"
    rf"(?P<day>{_DAY}|{_WORDS})"
)
_GOODS = near.lazy(r"生产|制造|批号|包装|保质|出厂|设备|产品")
_SEX = near.lazy(
    r"(?P<before>[，,、；;：: （(])(?P<sex>男|女)(?=[，,、；;。）) \n])|性别[：: ]?(?P<named>[男女])"
)
_PEOPLES = (
    "汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲"
    "|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安"
    "|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_PEOPLE = near.lazy(
    rf"[，,、；;：: （(](?P<people>(?:{_PEOPLES})族)(?=[，,、；;。）) \n])"
    rf"|民族[：: ]{{0,3}}(?P<named>(?:{_PEOPLES})族)"
    rf"|民族(?:[：:] {{0,2}}| {{1,3}})(?P<short>{_PEOPLES})(?=[，,、；;。）) \n\t]|$)"
)
_SCHOOLING = near.lazy(
    r"(?:文化程度|学历)[：: 为是]{0,2}(?P<level>小学|初中|高中|中专|中技|大专|专科|本科"
    r"|大学本科|大学|硕士|博士|研究生|文盲|高职)|(?P<before>小学|初中|高中|中专|大专|专科|本科"
    r"|大学|文盲)文化(?:程度)?(?=[，,。；、）)\s]|$)"
)
_PERSON = near.lazy(
    r"身份证|出生|\d年|\d岁|住|族|男|女|姓名|当事人|投诉人|举报人|法定代表人|经营者|负责人"
    r"|证人|联系人|性别|民族|文化程度"
)
_THINGS = near.lazy(r"款|装|鞋|服|童|士|厕|宾|用品|性|\d码|岗|裤|衣")


def find_births(part: str, known: Known) -> Iterator[Hit]:
    """Birth dates: by 生 behind or a label before."""
    for pattern in (_BORN, _LABELLED):
        for found in pattern.finditer(part):
            start, end = found.span("day")
            if not _GOODS.search(part[max(0, start - 8) : start]):
                yield Hit("birth.ok", start, end, context.owner_before(part, start), part[start:end])


def find_traits(part: str, known: Known) -> Iterator[Hit]:
    """Sex, ethnicity and education where a person is described."""
    for found in _SEX.finditer(part):
        group = "named" if found["named"] else "sex"
        around = part[max(0, found.start() - 30) : found.start()] + part[found.end() : found.end() + 40]
        if group == "named" or (
            _PERSON.search(around) and not _THINGS.search(part[found.end() - 3 : found.end() + 2])
        ):
            yield Hit("sex.ok", *found.span(group), context.owner_before(part, found.start()))
    for found in _PEOPLE.finditer(part):
        group = found.lastgroup or "people"
        around = part[max(0, found.start() - 30) : found.start()] + part[found.end() : found.end() + 40]
        if group != "people" or _PERSON.search(around):
            yield Hit("ethnicity.ok", *found.span(group), context.owner_before(part, found.start()))
    for found in _SCHOOLING.finditer(part):
        yield Hit(
            "education.ok",
            *found.span("level" if found["level"] else "before"),
            context.owner_before(part, found.start()),
        )
