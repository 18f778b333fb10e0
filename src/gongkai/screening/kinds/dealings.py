"""Names by dealings, letters and kin: 从某某手中购进, 售予某某, 某某：你于…, 女儿某某, 其中某某等2人.

A running text often tells that somebody is a person by what passes between people, not by a label. What
stands there is a surname and one or two characters, for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.kinds import brands
from gongkai.screening.kinds.rolls import DOUBLE, GIVEN, GOES_ON, SURE
from gongkai.screening.known import Known

_LIKELY = rf"(?:[{SURE}][{names.HAN}]{{1,2}}?|{DOUBLE}[{names.HAN}]{{1,2}}?)"
_SURELY = rf"(?:[{SURE}][{GIVEN}]{{1,2}}|{DOUBLE}[{GIVEN}]{{1,2}})"
_ANY = rf"(?:[{words.surnames()}][{names.HAN}]{{1,2}}|{DOUBLE}[{names.HAN}]{{1,2}})"
"""A surname that is a particle too: only where what stands around leaves no doubt."""
_HANDED = (
    "(?:[售卖交付借送退赠租](?:予|与|给|还给)"
    "|(?:出售|销售|转卖|转让|支付|转账|汇款|转交|出借|出租|退还|赔偿|赔付|返还)(?:予|给|与))"
)
KIN = (
    *("女儿", "儿子", "妻子", "丈夫", "爱人", "对象", "老公", "老婆", "老伴", "父亲", "母亲", "妈妈", "爸爸"),
    *(
        "连襟",
        "堂弟",
        "堂哥",
        "表弟",
        "表哥",
        "表姐",
        "表妹",
        "胞弟",
        "胞兄",
        "前妻",
        "前夫",
        "祖母",
        "祖父",
        "其兄",
        "其弟",
        "其姐",
        "其妹",
        "岳父",
        "岳母",
        "嫂子",
    ),
    *("哥哥", "弟弟", "姐姐", "妹妹", "儿媳", "女婿", "孙子", "孙女", "侄子", "外甥", "之妻", "之夫", "之父"),
    *("之母", "之子", "之女", "其妻", "其夫", "其父", "其母", "其子", "其女"),
)
_FROM = near.lazy(rf"[从由在向人户贩民](?P<name>{_LIKELY})(?=手[中里上]|处[购买进取租借获]|那[里儿])")
_TO = near.lazy(
    rf"{_HANDED}(?P<name>{_LIKELY})(?=[，。；、）)\s]|使用|保管|所有|[的和与等]|[\d一二两三四五六七八九十]|$)"
)
_ADDRESSED = near.lazy(
    rf"(?:^|(?<=[\n 　\t”〕》号书复函信。：]))(?P<name>{_ANY})(?:先生|女士|同志|老师|师傅)?[：:]\s?(?=[你您])"
)
_KIN_NAME = near.lazy(
    rf"(?:{'|'.join(KIN)})(?P<name>[{words.surnames()}][{GIVEN}]{{1,2}})(?![路街村镇市县区店厂局院])"
)
_AMONG = near.lazy(rf"其中(?:的)?(?P<name>{_SURELY})(?=等[\d一二两三四五六七八九十]|[、和与]{_SURELY})")
_ELSEWHERE = near.lazy(rf"(?P<name>{_LIKELY})(?=[（(](?:另案|已另案|在逃|已判|已被判|另行处理|已移送|另处))")
_SIGNED = near.lazy(
    rf"(?:市民|群众|村民|居民|业主|消费者|顾客|家长)[ 　\t]{{1,4}}(?P<name>{_SURELY})(?=[ 　\t\n]|\d|$)"
)
_MET = (
    *(
        "答复",
        "约谈",
        "走访",
        "回访",
        "传唤",
        "劝说",
        "安抚",
        "采访",
        "辞退",
        "开除",
        "解雇",
        "雇用",
        "雇佣",
        "聘用",
        "招用",
    ),
    *(
        "聘请",
        "委托",
        "指使",
        "带领",
        "陪同",
        "会同",
        "冒充",
        "殴打",
        "辱骂",
        "撞伤",
        "砸伤",
        "护送",
        "转告",
        "收取",
        "骗取",
    ),
)
_OBJECT = near.lazy(
    rf"(?:{'|'.join(_MET)})(?:了|过)?(?P<name>(?:[{SURE}]|{DOUBLE})[{GIVEN}]{{2}})(?=[，。；、（(\s]|的|{GOES_ON}|$)"
)
"""What is done to persons alone: 约谈某某, 雇佣某某."""
_WHO_IS = (
    *(
        "供货",
        "送货",
        "介绍",
        "认识",
        "雇用",
        "雇佣",
        "聘用",
        "同村",
        "同行",
        "隔壁",
        "自称",
        "帮忙",
        "打工",
        "做工",
        "看店",
    ),
    *("看门", "开车", "驾车", "卸货", "收银", "在场", "值班", "值守", "路过"),
)
_OF_DOING = near.lazy(
    rf"(?:{'|'.join(_WHO_IS)})的(?P<name>(?:[{SURE}]|{DOUBLE})[{GIVEN}]{{2}})(?=[，。；、（(\s]|$)"
)
"""向其供货的某某."""
_PEOPLE = near.lazy(rf"[人员工生民客主属表者友户][：:]\s?(?P<name>{_LIKELY})(?=[、，。；\s（(]|等|$)")
_LATIN = near.lazy(r"(?P<name>(?<![A-Za-z])[A-Z]{2,12}(?:[ ,-]{1,2}[A-Z]{2,12}){1,3}(?![A-Za-z0-9]))")
_FOREIGNER = near.lazy(r"护照|国籍|[一-龥]国(?:公民|人|游客|旅客)|外籍")
TRIGGERS = (
    rf"(?:{'|'.join(_MET)})(?:了|过)?[{SURE}][{GIVEN}]{{2}}",
    rf"(?:{'|'.join(_WHO_IS)})的[{SURE}][{GIVEN}]{{2}}",
    rf"[人员工生民客主属表者友户][：:][ 　]?[{SURE}][一-龥]",
    rf"[从由在向人户贩民][{SURE}][一-龥]{{1,2}}(?:手[中里上]|处[购买进取租借获]|那[里儿])",
    rf"[予与给][{SURE}][一-龥]{{1,2}}(?:[，。；、）)\s0-9]|使用|保管|所有|[的和与等]|$)",
    "[一-龥][：:][ 　\t\n]?[你您]",
    rf"(?:{'|'.join(KIN)})[{words.surnames()}][{GIVEN}]",
    f"其中[{SURE}][{GIVEN}]",
    "[（(](?:另案|已另案|在逃|已判|已被判|另行处理|已移送|另处)",
    rf"[民众主者客长][ 　\t]{{1,4}}[{SURE}][{GIVEN}]",
    "护照|国籍|[一-龥]国(?:公民|人|游客|旅客)|外籍",
)
"""What a phrase holds or stands near, in the syntax of the triggers."""
_ALL = near.Choice(
    (_FROM, ("手中", "手里", "手上", "处", "那里", "那儿")),
    (_TO, ("予", "与", "给")),
    (_ADDRESSED, ("：你", ":你", "：您", ":您", "：\n你", "：\n您", "： 你", ": 你")),
    (_KIN_NAME, KIN),
    (_AMONG, ("其中",)),
    (_OBJECT, _MET),
    (_OF_DOING, tuple(f"{one}的" for one in _WHO_IS)),
    (_PEOPLE, tuple(f"{end}{colon}" for end in "人员工生民客主属表者友户" for colon in "：:")),
    (_ELSEWHERE, ("另案", "在逃", "已判", "已被判", "另行处理", "已移送", "另处")),
    (_SIGNED, ("市民", "群众", "村民", "居民", "业主", "消费者", "顾客", "家长")),
)
"""Each pattern with words one of which its matches hold."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """Names on a window."""
    for pattern in _ALL.among(part):
        for found in pattern.finditer(part):
            if _is_name(part, found):
                yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, found["name"])
    if _FOREIGNER.search(part):
        for found in _LATIN.finditer(part):
            if _FOREIGNER.search(part, max(0, found.start() - _NEAR), found.end() + _NEAR):
                yield Hit("person.deed", *found.span("name"), Whom.UNKNOWN, found["name"])


_NEAR = 24
"""Characters between a passport and the name of who holds it."""


def _is_name(part: str, found: re.Match[str]) -> bool:
    """Whether it is no word, no place, no firm and not masked already."""
    name = found["name"]
    whole = names.name_end(f"{name}，", 0, sure=True) == len(name)
    word = names.is_word(name) or names.is_word(name[:2]) or names.is_word(name[1:])
    if not whole or word or names.is_masked(name) or name[-1] in names.NOT_LAST:
        return False
    return not brands.is_brand(part, *found.span("name"))
