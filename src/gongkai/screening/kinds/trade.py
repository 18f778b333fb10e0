"""商业秘密 as a property of the paper: a mark on it, a claim of its owner, a field that says yes.

That secrets of trade exist, are protected, infringed or not touched is no finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.screening import context, near
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.known import Known

_S = r"[ \t]{0,4}"
_TERM = rf"(?:商{_S}业{_S}秘{_S}密|商业机密|企业秘密|企业机密|公司秘密|公司机密|商密)"
_WARNING = r"(?:严禁|禁止|请勿|切勿|不得|不宜|注意保[密存]|未经)[^，。；\n]{0,14}"
_MARKED = near.lazy(
    rf"[（(【\[]{_S}(?P<in>{_TERM}){_S}[）)】\]]"
    rf"|(?m:^)[ \t]*(?P<alone>{_TERM}(?:[ \t，,、！!]{{0,4}}{_WARNING})?)[ \t！!。]*(?m:$)"
    rf"|(?:密级|保密级别|文件属性)[:：]{_S}(?P<level>{_TERM})"
    rf"|(?:涉及|包含|属于|含有)?{_TERM}(?:信息)?{_S}[:：]{_S}(?P<field>是|有|☑|√)"
    rf"|(?m:^|(?<=[。；，]))(?P<claim>(?:企业|公司|商业)机密)(?=[，。,])"
)
_NOTHING_ELSE = near.lazy(rf"\s*{_TERM}[！!。]?\s*")
"""The word and no paper that it could be a mark on."""
_PAPER = (
    "材料|文件|文档|资料|信息|内容|价格|报价|成本|数据|配方|工艺|流程|名单|合同|图纸|参数"
    "|技术|方案|附件|单据|账册|账目|清单|构成|渠道|进价|售价"
)
_OWNER = r"(?:(?:我|本|该|贵)?(?:公司|企业|单位|厂|店|方|院)|其|当事人|第三方|供货商|权利人|他人|生产者)?的?"
_SECRET = near.lazy(_TERM)
_CLAIM = near.lazy(rf"(?:涉及|属于|属|系|为|含有|包含|构成|列为|作为){_OWNER}$")
_STOP = near.lazy(r"[，。；：:\n](?=[^，。；：:\n]*$)")
_LONGEST = 40
"""Characters from the beginning of a claim to the word."""
_OWN = near.lazy(
    rf"(?:我|本|该|贵)(?:公司|企业|单位|厂|店|方|文件|材料|件|资料|附件)|其{_TERM}|属于其|系其|当事人|第三方|(?:{_PAPER})[^，。；]{{0,4}}(?:涉及|属于|系|为|含有)"
)
_NOT = near.lazy(r"不(?:涉及|属于|构成|含有|包含)|未(?:涉及|包含)|是否|如果?|凡|若|没有|非")
_RULED = near.lazy(
    r"行政机关|应当|不得|可以|可能|法律|条例|规定|办法|保守|泄露|侵犯|侵害|保护|培训|宣传|国家秘密|执法人员"
)
_SETTLED = near.lazy(
    r"(?:依据|理由|证据|事实)不足|不予(?:支持|采纳|认可|采信)|不(?:能)?成立|(?<!贵局)(?<!你局)(?<!请)予以保密|已(?:作|经)?(?:处理|隐去|删除|遮盖|脱敏)"
)
"""What this very paper has already done about it."""
_GENERAL_AFTER = near.lazy(r"[、和或及等]|的[，、]|的(?:政府)?信息|保护|案|行为|纠纷")


_CONTENT = near.lazy(
    r"(?P<recipe>配方(?:中|为|是|：|:|含有?)?[^。；\n（(]{1,24}?\d(?:\.\d+)?[%％](?:[、，及和][^。；，、\n]{1,12}\d(?:\.\d+)?[%％])*)"
    r"|(?P<price>[^，。；\n]{0,14}(?:供货价|进货底价)(?:格)?(?:为|是|：)?[^。；\n]{0,8}?\d[\d.]*元(?:[，、][^，。；\n]{0,12}(?:供货价|底价)(?:格)?(?:为|是)?[^。；，\n]{0,8}?\d[\d.]*元)*)"
)
"""What such secrets are made of: a recipe with its shares, prices between firms."""
_UNPUBLISHED = near.lazy(r"未(?:对外|曾|经)?公开|不(?:对外|宜)公开|保密|核心技术|不为公众|合同载明|协议约定")
_ADDED = near.lazy(r"食品添加剂|限量|标准|不得|超过|国家|检验|检测|标签|标示")
"""What a rule or a label says of shares."""


def _contents(part: str) -> Iterator[tuple[int, int]]:
    """Recipes and prices of which the sentence says that they are not known."""
    for found in near.given(_CONTENT, part, ("配方", "供货价", "进货底价")):
        around = context.sentence_before(part, found.start()) + context.sentence_after(part, found.end())
        if _UNPUBLISHED.search(around) and not _ADDED.search(found[0]):
            yield found.span(found.lastgroup or 0)


def find(part: str, known: Known) -> Iterator[Hit]:
    """Marks, then claims."""
    taken = Spans()
    for found in _MARKED.finditer(part):
        span = found.span(found.lastgroup or 0)
        if _NOTHING_ELSE.fullmatch(part):
            return
        taken.add(*span)
        yield Hit("trade.attribute", *span)
    for span in _contents(part):
        yield Hit("trade.content", *span)
    for found in _SECRET.finditer(part):
        left = max(0, found.start() - _LONGEST)
        stop = _STOP.search(part, left, found.start())
        start = stop.end() if stop else left
        claimed = _CLAIM.search(part, start, found.start()) and _is_claim(part, start, found.end())
        if claimed and not taken.within(start, found.end()):
            taken.add(start, found.end())
            yield Hit("trade.attribute", start, found.end())


def _is_claim(part: str, start: int, end: int) -> bool:
    """Whether a clause says of this paper, or of something of its owner, that it is a secret of trade."""
    claim = part[start:end]
    if _NOT.search(claim) or _GENERAL_AFTER.match(part, end) or not _OWN.search(claim):
        return False
    settled = _SETTLED.search(part, end, end + 40)
    return not settled and not _RULED.search(context.sentence_before(part, start) + claim)
