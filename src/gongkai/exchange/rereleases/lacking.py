"""What the content of an item says today and its release does not: fields that came after it was cleared.

A mass re-release sends what was cleared, as it is. What lacks goes out only by a new submission, so it is
named.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongkai.desk.disclosure import content
from gongkai.desk.disclosure.models import Release
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

NAMES: dict[str, str | Promise] = {
    "unit": gettext_lazy("责任单位"),
    "scope": gettext_lazy("法定公开范围"),
    "validity": gettext_lazy("效力状态"),
    "year": gettext_lazy("年度"),
    "period": gettext_lazy("所属时段"),
    "figures": gettext_lazy("指标"),
    "warning_until": gettext_lazy("警示有效期"),
    "source": gettext_lazy("转载来源"),
    "requested": gettext_lazy("由依申请公开转来"),
    "dataset": gettext_lazy("数据集"),
    "standing": gettext_lazy("行政执法公示"),
    "consultation": gettext_lazy("意见征集"),
    "consulted": gettext_lazy("意见征集的反馈、定稿"),
    "fields": gettext_lazy("栏目字段"),
    "catalogue": gettext_lazy("目录元数据"),
    "related": gettext_lazy("相关信息"),
}
"""Fields of the content's ``meta`` that may lack, with their names; days of publicity follow other ways."""


def of(release: Release) -> tuple[str, ...]:
    """The keys of what lacks in a release, of :data:`NAMES`; nothing for most."""
    now = content.meta(release.item)
    then = parse_object(bytes(release.submission.content), objects.CONTENT)["meta"]
    return tuple(key for key in NAMES if now.get(key) and not _has(then.get(key), now[key]))


def words(keys: Iterable[str]) -> str:
    """What lacks, in words."""
    return "、".join(str(NAMES[key]) for key in keys if key in NAMES)


def _has(then: object, now: object) -> bool:
    """Whether a field is there; in a list of labelled values each label."""
    if not (isinstance(then, list) and isinstance(now, list)):
        return bool(then)
    return _labels(now) <= _labels(then) if _labels(now) else bool(then)


def _labels(given: list[object]) -> set[str]:
    return {str(one["label"]) for one in given if isinstance(one, dict) and "label" in one}
