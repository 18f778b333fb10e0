"""Word lists that triggers and rules share, as alternations for patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gongkai.screening.finding import Whom
from gongkai.screening.rules import read

_LABELS: dict[str, list[str]] = {key: rows for key, rows in read("labels.toml").items() if key != "version"}

REPORTER_LABELS = _LABELS["reporter"]
REPRESENTATIVE_LABELS = _LABELS["representative"]
PARTY_LABELS = _LABELS["party"]
THIRD_LABELS = _LABELS["third"]
OFFICIAL_LABELS = _LABELS["official"]
ATTENDING = tuple(_LABELS["attending"])
"""Words that call those who were there or signed, when a colon follows: 出席：, 带班领导："""

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

COLUMNS = tuple(_LABELS["columns"])
"""Heads of columns that hold names of persons."""

INTERNAL = tuple(_LABELS["internal"])
"""Words of internal documents."""

PEOPLES = (
    "汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲"
    "|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安"
    "|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
"""The peoples of the country, without 族, as an alternation."""

WHO_REPORTS = "|".join(_LABELS["reports"])
"""Words for who reported, as an alternation."""

WIDE_HEADS = tuple(_LABELS["wide"])
"""Labels that official papers set wide, so that the colons stand below each other: 当 事 人："""

REPORTER_ROLES = tuple(_LABELS["roles"])
"""Who may have reported, by trade, kinship, neighbourhood."""

SOURCE_ROLES = tuple(role for role in REPORTER_ROLES if role not in _LABELS["common_roles"])
"""Roles that are a hint when they stand before 举报, 反映."""

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


def branches(words: Iterable[str]) -> str:
    """:func:`tree` without the group around it, to be joined with further alternatives."""
    tails: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        tails.setdefault(word[:1], []).append(word[1:])
    return "|".join(re.escape(head) + _behind(rest) for head, rest in sorted(tails.items()) if head)


def _behind(tails: list[str]) -> str:
    """What follows one first character."""
    longer = [tail for tail in tails if tail]
    if not longer:
        return ""
    return f"{tree(longer)}{'?' if len(longer) < len(tails) else ''}"


def tree(words: Iterable[str]) -> str:
    """What :func:`alternation` matches, as a tree by first characters: Python's ``re`` decides it fast.

    Of words that begin alike the longest is tried first, as in :func:`alternation`. A pattern that begins
    with a tree is searched by first characters alone.
    """
    return f"(?:{branches(words)})"


OFFICER_NUMBER = "(?:行政)?执法证件?(?:编)?号码?"
"""The label of the number on an officer's card."""


def inside(words: Iterable[str]) -> str:
    """:func:`tree` for the middle of a pattern: most places are refused by their character alone."""
    words = tuple(words)
    heads = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{heads}]){tree(words)}"


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
def forms_of_address() -> frozenset[str]:
    """What stands behind a surname alone: 女士."""
    return frozenset(read("surnames.toml")["titles"])


@cache
def given() -> str:
    """Characters of given names, as the inside of a character class."""
    return str(read("surnames.toml")["given"])


@cache
def name_words() -> frozenset[str]:
    """Names that are words as well."""
    return frozenset(read("surnames.toml")["words"])


@cache
def word_names() -> tuple[str, ...]:
    """Words that people are called too: 高兴, 时光."""
    return tuple(read("surnames.toml")["word_names"])


@cache
def place_heads() -> str:
    """Provinces and cities with which an address may begin, as an alternation."""
    places = read("places.toml")
    return alternation([*places["provinces"], *places["cities"], *places["short"]])


@cache
def health() -> dict[str, tuple[str, ...]]:
    """The words of health: ``conditions``, ``states``, ``records``, ``tests``."""
    data = read("health.toml")
    return {key: tuple(data[key]) for key in ("conditions", "states", "records", "tests")}


def loose(word: str, gap: str) -> str:
    """A pattern for ``word`` with ``gap`` between its characters: 内　部　资　料."""
    return gap.join(word)
