"""Hints at who reported: work place, trade, kinship, home, voice, a turn of phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.screening import context, names, near, words
from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit, Spans
from gongkai.screening.kinds import clauses, insiders, letters
from gongkai.screening.known import Known

_WHO = words.tree(words.WHO_REPORTS.split("|"))
_WHO_SAID = near.lazy(_WHO)
_ROLE = words.inside(words.REPORTER_ROLES)
_SOURCES = words.inside(words.SOURCE_ROLES)
_TOLD = near.lazy("举报|反映|投诉|来电|来信|来访|检举|揭发|爆料|告发|实名|匿名|提供")
"""Without one of these words nobody is said to have reported."""
_VOICE = (
    r"口音|方言|声音|嗓音|普通话|女声|男声|女性|男性|中年|青年|老年|年轻"
    r"|\d{2}\s?(?:多|来)?岁|\d0后|外地人|本地人|残疾|口吃|左撇子"
)
_LINK = (
    r"(?:系|是|为|均为|曾是|曾为|曾系|自称系?是?|称其系?为?是?|称自己是?"
    r"|自述系?是?|身份[系为是：:]|疑似|应[系为是]|可能是)"
)
_ORIGINS = ("线索", "案源", "来源", "举报信", "举报材料", "举报件", "信件", "落款", "署名", "录音", "爆料")
_STATED = near.lazy(
    rf"{_WHO}(?:本人)?(?:[：:]?\s?[一-龥·]{{2,4}})??[，,]?\s?"
    rf"(?:{_LINK}|[（(]|曾(?:在|任|于)|原?(?:就职|任职|供职|工作|受雇|打工|务工|上班|居住|租住)[于在]|(?:原|现|曾)?在|操(?:着)?|说|讲|带有?|居住在?|住在?|的(?=[一-龥])|与[^，。；\n]{{1,10}}?(?:系|是|为|属)|[，,])"
    rf"\s?(?P<hint>[^。；，,\n）)]{{0,24}}?(?:{_ROLE}|{_VOICE})[^，。；\n）)]{{0,4}}?(?=[，,。；\n）)”\"、]|$|于|在|反映|举报|投诉|称|以|的|通过|向)"
    rf"(?:[，,]\s?(?:{_VOICE}|[一-龥]{{1,4}}(?:口音|方言))[一-龥]{{0,2}})*)"
)
_WORKS = near.lazy(
    rf"{_WHO}(?:本人)?(?:曾|原|现|系|是)?(?:就职|任职|供职|工作|受雇|打工|务工|上班)[于在]\s?(?P<hint>[^。；，,\n）)]{{2,24}})"
)
_LIVES = near.lazy(
    rf"{_WHO}(?:本人)?(?:就|也|系|是)?(?:居住在|居住于|住在|住于|租住在|家住|住|居住)\s?"
    r"(?P<hint>[^。；，,\n）)]{0,20}?(?:楼上|楼下|隔壁|对门|对面|附近|旁边|\d{1,4}室|小区|同楼|同村|[一-龥]单元)[^，。；\n）)]{0,6})"
)
_SOURCE = near.lazy(
    rf"(?P<hint>[一-龥\d]{{0,10}}?(?:{_SOURCES})(?:(?:[一-龥]{{0,5}}?(?:{_SOURCES}))(?!部门|单位|机关)){{0,2}})"
    r"(?!部门|单位|机关|投诉举报)"
    r"(?:[一-龥]{0,2}?[，,])?(?:(?!接到|收到|受理|处理|调查|核查|对|被|要求|的|关于|无人|进行|未)[^\n，。；]){0,6}?"
    r"(?:举报(?!人|电话|投诉)|反映|投诉(?!人|电话|举报)|来电|来信|来访|检举|揭发|爆料|告发|实名|匿名"
    r"|提供(?:了)?[^，。；\n]{0,4}(?:线索|录音|录像|视频|账本|截图|数据|材料|资料|照片|证据|举报))"
)
_ONCE = near.lazy(
    r"(?P<hint>(?:一[名位]曾|曾)[^，。；\n]{1,12}(?:打工|工作|务工|上班|任职|就读|实习|就职|学习)过?的[^，。；\n]{0,6}?)"
    r"(?:举报(?!人)|反映|投诉(?!人)|来电|来信|来访|检举|揭发|爆料|实名|匿名)"
)
_ORIGIN = near.lazy(
    rf"(?:举报线索|线索|案源|案件来源|本案来源|线索来源|举报信|举报材料|举报件|信件|落款|署名|录音|爆料)(?:的?(?:落款|署名|来源))?"
    rf"(?:系?由|来自|来源于|源自|系|为|是|[：:])[“\"]?(?P<hint>[^，。；\n”\"]{{0,12}}?(?:{_ROLE})(?:[一-龥]{{0,5}}?(?:{_ROLE})){{0,2}})"
)
_ANAPHORA = near.lazy(
    rf"其(?:本人)?(?:{_LINK}|曾(?:在|任|于)|就职于|任职于)(?P<hint>[^。；，,\n）)]{{0,16}}?(?:{_ROLE}))"
)
_LEADING = near.lazy(rf"{_WHO}(?:本人)?")
_LINKING_WORDS = "自述|自称|就|即|系|是|为|由|来自|来源于|源自|曾|原|现|均|也|疑似"
_LINKING = near.lazy(f"(?:{_LINKING_WORDS}){{1,3}}")
_COMMA = near.lazy(f"[，,](?:{_LINKING_WORDS})")
_REST = near.lazy(r"[^，。；：:、！？\n（()）“”\"\t,;]{1,10}(?=[，。；：:、！？\n（()）”\"\t,;]|$)")
_TELLING = near.lazy(
    r"举报|反映|投诉|检举|揭发|爆料|控告|告发|来电|来信|来访|提供|要求|称|表示|发现|购买|认为|收到|接到|到我|向|于[0-9]"
)
_WAS = near.lazy(
    r"(?<!被)(?:[写打寄递交][了过]?(?:这封|那封|封)?(?:举报|检举|投诉|匿名)(?:信|电话|材料)|举报|投诉|检举|告状|告发|爆料|写信|打电话(?:过?来)?|来电|提供线索)(?:你们?|我们?|咱们?|他们?|她|本店|该店|店里|公司|厂里)?的(?:那个|这个)?(?:人|家伙)?(?:其实|肯定|八成|应该|大概|多半|准)?(?:就是|就系|便是|是|系|曾(?=[在是任为]))"
    r"(?P<hint>[^，。；：\n“”\"（(]{3,24})"
)
"""投诉的人就是12楼那户: how the party guesses who it was."""
_WAS_NOT = near.lazy(
    r"(?:否|真|假|因|为了?|要|对|由|什么|谁|哪|不|指|我局|本局|消费者|实名|匿名|自然人|公民|群众|市民|一|同一|相关|有关|产品|商品|问题|内容|(?:该店|该公司)(?![^，。；]{0,14}[员工师长计纳客户东])|当事人(?=$|的(?:产品|商品|违法|行为)))"
)
_HUNTER = near.lazy(
    r"(?P<hint>职业(?:打假人|索赔人|举报人|打假者|投诉人|打假|索赔)|打假人士?)(?=(?P<name>[一-龥]{2,4}))"
)
_MORE = near.Choice(
    (_ONCE, ("曾",)),
    (_ORIGIN, _ORIGINS),
    (_ANAPHORA, tuple(f"其{char}" for char in "本系是为均曾自称身疑应可就任")),
    (
        _WAS,
        (
            "的人",
            "的就",
            "的是",
            "的曾",
            "的八",
            "的肯",
            "的应",
            "的那",
            "的家",
            "的准",
            "的多",
            "的大",
            "的系",
        ),
    ),
    (_HUNTER, ("职业打假", "职业索赔", "职业举报", "职业投诉", "打假人")),
)
"""Each pattern with words one of which its matches hold."""
_RULE = near.lazy(
    r"应当|可以|不得|有权|奖励办法|规定|奖励条件|泄露|保护(?!站|区)|依法|必须|不应|不予|欢迎|鼓励|支持|动员|号召|广大|畅通|接受|受理"
    r"|为消费者|提醒|如有|建议|请向|请到|可向"
)
_RULED = near.lazy(r"应当|可以|不得|有权|奖励办法|规定|的，|奖励条件|泄露|保护|依法|必须|不应|不予")
_OFFICIAL = near.lazy(r"我局|本局|执法|市场监管|监管所|办案|我所|本机关|稽查|检查人员")
_AGE = near.lazy(rf"(?P<hint>{_WHO}[^。；\n]{{0,6}}(?:\d{{1,2}}\s?岁|[男女]，))")


@cache
def _who() -> near.Heads:
    return near.Heads(words.WHO_REPORTS.split("|"))


@cache
def _roles() -> near.Heads:
    return near.Heads(words.SOURCE_ROLES)


def find(part: str, known: Known) -> Iterator[Hit]:
    """Phrases that narrow down who reported, each as a whole; neighbouring ones are one."""
    who = [at for at in _who().starts(part) if part[at - 1 : at] != "被" or not at]
    last: Hit | None = None
    for hit in sorted(_phrases(part, known, who), key=lambda hit: hit.start):
        start, end = _whole(part, hit)
        goes_on = last and start == last.end + 1 and part[last.end] in "，,"
        if last and (start <= last.end or goes_on or _COMMA.fullmatch(part, last.end, start)):
            last = last._replace(end=max(end, last.end))
            continue
        if last:
            yield last
        last = hit._replace(start=start, end=end)
    if last:
        yield last


def _whole(part: str, hit: Hit) -> tuple[int, int]:
    """The phrase with what leads to it behind 举报人, and with the rest of its clause."""
    lead = None
    for found in _LEADING.finditer(part, max(0, hit.start - 14), hit.start):
        lead = found
    between = part[lead.end() : hit.start] if lead else ""
    start = lead.end() if lead and between and _LINKING.fullmatch(between) else hit.start
    rest = _REST.match(part, hit.end)
    return start, rest.end() if rest and not _TELLING.search(rest[0]) else hit.end


def _phrases(part: str, known: Known, who: list[int]) -> Iterator[Hit]:
    """The words that narrow down who reported; ``who``: where words for reporters begin."""
    taken = Spans()
    yield from _said(part, taken, who)
    further = (*letters.spans(part), *insiders.spans(part))
    yield from (Hit("reporter.hint", *span, Whom.REPORTER) for span in further)
    told = _TOLD.search(part)
    sources = near.matches_behind(_SOURCE, part, _roles().starts(part), 10) if told else ()
    more = tuple(_MORE.among(part))
    for group in (sources, *(pattern.finditer(part) for pattern in more if pattern in (_ONCE, _ORIGIN))):
        for found in group:
            before = context.sentence_before(part, found.start("hint"), 40)
            if not _RULE.search(before + found[0]):
                yield from _hit(part, found, taken)
    for found in _ANAPHORA.finditer(part) if _ANAPHORA in more else ():
        if _WHO_SAID.search(context.sentence_before(part, found.start(), 60)) and not _RULED.search(found[0]):
            yield from _hit(part, found, taken)
    for found in _WAS.finditer(part) if _WAS in more else ():
        if not _WAS_NOT.match(found["hint"]) and not _RULED.search(found[0]):
            yield from _hit(part, found, taken)
    for found in _HUNTER.finditer(part) if _HUNTER in more else ():
        if any(person.name.startswith(found["name"][:2]) for person in known.parties) or _is_name(
            part, found
        ):
            yield from _hit(part, found, taken)


def _said(part: str, taken: Spans, who: list[int]) -> Iterator[Hit]:
    """What whole clauses tell, then what a few words behind 举报人 do; ``who``: where such words begin."""
    for start, end in clauses.spans(part, who):
        if not taken.within(start, end):
            taken.add(start, end)
            yield Hit("reporter.hint", start, end, Whom.REPORTER)
    for pattern in (_STATED, _WORKS, _LIVES, _AGE) if who else ():
        for found in near.matches_at(pattern, part, who):
            ends = r"[。；\n，,]" if part[found.end() : found.end() + 1] in ("）", ")") else r"[。；\n]"
            after = re.split(ends, part[found.end() : found.end() + 30], maxsplit=1)[0]
            if not _RULED.search(found[0]) and not _RULED.search(after):
                yield from _hit(part, found, taken)


def _is_name(part: str, found: re.Match[str]) -> bool:
    """Whether a name, masked or not, follows."""
    return (
        names.is_masked(found["name"][:2]) or names.name_end(part, found.end("hint"), sure=False) is not None
    )


def _hit(part: str, found: re.Match[str], taken: Spans) -> Iterator[Hit]:
    """The hint without the word that leads to it: 据该店… begins at 该店."""
    start, end = found.span("hint")
    lead = re.match(r"(?:[一-龥]*?(?:接到|收到|根据|来源于|据|经|接|由))+", part[start:end])
    start += lead.end() if lead and lead.end() < end - start - 1 else 0
    if (
        end - start < 2
        or taken.within(start, end)
        or _OFFICIAL.search(part[start:end])
        or part[start] in "向对"
    ):
        return
    taken.add(start, end)
    yield Hit("reporter.hint", start, end, Whom.REPORTER)
