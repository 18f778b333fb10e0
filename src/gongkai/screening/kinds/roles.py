"""Names right behind a word for what someone is: 市民卫玉珍, 岳母夏侯兰, 导游汤兵拒绝.

The labels of ``persons`` are those that papers print before names. A running text calls people by more words
than a list can hold, but most end alike (人, 员, 者, 母): behind such an end a surname and two characters of
given names are a name, of two characters only where a person acts behind them; always for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import alone, brands, rolls
from gongkai.screening.known import Known

ENDS = "人者员商民户客属友妻夫女父母哥姐弟妹婆爷奶婶嫂侄甥媳婿贩主娘叫"
"""How words for people end."""
_WHOLE = tuple(word for word in words.WHOM_BY_LABEL if len(word) > 1 and word[-1] not in ENDS)
"""Labels whose last character ends too many other words: 学生, 律师, 店长."""
_FOLLOW = (
    "来[电信访]|反映|投诉|举报|购买|有[^关效限]|现[场住]|证[件实明]|就是|交代|代[收为替付]|当场|当天|当日|私信|扫码|陪|上前|报告|拒|讲|带|的"
    "|等[一二三四五六七八九十0-9]|系|在|把|被|将|于|补充|介绍|安排|指使|律师|医生|老师|不[认服同知愿肯在识清]"
)
"""What may follow a name whose surname is a common word too, besides what rows of names have."""
_NEXT = "".join(
    sorted(
        {one[0] for one in re.sub(r"\[(.)[^\]]*\]", r"\1", f"{alone.ACTS}|{_FOLLOW}").split("|")}
        | set("称说述诉辩")
    )
)
"""With what :data:`_FOLLOW` and what persons do begins."""
TRIGGER = f"[{ENDS}][{rolls.LIKELY}][{rolls.GIVEN}][{rolls.GIVEN}{_NEXT}]"
"""What a phrase holds, in the syntax of the triggers; behind a label the trigger of labels is there."""
_SURE = rf"(?:[{rolls.SURE}][{rolls.GIVEN}]{{2}}|{rolls.DOUBLE}[{rolls.GIVEN}]{{1,2}})"
_TWO = rf"[{rolls.LIKELY}][{rolls.GIVEN}](?={alone.ACTS}|{_FOLLOW})"
_BEHIND_END = near.lazy(rf"[{ENDS}](?P<name>[{rolls.LIKELY}][{rolls.GIVEN}]{{2}}|{_TWO})")
_BEHIND_LABEL = near.lazy(
    rf"{words.tree(_WHOLE)}(?P<name>{_SURE}|[{rolls.LIKELY}][{rolls.GIVEN}]{{2}}|(?=[{rolls.SURE}]){_TWO})"
)
_AFTER = near.lazy(rf"[^一-龥]|$|{rolls.GOES_ON}|{_FOLLOW}")


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names behind the end of a word for people, on a window."""
    for found in _BEHIND_END.finditer(part):
        yield from _hit(part, found)


def find_labelled(part: str, starts: Iterable[int]) -> Iterator[Hit]:
    """Names behind the other labels, which begin at ``starts``."""
    for found in near.matches_at(_BEHIND_LABEL, part, starts):
        yield from _hit(part, found)


def _hit(part: str, found: re.Match[str]) -> Iterator[Hit]:
    """The name, when it is one; a surname that is a common word too needs more behind it."""
    start, end = found.span("name")
    doubtful = found["name"][0] in words.doubtful_surnames() and end - start > 2
    if (not doubtful or _AFTER.match(part, end)) and _is_name(part, start, end):
        yield Hit("person.deed", start, end, Whom.UNKNOWN, found["name"])


def _is_name(part: str, start: int, end: int) -> bool:
    """Whether neither these characters nor the last with the next one are a word: 消费者夏季安|全."""
    name = part[start:end]
    if not rolls.is_name(name) or names.is_word(part[end - 1 : end + 1]) or brands.is_brand(part, start, end):
        return False
    return part[start - 1 : start + 1] not in _JOINED


_JOINED = frozenset(
    ("女童", "民居", "客房", "客家", "商户", "商贾", "人云", "妇幼", "民康", "友谊", "民乐", "民丰")
)
"""Words that begin with what else ends the word for a person: 妇女童装."""
