"""Homes that have no number: told by a quarter or a village, or described to the end of a clause.

搬到福海小区, 姜家疃村的家中, 住在旧厂房二楼. ``places`` finds those with numbers and says whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import near

_QUARTERS = (
    r"(?:小区|花园|公寓|家园|新村|名邸|华府|公馆|豪庭|华庭|雅居|雅苑|别墅|家属院|家属楼"
    r"|宿舍楼?|村|屯|疃|夼|社区|名城|新城|苑|(?<![公儿业技陵乐校果菜茶庄动植])园(?![区林艺])|胡同|大院|筒子楼)"
)
_QUARTER = rf"(?:[一-龥]{{1,8}}?(?:省|市|区|县|镇|乡|街道|办事处)){{0,4}}[一-龥\d]{{1,14}}?{_QUARTERS}"
_WHERE = (
    r"(?:\s?(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?(?:号楼|号|栋|幢|排|组|单元|室))*"
    r"(?:[东西南北][头边侧面首](?:路[东西南北])?)?(?:第?[一二三四五六七八九十\d]{1,2}(?:排|户|家|栋|号))?"
)
_DWELLING = (
    "(?:家[中里]?|住处|住所|住宅|房子|海景房|出租屋|出租房|平房|老房子?|老宅|楼房|婚房"
    "|阁楼|院子|小院|自建房|回迁房|安置房)"
)
_MOVED = near.lazy(
    rf"从(?P<left>{_QUARTER}{_WHERE})(?=搬[走离出]|迁出)|(?:租住|居住|暂住)的?(?P<rented>[一-龥\d]{{2,14}}?(?:平房|民房|出租屋|院落))|"
    r"(?:搬[到进至去离出]了?|迁[到至]|住[进到]了?|(?<=[人他她其我])住在?(?![院房宿所处地址])|(?:同|合|寄|借|暂)住[在于]?|户口(?:落|迁|还?在)[在到至]?|户籍落在|落户[在于到]?|家就?(?:在|位于|安在)|家中位于|住处[在是]|老家[是在]|[娘婆]家在)"
    rf"(?P<place>{_QUARTER}{_WHERE}(?:的{_DWELLING})?)(?!物业|居委|村委|门口|附近|旁|卫生|幼儿|小学|超市|市场|党)"
)
_HOME_AT = near.lazy(
    rf"(?P<place>{_QUARTERS}{_WHERE}(?:的|内的|自家|家中)?{_DWELLING})(?![一-龥]?(?:庭|属|具|电|长|政|常))"
)
_MOVED_WORDS = (
    "搬",
    "迁",
    "住进",
    "住到",
    "同住",
    "合住",
    "寄住",
    "借住",
    "暂住",
    "租住",
    "居住",
    "户口",
    "户籍",
    "落户",
    "家在",
    "家就",
    "家位",
    "家安",
    "家中位",
    "住处",
    "老家",
    "娘家",
    "婆家",
    "人住",
    "他住",
    "她住",
    "其住",
    "我住",
)
_HOME_AT_WORDS = (
    "的家",
    "内的",
    "自家",
    "家中",
    "家里",
    "住处",
    "住所",
    "住宅",
    "的房",
    "海景房",
    "出租",
    "平房",
    "老房",
    "老宅",
    "楼房",
    "阁楼",
    "的院",
    "小院",
    "婚房",
    "建房",
    "迁房",
    "置房",
)
_DWELLS = near.lazy(
    r"(?:(?<=[人者我他她其妻夫父母子女])家(?:就)?在|独自居住在|独居[在于]|(?:居住|租住|借住|寄住|暂住|蜗居|住)[在于]|(?<=[人他她其我妻夫父母])住(?![院房宿所处地址进在于]))"
    r"(?P<place>[^，。；：\n（(、]{2,26}?(?:楼|房|院|屋|间|层|户|宿舍|巷|胡同|村|小区|后街)(?:里|内)?)(?=[，。；\n]|$)"
)
"""Whatever stands behind 住在 of a person, to the end of the clause: 旧厂房二楼, 菜市场后面那栋红楼的四楼."""
_P = r"[^，。；：\n（(）)“”、]"
_OF_THEIRS = near.lazy(
    rf"(?:位于|坐落于|坐落在)(?P<own>{_P}{{3,24}}?)的?(?:家[中里]?|住处|住宅|自建房|老房子|自住房|婚房|居所)(?![庭属具电长政用装])"
    rf"|在(?P<let>{_P}{{3,20}}?)(?:租|赁)(?:了|下|有|住)?(?:一)?[间套处个]?(?:住房|单间|阁楼|民房|平房|房子|房(?=[居住，。；]))(?!{_P}{{0,6}}(?:经营|开店|开办|加工|生产|仓|存放|从事))"
    rf"|(?:居住|租住|借住|暂住|寄住|所住|常住|同住)的(?P<lived>{_P}{{2,22}}?(?:楼|院|宿舍|小区|公寓|村|屋|房|户|室|家园|花园|胡同))(?=[，。；、\n]|$|[内里楼物门电供])"
    rf"|(?:[人者某]|[一-龥]{{2}})家[中里]?[（(](?:位于|住|在|地址)?[：:]?(?P<told>{_P}{{2,20}}?(?:村|路|楼|小区|号|街|户|室|院|宿舍|单元|巷){_P}{{0,8}})[）)]"
)
"""位于老街口的家中, 在渔港路租了一间阁楼, 居住的机械厂家属院: what the sentence calls somebody's home."""
_NO_HOME = near.lazy(
    r"酒店|宾馆|旅馆|民宿|医院|病房|同一|同个|附近|隔壁|该(?:楼|小区|村|房)|哪|何处|楼[上下]$|邻"
)

_FIRM_PLACE = near.lazy(r"公司|厂区|工业园|超市|商场|市场(?!监)|门店|酒店|医院|学校|局|政府|网店|平台")


def spans(part: str) -> Iterator[tuple[int, int, int, str]]:
    """Where the words that tell of a home begin, where the place begins and ends, and by which rule.

    Where the first two are the same the place begins further left.
    """
    for pattern, needed in ((_HOME_AT, _HOME_AT_WORDS), (_MOVED, _MOVED_WORDS)):
        for found in near.given(pattern, part, needed):
            yield (found.start(), *found.span(found.lastgroup or "place"), "address.home")
    for found in near.given(
        _OF_THEIRS, part, ("位于", "坐落", "租", "赁", "住的", "家（", "家(", "中（", "里（")
    ):
        place = found.span(found.lastgroup or 0)
        if not _NO_HOME.search(part[slice(*place)]) and not _FIRM_PLACE.search(part[slice(*place)]):
            yield (found.start(), *place, "address.unclear")
    for found in near.given(_DWELLS, part, ("住", "居", "家在", "家就在")):
        if not _NO_HOME.search(found["place"]):
            yield (found.start(), *found.span("place"), "address.unclear")
