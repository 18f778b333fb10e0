"""Addresses: of a home they go, of business premises and of the office they stay.

What the label before says counts first; then how deep the address goes and what the sentence speaks of.
Equality with known premises is judged in ``text``, which has seen the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening import context, names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.kinds import homes, roles
from gongkai.screening.known import Known

_NUMERAL = r"(?:[A-Za-z甲乙丙丁副附增]?\d{1,5}|[副附增]?[一二三四五六七八九十百]{1,4})"
_NUMBER = rf"{_NUMERAL}(?:\s?[-之]\s?\d{{1,4}}){{0,2}}"
_HEAD = r"(?:路|街|巷|弄|大道|道|胡同|村|庄|屯|里|小区|区|园|苑|城|厦|广场|市场|场|镇|公寓|花园|组|院|段|座)"
_ROOM = (
    rf"(?:\s?[，,]?\s?(?:{_NUMBER}\s?(?:号楼|栋|幢|楼|单元|#楼?|层|室|户|号|房|组|座|铺|门市|车间"
    rf"|米)|[A-Za-z东西南北中]\s?(?:座|区|单元|户)|(?:东|西|南|北|左|右|地下)\s?(?:数|侧|首|邻"
    rf"|户|厢房|附楼|配楼|副楼|楼|门|头)?))"
)
_ESTATE = (
    r"[一-龥]{2,10}(?:小区|花园|公寓|家园|苑|园|新村|名邸|华府|公馆|豪庭|华庭|雅居|雅苑|别墅"
    r"|大厦|广场|商城|市场(?!监)|庄园|社区|新城|名城|城)"
)
_BUILDING = r"[一-龥]{0,6}(?:宿舍楼|宿舍|家属楼|家属院|公寓楼|公寓|教职工楼|职工楼|大院)"
_UNITS = (
    r"(?!\d|\s?[.%％]|\s?(?:元|万|米|平|个|年|月|日|人|名|家|台|部|次|份|公斤"
    r"|千克|克|箱|袋|瓶|批|号|室|户|房|铺))"
)
_DOOR = (
    rf"(?:(?<=[楼元座幢栋寓期层舍苑园])\s?(?:\d{{1,2}}\s?[-#]\s?){{0,2}}\d{{2,4}}{_UNITS}"
    rf"|(?<=[楼元座幢栋寓期层舍苑园])\s?\d{{1,2}}\s?[-#]\s?\d{{3,4}}{_UNITS})?"
)
"""A door without its word: 11号楼303, 学生公寓7-312."""
_BEHIND_NUMBER = rf"(?:\s?-?\s?\d{{1,3}}\s?[-#]\s?(?:\d{{1,2}}\s?[-#]\s?)?\d{{2,4}}{_UNITS})?"
"""A door right behind the number of a house: 解放路112号2-1-901, 108号-3-602."""
_BLOCK = (
    rf"(?:小区|花园|公寓|家园|山庄|新村|社区|苑|园|城|庭|府|湾|郡|里|居|厦|期)\s?\d{{1,3}}\s?[-#]\s?"
    rf"(?:\d{{1,2}}\s?[-#]\s?\d{{1,4}}|\d{{2,4}}){_UNITS}"
)
"""海埠花园12-2-301."""
_NO_HOUSE = r"\s?(?:客梯|货梯|电梯|扶梯|直梯|窗口|柜台|收银台|展位|泊位|车位|储罐|锅炉|机组|生产线|样品)"
"""What is numbered inside a house: 2号客梯."""
_CORE = near.lazy(
    rf"{_HEAD}\s?{_NUMBER}\s?[号弄](?!{_NO_HOUSE})(?:院|楼)?(?:附\s?\d+\s?号?|内\s?\d+\s?号"
    rf"|之[一二三四五六七八九十])?(?:\s?{_BUILDING}|\s?{_ESTATE})?{_ROOM}{{0,6}}(?:(?<=号){_BEHIND_NUMBER}|{_DOOR})(?:[（(][^）)\n]{{1,16}}[）)])?"
    rf"|{_HEAD}?\s?{_NUMBER}\s?(?:号楼|栋|幢|单元|#楼?){_ROOM}{{0,5}}{_DOOR}(?<![栋幢楼#])(?<![\d一二三四五六七八九十]单元)"
    r"|(?<=[一二三四五六七八九十\d])楼\s?[东西南北中]\s?户"
    rf"|{_BLOCK}"
    rf"|(?:小区|花园|公寓|苑|园|大厦|广场|楼|号|院|城|家属院)\s?{_NUMBER}\s?(?:室|户)(?![外内装])"
)
_NICKNAMED = near.lazy(
    rf"[一-龥]{{2,8}}(?<![编号第图本同版型批次款证单码类])\s?-?\s?\d{{1,3}}\s?-\s?\d{{1,2}}\s?-\s?\d{{3,4}}{_UNITS}(?![-\d])"
)
"""A home by the nickname of its quarter: 菊花顶-12-3-401."""
_HEADS = near.lazy(
    "[路街巷弄大道胡村庄屯里小区园苑城厦广市场镇公花组院段座家山新社庭府湾郡居期楼号]"
    r"|[0-9一二三四五六七八九十百A-Za-z\s](?=[0-9一二三四五六七八九十百之\s-]{0,24}[号栋幢单#])"
)
"""With what an address begins; with a number only where one counts houses."""
_COUNTED = near.lazy(r"[号弄栋幢单#室户-](?<=[\d一二三四五六七八九十百\s东西南北中].)")
_HOMES = (
    "家庭住址|家庭地址|户籍所在地|户籍地址|户籍地|户口所在地|现居住地址|居住地址|居住地|常住地址|经常居住地|现住址"
    "|现住地|暂住地|暂住址|住址|家住|现住|租住|暂住|居住于|居住在|居住|户籍|收货地址|寄件地址|收件地址|邮寄地址"
    "|通讯地址|通信地址|家庭地点|户籍住址|身份证住址|身份证地址|证载地址|送达地址|邮寄送达地址|独居于|独居在|借住于|借住在|暂居于|暂居在|现居|老家|住处|寄出地址|信封地址|回信地址|寄信地址|回邮地址|留的地址|所留地址|预留地址|户口(?=在)"
)
_HOME_LABEL = near.lazy(
    "|".join(rf"{word}(?:为|是|在|于)?\s?[:：（(]?\s?" for word in _HOMES.split("|")) + r"|住(?![所院宿房建])"
    r"(?:(?<=[，,；;。、\n ）)人者我妻夫父母士生子女].)(?:在|于|址)?|(?<![\s\S].)(?:在|于)?)"
    r"\s?[:：]?\s?(?=[一-龥])"
    r"|其住(?:在|于|址)\s?[:：]?\s?(?=[一-龥])"
)
_HOME_WORDS = ("住", "居", "老家", "户籍", "户口", "地址", "家庭地点")
_PREMISES_LABEL = near.lazy(
    r"(?:经营场所|经营地址|经营地点|营业场所|营业地址|生产地址|生产场所|注册地址|登记地址"
    r"|企业地址|公司地址|厂址|店址|单位地址|实际经营地|仓库地址|主要经营场所|门店地址|分支机构地址|网点地址|分店地址|总部地址"
    r"|生产企业地址|被抽样单位地址|主体地址)"
    r"(?:为|是|在|位于)?\s?[:：]?\s?$"
)
_DOMICILE_LABEL = near.lazy(
    r"住所(?:地|（经营场所）|\(经营场所\))?(?:为|是|在|位于)?\s?[:：]?\s?$|(?:^"
    r"|[^件信箱住])地\s?址(?:为|是)?\s?[:：]?\s?$"
)
_PREMISES_WORDS, _DOMICILE_WORDS = ("址", "场所", "经营地"), ("住所", "址")
_LETTERS = ("通信地址", "通讯地址", "邮寄地址", "来信地址")
"""Where one writes to: of the office where the sentence speaks of it."""
_TAIL = 24
"""At least as long as a label before an address."""
_STOP = near.lazy(
    r"，|,|。|；|;|、|：|:|\n|（|\(|）|\)|“|”|\"|'|《|》|\t|住址|住所|地址|家住|现住|位于|坐落于|坐落在|前往|来到"
    r"|赶到|到达|对(?=[^面])|在(?=[^地])|从|于|至|到(?=[一-龥])|系|寄往|送往|寄到|送到"
    r"|为(?=[一-龥])|是|租用|租住|居住|暂住|户籍|住(?<!居住)(?=[一-龥])|的(?=[一-龥])"
)
_REGION = near.lazy(
    r"(?:[一-龥]{2,8}?(?:省|自治区))?(?:[一-龥]{2,8}?(?:市|州|盟|地区))?(?:[一-龥]{1,10}?(?:区"
    r"|县|旗|市))?(?:[一-龥]{1,10}?(?:街道|镇|乡|办事处|苏木))?(?:[一-龥]{1,10}?(?:村|社区|庄"
    r"|屯|居委会|小区|疃|夼|家(?![一-龥]{1,2}村))(?:村|庄|屯|疃|夼|社区|小区|居委会){0,2})?(?:[一-龥]{0,4}?(?:\d{1,4}|[一二三四五六七八九十]{1,3})组)?(?:[东西南北][头侧])?(?:[一-龥]{2,8}(?:公寓|大厦|山庄|名城)\s?\d{3,4})?"
)
_ENTERPRISE_NEAR = near.lazy(
    rf"{words.branches(words.ENTERPRISE_END.split('|'))}|信用代码|营业执照|法定代表人|经营者|注册|经营|销售|生产|检查"
    rf"|检验|抽样|门店|店铺|仓库|厂房|车间|现场|广告|设立|开设|摊位|位于|门店|院内|企业|商户|商铺"
)
_PERSON_NEAR = near.lazy(
    r"，(?:男|女)[，,]|,(?:男|女)[，,]|身份证|出生|生[，,]|家中|家里|家庭|其家|举报人|投诉人|证人|本人住"
    r"|其住|邻居|收货|先生|女士"
)
_DEEP = near.lazy(r"单元|室|户|[楼座幢栋#寓]\s?\d{3,4}$|\d\s?[-#]\s?\d{3,4}$")
_OFFICE = near.lazy(
    r"我局|本局|办公地址|办公地点|受理地址|受理地点|政务服务|本机关|我中心|行政服务"
    r"|市场监督管理局|市场监管局|监管所|人民政府|人民法院|管委"
)
_PLACES = near.lazy(words.place_heads())


_OFFICE_BEHIND = near.lazy(
    r"[一-龥]{0,8}?(?:政务服务|市场监管局|市场监督管理局|行政服务|人民政府|人民法院|监管所|管委会|服务大厅|政务大厅|便民服务|办事大厅)"
)

_AS_HOME = near.lazy(r"(?:的|内的)?(?:家[中里，。；]|住处|自家|家门)")
_STALL = near.lazy(r"(?:摊位|摊床|档口|柜台|展位)")
_ERRAND = near.lazy(r"(?:缴纳|领取|办理|递交|接受(?:调查|询问)|报到|查阅|听证)")
_SUMMONED = near.lazy(r"(?:请|应|须)[^。；\n]{0,30}[到至]$")
"""请于…到…缴纳罚款: where an office calls to."""


def find(part: str, known: Known) -> Iterator[Hit]:
    """Addresses on a window."""
    done = Spans()
    for found in near.matches(_CORE, part, _COUNTED, 25, _HEADS):
        start = _beginning(part, found.start())
        end = found.end() - (len(found[0]) - len(found[0].rstrip(" ,，\n")))
        if end - start >= 4:
            done.add(start, end)
            yield _judged(part, start, end, known)
    for found in near.given(_NICKNAMED, part, ("-",)):
        start = max(_beginning(part, found.start()), found.start())
        if not done.within(start, found.end()):
            done.add(start, found.end())
            yield _judged(part, start, found.end(), known)
    for found in near.given(_HOME_LABEL, part, _HOME_WORDS):
        yield from _region(part, found.end(), done)
    for found in near.given(_BARE, part, ("住",)):
        if done.within(found.end(), found.end() + 1):
            continue
        before = part[max(0, found.start() - 30) : found.start()]
        if _seat(before, known) is Whom.UNKNOWN and _is_of_someone(before):
            yield from _region(part, found.end(), done)
    yield from _described(part, done)


_FURTHER = near.lazy(
    r"(?:一[幢栋间处]|的|[东西南北]|后面?|对面|旁边?|老)[^，。；：\n（(]{0,12}?(?:楼|房|院|屋|间|层|户|宿舍)里?(?=[，。；\n]|$)"
)
"""田村一幢自建房的二楼西间."""


_NUMBERED = near.lazy(r"\s?\d{1,4}(?:\s?[-之]\s?\d{1,3})?\s?号")
"""毕家疃218号."""


def _described(part: str, done: Spans) -> Iterator[Hit]:
    """Homes without a number: 搬到福海小区, 姜家疃村的家中, 住在旧厂房二楼."""
    for verb, start, end, rule in homes.spans(part):
        start = _beginning(part, start) if verb == start else start
        firm = part[max(0, verb - 6) : verb].rstrip("，, ").endswith(_FIRMS)
        if end - start >= 3 and not firm and not done.within(start, end):
            done.add(start, end)
            yield Hit(rule, start, end, context.owner_before(part, start), part[start:end])


def _region(part: str, start: int, done: Spans) -> Iterator[Hit]:
    """A home of which a region and a village alone are said: 住汪疃镇祝家英村."""
    region = _REGION.match(part, start)
    end = region.end() if region else start
    more = (_NUMBERED.match(part, end) or _FURTHER.match(part, end)) if end - start >= 4 else None
    end = more.end() if more else end
    if not done.within(start, max(end, start + 1)) and end - start >= 4:
        done.add(start, end)
        yield Hit("address.home", start, end, context.owner_before(part, start), part[start:end])


_WRAPPED = near.lazy(rf"(?:{words.place_heads()})[一-龥\d]{{0,24}}$(?<![局院司会店厂府校所])")
"""威海市火炬|路10号: an address behind its label goes on in the next line, as pages of a PDF break."""
_CUT = near.lazy(r"[一-龥\d]{2,24}$(?<![局院司会店厂府校所])")
_ADDRESS = near.lazy(r"(?:场所|地址|住址|住所|家住|现住|户籍地)[：:为在]?$")
"""What makes sure that a place is told behind it, whatever its name."""
_LABELS_END = "：:为在于住址（("


def _beginning(part: str, at: int) -> int:
    """Where the address begins whose road or village ends at ``at``: after the last stop, at a place name."""
    left = max(0, at - 40)
    before = part[left:at]
    cut = 0
    for found in _STOP.finditer(before):
        if found[0] != "\n" or not _is_wrapped(before, cut, found.start()):
            cut = found.end()
    place = _PLACES.search(before, cut)
    if place:
        return left + place.start()
    while cut < len(before) and not "\u4e00" <= before[cut] <= "\u9fff" and not before[cut].isalnum():
        cut += 1
    return left + max(cut, len(before) - 24)


def _is_wrapped(before: str, cut: int, end: int) -> bool:
    """Whether what stands between ``cut`` and the end of its line begins an address."""
    if not cut or before[cut - 1] not in _LABELS_END:
        return False
    named = _ADDRESS.search(before, max(0, cut - 8), cut) is not None
    return (_CUT if named else _WRAPPED).match(before, cut, end) is not None


_REACH = 26
_SAME = near.lazy(r"[（(，,][即与][^）。\n]{0,14}(?:经营场所|登记住所)[^）。，\n]{0,4}(?:一致|相同|同一)")
"""（与其登记的经营场所一致）: the paper itself says so."""


def _judged(part: str, start: int, end: int, known: Known) -> Hit:
    """What kind of address it is."""
    if "场所" in part[end - 12 : end + _REACH] and _SAME.search(part, start, end + _REACH):
        return Hit("address.same", start, end, Whom.ENTERPRISE, part[start:end])
    before = part[max(0, start - 40) : start]
    sentence = context.sentence_before(part, start, 90)
    value = part[start:end]
    labelled = near.holds(before[-_TAIL:], _PREMISES_WORDS) and _PREMISES_LABEL.search(before)
    if labelled or _STALL.match(part, end):
        return Hit("address.premises", start, end, Whom.ENTERPRISE, value)
    lives = _LIVES.search(before, max(0, len(before) - _NEAR)) if "住" in before[-_NEAR:] else None
    seat = _seat(before[: lives.start()], known) if lives else Whom.UNKNOWN
    if seat is not Whom.UNKNOWN:
        rule = "address.premises" if seat is Whom.ENTERPRISE else "address.office"
        return Hit(rule, start, end, seat, value)
    if (
        "地址" in before[-_TAIL:]
        and near.holds(before[-_TAIL:], _LETTERS)
        and context.owner_before(part, start) is Whom.OFFICE
    ):
        return Hit("address.office", start, end, Whom.OFFICE, value)
    as_home = _is_behind_label(part, start) or _AS_HOME.match(part, end)
    if as_home or (lives and _is_of_someone(before[: lives.start()])):
        return Hit("address.home", start, end, context.owner_before(part, start), value)
    if near.holds(before[-_TAIL:], _DOMICILE_WORDS) and _DOMICILE_LABEL.search(before):
        return _domicile(part, start, end, sentence, known)
    office, person, firm = (_last(pattern, sentence) for pattern in (_OFFICE, _PERSON_NEAR, _ENTERPRISE_NEAR))
    if office > max(person, firm):
        return Hit("address.office", start, end, Whom.OFFICE, value)
    if _OFFICE_BEHIND.match(part, end) or (_ERRAND.match(part, end) and _SUMMONED.search(before)):
        return Hit("address.office", start, end, Whom.OFFICE, value)
    if person > firm:
        return Hit("address.home", start, end, context.owner_before(part, start), value)
    if firm >= 0 or _ENTERPRISE_NEAR.search(context.sentence_after(part, end)):
        return Hit("address.premises", start, end, Whom.ENTERPRISE, value)
    owner = context.owner_before(part, start)
    return Hit("address.room" if _DEEP.search(value) else "address.unclear", start, end, owner, value)


def _is_behind_label(part: str, at: int) -> bool:
    """Whether a label of homes stands right before ``at``."""
    left = max(0, at - _TAIL)
    if not near.holds(part[left : at + 1], _HOME_WORDS):
        return False
    homes = list(_HOME_LABEL.finditer(part, left, at + 1))
    return bool(homes) and homes[-1].end() >= at - 1


_BARE = near.lazy(r"住(?![所院宿房建])(?:在|于)?\s?(?=[一-龥])")
_NEAR = 5
"""Characters of 住 with what may stand between it and an address."""
_LIVES = near.lazy(r"住(?:在|于|址)?[：:]?\s?$")
_FIRMS = tuple(words.ENTERPRISE_END.split("|"))
_OFFICES = ("局", "委员会", "政府", "管委会", "大队", "监管所", "机关")
_BRACKET = near.lazy(r"[（(][^（）()\n]{1,24}[）)]$")
_TRAITS = near.lazy(
    r"(?:[，,、]\s?(?:男|女|[一-龥]{1,3}族|\d{2,4}年[^，,。；]{0,12}生|\d{1,3}岁|农民|无业|职工))*[，,（(]?\s?$"
)


def _seat(before: str, known: Known) -> Whom:
    """Whether a firm or an office stands right before 住, as an enterprise or an office; else unknown."""
    bare = before.rstrip("，, \n")
    if bare.endswith(("）", ")")):
        bare = _BRACKET.sub("", bare)
    firms = (party.name for party in known.parties if party.whom in (Whom.ENTERPRISE, Whom.TRADER))
    if bare.endswith(_FIRMS) or any(bare.endswith(name) for name in firms):
        return Whom.ENTERPRISE
    return Whom.OFFICE if bare.endswith(_OFFICES) else Whom.UNKNOWN


def _is_of_someone(before: str) -> bool:
    """Whether a name stands right before 住, with sex, people or age between at most."""
    traits = _TRAITS.search(before)
    return _ends_with_name(before[: traits.start()] if traits else before)


def _ends_with_name(text: str) -> bool:
    """Whether a name, masked or not, ends a text: 张某某, 证人岳春燕, 王强."""
    if names.is_masked(text[-3:]) or names.is_masked(text[-2:]):
        return True
    for length in (4, 3, 2):
        name = text[-length:]
        before = text[-length - 1 : -length] if len(text) > length else ""
        apart = not "一" <= before <= "龥"
        likely = len(name) == length and names.name_end(f"{name}，", 0, sure=True) == length
        if not likely or names.is_word(name) or name[-1] in names.NOT_LAST:
            continue
        surname = names.surname_length(name, 0)
        if (length == 4) != (surname == 2) and length == 4:
            continue
        if apart or length > 2 or before in roles.ENDS:
            return True
    return False


def _domicile(part: str, start: int, end: int, sentence: str, known: Known) -> Hit:
    """住所 and 地址: of an enterprise they stay, of a person they go."""
    value = part[start:end]
    around = part[max(0, start - 90) : start]
    person = max(_last(_PERSON_NEAR, around), _last(_PERSON_NEAR, sentence))
    firm = _last(_ENTERPRISE_NEAR, around[: -len("住所")])
    office = _last(_OFFICE, around)
    if office > max(person, firm):
        return Hit("address.office", start, end, Whom.OFFICE, value)
    if firm > person or (person < 0 and _is_case_of_enterprise(known)):
        return Hit("address.premises", start, end, Whom.ENTERPRISE, value)
    if person >= 0:
        return Hit("address.home", start, end, context.owner_before(part, start), value)
    return Hit("address.room" if _DEEP.search(value) else "address.unclear", start, end, value=value)


def _is_case_of_enterprise(known: Known) -> bool:
    """Whether the parties themselves, as far as they are known, are enterprises and no one else."""
    own = [party.kind for party in known.parties if not party.role]
    return bool(own) and set(own) == {"enterprise"}


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of ``pattern`` begins, -1 when there is none."""
    last = -1
    for found in pattern.finditer(text):
        last = found.start()
    return last
