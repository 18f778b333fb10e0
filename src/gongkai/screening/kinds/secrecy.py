"""Secrecy marks, and words that make a document internal.

A mark blocks: level and star, with or without a term, in any spacing and width; a level that stands alone
on a line; a filled 密级 field. Running text about secrets does not: 商业秘密, 国家秘密, 保守秘密. A mark
that a rule about marking quotes is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.secrecy import longest_term
from gongkai.refusal import Refused
from gongkai.screening import context, near, words
from gongkai.screening.hits import Hit, Spans, merged
from gongkai.screening.kinds import internal
from gongkai.screening.known import Known

_S = r"[ \t\n]{0,8}"
_LEVEL = rf"(?P<level>绝{_S}密|机{_S}密|秘{_S}密)"
_B = r"[ \t]{0,2}"
_NUMBER = r"(?:\d[ \t]?\d?|[一二两三四五六七八九十]{1,3})"
_MONTHS = rf"个?{_B}月(?!\d|份)"
_YEAR = rf"\d[ \t]?\d[ \t]?\d[ \t]?\d{_B}"
_TERM = (
    rf"(?:[至到]?{_B}{_YEAR}(?:年(?:{_B}{_NUMBER}{_B}月(?:{_B}{_NUMBER}{_B}日)?)?|[-./]\d{{1,2}}[-./]\d{{1,2}})(?:之?前|为?止)?"
    rf"|\d{{3}}{_B}个{_B}月|{_NUMBER}{_B}(?:年(?:半|{_B}零?{_B}{_NUMBER}{_B}{_MONTHS})?|{_MONTHS})"
    rf"|长[ \t]*期|启[用封]前|公[布开]前|解密(?:日期|条件)?[：: ]?[^\n，。]{{0,12}})"
)
"""A term of years and months, a day up to which it runs, an event, or without end."""
_SPAN = near.lazy(r"(?:(?P<years>\d{1,2})年)?(?:(?P<months>\d{1,3})个?月)?")
_MARK = near.lazy(
    rf"(?P<open>[【\[（(〔][ \t]?)?{_LEVEL}(?:级)?(?(open)[ \t]?[】\])）〕]?){_S}[★*]{_S}(?P<term>{_TERM}?)"
    rf"|★{_S}(?P<late>绝{_S}密|机{_S}密|秘{_S}密){_S}★?"
)
_BARE_TERM = near.lazy(
    rf"(?m)^[ \t]*{_LEVEL}{_S}[·(（【\[]?[ \t]*(?:保密期限?[：:]?[ \t]*)?(?P<term>{_TERM})[)）】\]]?[ \t]*$"
)
_BRACKETED = near.lazy(
    rf"(?<=[【\[（(〔]){_LEVEL}级?{_S}[·、，,：: ]{_S}(?:保密期限?[：:]?[ \t]*)?"
    rf"(?P<term>{_TERM})(?=[ \t]?[】\])）〕])"
)
"""【机密·长期】: a mark in brackets amid a sentence."""
_FIELD = near.lazy(
    rf"密{_S}级[ \t]{{0,4}}[:：][ \t]{{0,4}}{_LEVEL}(?:级)?(?![级、/或及和与，,]?(?:机密|秘密|绝密))"
)
_LINE = near.lazy(r"(?m)^[ \t]{0,20}(?P<level>[绝机秘][ \t]{0,8}密)[ \t]{0,20}$")
_COPY = near.lazy(r"(?m)^[ \t]*(?:份号[:：]?[ \t]*|No\.?[ \t]*)?(\d{6})[ \t]*$")
_CLOSING = near.lazy(r"[ \t]*[”’」』\"'》]")
_OPENING = near.lazy(r"[“‘「『\"'《][ \t]*$")
_ABOUT = near.lazy(
    r"标志|标识|标注|样式|格式|字样|示例|例如|如下|所称|应当标明|应标|标明|形式为|写作|印章"
    r"|规定|密级和保密期限|版头|左上角|识别|符号"
)
_BORNE = near.lazy(r"(?:来文|来件|该件|该文件|原件|此件)(?:上|首页)?(?:标注|标有|标明|注明)(?:有|为)?[ \t]*$")
"""来文标注秘密★10年: a paper that bears the mark, no rule about marks."""
_GAP = r"[ \t\n]{0,2}"
_WORK = near.lazy(
    f"(?:{words.alternation([words.loose(word, _GAP) for word in words.INTERNAL])})"
    r"(?:参考|参阅|使用|掌握)?|此件不(?:予)?公开"
)
_KEPT_IN = near.lazy(
    r"(?:本|此|该|以上|上述|所附)(?:件|表|名单|材料|资料|文件|方案|通报|简报|信息|清单|附件|计划|通知|纪要|数据|内容|线索|台账|群)[^。；\n]{0,24}?"
    r"(?P<ban>(?:严禁|不得|请勿|禁止|切勿|不准|不要|不可)(?:擅自)?对外(?:泄露|泄漏|公布|公开|发布|提供|透露|扩散|传播)(?!举报|投诉|反映|来电|当事|个人|客户|消费|商业))"
    r"|(?P<back>会[后毕][^，。；\n]{0,4}(?:交还|交回|收回|收走|退还|退回)[^，。；\n]{0,8})"
    r"|(?P<sent>[只仅]发[至给到]?(?:[^，。；\n]{0,6}(?:参会|与会|党组|班子|内部|各科室)[^，。；\n]{0,4}(?:人员|成员|领导)))"
    r"|(?P<read>仅供[^，。；\n]{0,8}(?:党组|领导|班子|成员|与会|参会|办案|执法|专班|工作组|科室|机关|本局|我局)[^，。；\n]{0,8}(?:参阅|参考|阅看|传阅|阅知|掌握|使用|研究))"
    r"|(?P<only>仅限[^，。；\n]{1,16}?(?:阅看|阅读|传阅|参阅|阅知|知悉|内部使用|内部掌握))"
)
"""本名单不得对外公布, 仅限专班人员阅看: of this very paper; a secret of trade is for ``trade``."""
_WORK_TALK = near.lazy(
    r"(?:泄露|泄漏|保守|知悉|涉及|涉|窃取|刺探|管理|国家秘密[、和或与及以]{1,2}"
    r"|商业秘密[、和或与及以]{1,2}|《[^》]{0,20}|不属于|是否属于|是否涉及|有关|其他|制作|编印"
    r"|订购|违反|将|把|作为|应当|确定|认定|定为|划定|知晓|接触|所称)$"
)
_WORK_AFTER = near.lazy(
    r"管理|事项|清单|目录|制度|由|和|或者|以及|管理办法|管理规定|管理制度|、商业秘密|、国家秘密|、个人隐私|保密管理|的(?:范围|确定"
    r"|认定)|人员|控制|审计"
)
_THINGS_KEPT = near.lazy(r"(?![本此该材文资])[一-龥]")
"""注意保存购物小票: advice about things, where a paper says 注意保存 alone."""
_ATTRIBUTE = near.lazy(
    r"[（(【\[]\s*(?:此件|本件|该件|本文|该文)?\s*(?:不[予宜]公开|(?P<asked>依申请公开))\s*[）)】\]]"
    r"|(?:公开(?:方式|属性|类别|形式|类型|范围|选项)|信息属性|主动公开属性)\s*[:：]\s*(?:☑|√"
    r"|■)?\s*(?:不[予宜]公开|(?P<asked2>依申请公开))"
    r"|公开(?:方式|属性|类别|形式|类型|选项)(?:为|是|定为|确定为)[“\"]?(?:不[予宜]公开|(?P<asked5>依申请公开))(?![的”\"]?[的，,]?(?:应当|须|需|要|可以)|的|或|、|”的)"
    r"|(?m:^[ \t]*(?:此件|本件)?(?:不[予宜]公开|(?P<asked3>依申请公开))[ \t]*$)"
    r"|此件(?:依规|依法)?(?:不[予宜]?公开|(?P<asked4>依申请公开))"
)


def find_marks(part: str, known: Known) -> Iterator[Hit]:
    """Marks of state secrets, and copy numbers beside them."""
    marks: list[Hit] = []
    taken = Spans()
    for pattern, rule in (
        (_MARK, "secrecy.mark"),
        (_BARE_TERM, "secrecy.mark"),
        (_BRACKETED, "secrecy.mark"),
        (_FIELD, "secrecy.field"),
    ):
        for found in pattern.finditer(part):
            if taken.within(*found.span()):
                continue
            marks.append(_mark(part, found, rule, known))
            taken.add(*found.span())
    for found in _LINE.finditer(part):
        if not taken.within(*found.span()):
            marks.append(_line(part, found))
    yield from marks
    for mark in marks:
        if mark.rule in ("secrecy.mark", "secrecy.mark.long", "secrecy.line"):
            for found in _COPY.finditer(part, max(0, mark.start - 40), mark.end + 40):
                yield Hit("secrecy.copy", found.start(1), found.end(1), value=found[1])


def _mark(part: str, found: re.Match[str], rule: str, known: Known) -> Hit:
    """One mark: quoted in a rule, too long, or a mark."""
    groups = found.groupdict()
    level = re.sub(r"\s", "", groups.get("level") or groups.get("late") or "")
    bare = groups.get("level") and not groups.get("open") and rule != "secrecy.field"
    start = found.start("level") if bare else found.start()
    end = found.end()
    while part[end - 1] in " \t\n":
        end -= 1
    if _is_quoted(part, start, end):
        return Hit("secrecy.quoted", start, end, value=level)
    if rule == "secrecy.mark" and _is_too_long(level, groups.get("term") or "", known):
        rule = "secrecy.mark.long"
    return Hit(rule, start, end, value=level)


def _is_quoted(part: str, start: int, end: int) -> bool:
    """Whether a rule about marking, or quotation marks, stand around."""
    if _CLOSING.match(part, end) or _OPENING.search(part, max(0, start - 4), start):
        return True
    before = context.sentence_before(part, start, 40)
    return _ABOUT.search(before) is not None and not _BORNE.search(before)


def _is_too_long(level: str, term: str, known: Known) -> bool:
    found = _SPAN.fullmatch(re.sub(r"\s", "", term))
    if known.decision_date is None or found is None:
        return False
    months = 12 * int(found["years"] or 0) + int(found["months"] or 0)
    try:
        return months > 12 * longest_term(level, known.decision_date)
    except Refused:
        return False


def _line(part: str, found: re.Match[str]) -> Hit:
    """A level that stands alone on its line; inside a list of levels it is a heading of a rule."""
    level = re.sub(r"\s", "", found["level"])
    before = part[: found.start()].rstrip().rsplit("\n", 1)[-1].strip()
    after = part[found.end() :].lstrip().split("\n", 1)[0].strip()
    neighbours = {re.sub(r"\s", "", before), re.sub(r"\s", "", after)}
    listed = (
        neighbours & {"绝密", "机密", "秘密"}
        or before in ("密级", "级别")
        or before.endswith(("：", ":", "种"))
    )
    return Hit("secrecy.quoted" if listed else "secrecy.line", *found.span("level"), value=level)


def find_work(part: str, known: Known) -> Iterator[Hit]:
    """Words of internal documents, and attributes that forbid publication; neighbours are one."""
    yield from _attributes(part)
    further = (Hit("work.secret", *span) for span in internal.spans(part))
    yield from merged((*_work_words(part), *further), "work.secret", part, "，、,（()）")


def _attributes(part: str) -> Iterator[Hit]:
    """What the paper says of its own publication."""
    for found in _ATTRIBUTE.finditer(part):
        asked = any(value for key, value in found.groupdict().items() if key.startswith("asked"))
        end = len(part[: found.end()].rstrip())
        start = found.end() - len(found[0].lstrip())
        if not _in_a_list(part, found):
            yield Hit("work.request_only" if asked else "work.attribute", start, end)


def _work_words(part: str) -> Iterator[Hit]:
    """Words of internal papers, and for whom a paper is."""
    for found in _WORK.finditer(part):
        if found[0].startswith("此件") or _WORK_TALK.search(part[max(0, found.start() - 24) : found.start()]):
            continue
        if _WORK_AFTER.match(part, found.end()) or (
            found[0].startswith("注意") and _THINGS_KEPT.match(part, found.end())
        ):
            continue
        yield Hit("work.secret", found.start(), found.end())
    for found in near.given(_KEPT_IN, part, ("对外", "仅限", "仅供", "会后", "会毕", "仅发", "只发")):
        if "密" in found[0]:
            continue
        yield Hit("work.secret", *found.span(found.lastgroup or 0))


def _in_a_list(part: str, found: re.Match[str]) -> bool:
    """Whether the attribute is one of several that are offered: 主动公开、依申请公开、不予公开."""
    around = part[max(0, found.start() - 12) : found.end() + 12]
    return "主动公开、" in around or "、不予公开" in around or ("主动公开" in around and "□" in around)
