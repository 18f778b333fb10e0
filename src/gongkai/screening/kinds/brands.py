"""Brands that are called after a person: “王大爷”牌辣酱, “李阿姨”卤味. They stay: a brand is of the goods."""

from __future__ import annotations

from gongkai.screening import near

_OPENING, _CLOSING = "“\"‘'「『《", "”\"’'」』》"
_BRAND = near.lazy(
    r"(?:等|的)?(?:系列)?(?:牌|商标|品牌|注册商标|系列|字号|店招|招牌|图文|图形|文字|包装|标识|标签|店铺|门店|连锁|网店|直播间)"
)
_CALLED = near.lazy(r"(?:商标|品牌|字号|店招|招牌|牌子|店名|商品名|品名|标称)[为是叫：: “\"‘'「『]{1,3}$")
_OF_GOODS = near.lazy(
    r"(?:[、，,][一-龥]{2,5}){0,9}等[^，。；\n人]{0,6}(?:老字号|品牌|产品|商品|食品|餐饮|门店|酒楼|调味品|字号)"
)
"""王致和、老干妈等老字号产品: a row that ends with what it is a row of."""
_PERSON = near.lazy(
    r"(?:的(?:人|男|女|卖|微信|签名|签字|手印|说法)|[，。；]?(?:自?称|说|反映|表示)|来[电信访到]|也|向|对[我其他当]|把|被|代|签|在[^，。]{0,12}(?:说|看|听)"
    r"|告诉|发来|送来|提供|打来|给我|联系|收[钱款货])"
)


def is_brand(part: str, start: int, end: int) -> bool:
    """Whether what looks like a name is a brand: in quotation marks with its goods behind, or called one."""
    if _CALLED.search(part, max(0, start - 8), start):
        return True
    if _OF_GOODS.match(part, end):
        return True
    return _is_quoted(part, start, end) and _BRAND.match(part, end + 1) is not None


def is_quoted_goods(part: str, start: int, end: int) -> bool:
    """Whether a title such as 李阿姨 is in quotation marks and nothing behind them is what a person does."""
    if is_brand(part, start, end):
        return True
    return _is_quoted(part, start, end) and _PERSON.match(part, end + 1) is None


def _is_quoted(part: str, start: int, end: int) -> bool:
    """Whether quotation marks stand around a stretch."""
    return start > 0 and end < len(part) and part[start - 1] in _OPENING and part[end] in _CLOSING
