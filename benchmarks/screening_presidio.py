"""Presidio's analyzer with recognisers comparable to ours, for ``screening_text.py``; no model is loaded.

``pip install presidio-analyzer`` into an environment of its own, then run the benchmark with that
environment's ``site-packages`` on PYTHONPATH. There is one recogniser for each family of ours: its patterns
are those of the law's reference that the engine was written from, its word lists and check digits are ours.
Word lists are patterns, no deny lists: those ask for a boundary on both sides and find nothing inside Chinese
text. What ours does besides (whose a number is, one name through a whole document, blanks and breaks seen
through, wrong check digits) has no counterpart there.
"""

from __future__ import annotations

import logging
import re

from gongkai.screening import checks, lists, words
from gongkai.screening.kinds import children, conditions, rolls

try:
    from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
except ImportError:
    AnalyzerEngine = None
    NlpEngine = object
    PatternRecognizer = object

HOW = "pip install presidio-analyzer in another environment, its site-packages on PYTHONPATH"
LANGUAGE = "zh"
PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
PATTERNS = {
    "ID18": r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)",
    "ID15": r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
    "USCC": r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}",
    "MOBILE": r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)",
    "TEL": r"(?<!\d)0\d{2,3}[-－–—﹣ ]?\d{7,8}(?:[-转]\d{1,6})?(?!\d)",
    "BANK": r"(?<!\d)(?:62|4|5[1-5]|9)(?: ?\d){12,18}(?!\d)",
    "PLATE": PLATE + r"[A-HJ-NP-Z][·•.\s]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]",
    "PASSPORT": r"(?<![A-Za-z0-9])(?:[EGPSD]\d{8}|E[A-HJ-NP-Z]\d{7})(?!\d)",
    "PERMIT": r"[HM]\d{8,10}|[CW]\d{8}",
    "EMAIL": r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}",
    "IM": r"(?:微信|QQ|qq|扣扣)[^\na-zA-Z0-9，。；]{0,8}[A-Za-z0-9_-]{5,24}",
    "MARK": r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆*]\s*(?:\d{1,2}\s*年|\d{1,2}\s*个?月|长期|启用前)?",
    "LINE": r"(?m)^\s*(?:绝密|机密|秘密)\s*$",
    "BORN": r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:出生|生)",
    "ADDRESS": r"(?:路|街|巷|弄|道|村|区|园|苑|楼)\s?\d{1,5}\s?号(?:\d{1,4}(?:号楼|栋|幢|单元|室|户)){0,4}",
    "MINOR": r"(?:[1-9]|1[0-7])周?岁|未成年人|小学生|中学生|幼儿园",
    "HOTLINE": r"(?<!\d)123\d\d(?!\d)",
    "LINK": r"(?:https?://|www\.)[A-Za-z0-9./_-]+",
    "SEX": r"[，,、；;：: （(](?:男|女)(?=[，,、；;。）) \n])|性别[：: ]?[男女]",
    "PEOPLE": r"[，,、；;：: （(][一-龥]{1,3}族(?=[，,、；;。）) \n])|民族[：: ]{0,3}[一-龥]{1,3}族",
    "SCHOOLING": r"(?:文化程度|学历)[：: 为是]{0,2}(?:小学|初中|高中|中专|大专|本科|大学|硕士|博士|文盲)",
    "TRADE": r"(?:涉及|属于|系|为|含有|包含)[^，。；]{0,6}(?:商业秘密|商业机密)|[（(【]商业秘密[）)】]",
    "NUMERALS": r"[零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖]{11,19}",
    "DONE": r"(?:由|经|向|从|与|对|据)[一-龥]{2,4}(?:看管|签收|代收|经手|驾驶|操作|陪同|的?询问笔录|的?证言)",
}
CHECKED = {"ID18": checks.is_id18, "USCC": checks.is_uscc, "BANK": checks.is_luhn}


class Checked(PatternRecognizer):
    """A pattern with its check digit."""

    def validate_result(self, pattern_text):
        """Whether the check digit of ``ID18``, ``USCC``, ``BANK`` is right."""
        return CHECKED[self.supported_entities[0]](pattern_text.replace(" ", "").upper())


class Bare(NlpEngine):
    """No model: recognisers by pattern and list need none."""

    def load(self):
        """Nothing is loaded."""

    def is_loaded(self):
        """Always."""
        return True

    def process_text(self, text, language):
        """No entities, no tokens."""
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts, language, batch_size=1, n_process=1, **kwargs):
        """The same for each text."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word, language):
        """None."""
        return False

    def is_punct(self, word, language):
        """None."""
        return False

    def get_supported_entities(self):
        """None."""
        return []

    def get_supported_languages(self):
        """Chinese."""
        return [LANGUAGE]


def recognizers():
    """One for each family of ours."""
    for name, pattern in PATTERNS.items():
        kind = Checked if name in CHECKED else PatternRecognizer
        yield kind(name, patterns=[Pattern(name, pattern, 0.6)], supported_language=LANGUAGE)
    labels = "|".join(words.WHOM_BY_LABEL)
    names = rf"(?:{labels})[：:]?[{words.surnames()}][一-龥]{{1,2}}"
    roles = rf"(?:{words.WHO_REPORTS})(?:系|是|为)[^。；，\n]{{0,20}}?(?:{'|'.join(words.REPORTER_ROLES)})"
    listed = {
        "WORK": words.INTERNAL,
        "HEALTH": [word for part in words.health().values() for word in part],
        "TERMS": [re.escape(term.text) for part in lists.shipped() for term in part.terms],
    }
    own = rf"(?:我|本人)(?:是|就是|系|曾是|在)[^，。；\n]{{0,16}}?(?:{'|'.join(words.REPORTER_ROLES)})"
    child = rf"[一两二三四五六七八九十0-9]{{1,3}}[名个位](?:[^，。；\n]{{0,12}}的)?(?:{children.CHILD})"
    alone = rf"(?<=[，。；、：\n（]){rolls.THREE}(?=[，。；、：\n（）])"
    patterns = {"PERSON": names, "REPORTER": roles, "WRITER": own, "CHILD": child, "ALONE": alone}
    patterns["SUFFERED"] = conditions.TRIGGER
    patterns |= {name: words.alternation(list(entries)) for name, entries in listed.items()}
    for name, pattern in patterns.items():
        yield PatternRecognizer(name, patterns=[Pattern(name, pattern, 0.6)], supported_language=LANGUAGE)


def analyzer():
    """What analyses a text and gives its results; None where presidio is not installed."""
    if AnalyzerEngine is None:
        return None
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    registry = RecognizerRegistry(recognizers=list(recognizers()), supported_languages=[LANGUAGE])
    engine = AnalyzerEngine(registry=registry, nlp_engine=Bare(), supported_languages=[LANGUAGE])
    engine.analyze("张三", language=LANGUAGE)
    return lambda text: engine.analyze(text, language=LANGUAGE)
