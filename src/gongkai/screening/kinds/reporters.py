"""Hints at who reported: work place, kinship, home, a turn of phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.finding import Whom
from gongkai.screening.hits import Hit
from gongkai.screening.known import Known

_WHO = "举报人|投诉举报人|投诉人|申诉人|反映人|来电人|信访人|诉求人|检举人|知情人"
_HINTS = (
    "员工|职工|雇员|店员|会计|出纳|工人|司机|厨师|同事|邻居|业主|住户|房东|租户|前妻|前夫"
    "|妻子|丈夫|父亲|母亲|亲属|亲戚|朋友|股东|合伙人|供货商|供应商|"
    "经销商|竞争|同行|教师|老师|医生|护士|学生|家长|村民|退休|离职|在职|下岗|律师|记者|公务员"
    "|民警|军人|车间|岗位|工作单位|任职|就职|上班|居住|隔壁|楼上|楼下|对门|小区"
)
_STATED = re.compile(
    rf"(?:{_WHO})(?:系|是|为|曾|自称|称其|称自己|在|住|居住|的|（|\("
    rf"|，)[^。；\n]{{0,24}}?(?:{_HINTS})[^，。；\n）)]{{0,8}}"
)
_SOURCE = re.compile(
    r"(?:据|经|接|由|收到|接到|根据)?(?:[一-龥]{0,8}?)(?:内部|离职|在职|前|原|该店|该厂|该公司"
    r"|公司|单位|店内|厂里)(?:员工|职工|人员|雇员|店员|会计)[^\n，。；]{0,8}(?:举报|反映|投诉)"
    r"|(?:据|经|接|由|收到|接到|根据)?(?:[一-龥]{0,6}?)(?:邻居|同事|前妻|前夫|亲属|家属|房东"
    r"|供货商|竞争对手|竞争者|同行|隔壁|楼上|楼下)[^\n，。；]{0,6}(?:举报|反映|投诉|来电|来信)"
)
_RULE = re.compile(r"应当|可以|不得|有权|奖励办法|规定|的，|奖励条件|泄露|保护|依法|必须|不应|不予")
_AGE = re.compile(rf"(?:{_WHO})[^。；\n]{{0,6}}(?:\d{{1,2}}\s?岁|[男女]，)")


def find(part: str, known: Known) -> Iterator[Hit]:
    """Phrases that narrow down who reported."""
    for pattern in (_STATED, _SOURCE, _AGE):
        for found in pattern.finditer(part):
            after = re.split(r"[。；\n]", part[found.end() : found.end() + 30], maxsplit=1)[0]
            if _RULE.search(found[0]) or (_RULE.search(after) and pattern is not _SOURCE):
                continue
            yield Hit("reporter.hint", found.start(), found.end(), Whom.REPORTER)
