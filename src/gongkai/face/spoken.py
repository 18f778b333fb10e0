"""Days in words of the language that a page is read in; in Chinese as ``face.texts`` writes them."""

from __future__ import annotations

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.face.texts import NOTHING, Day, as_day

WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


def zh_date(value: Day | None) -> str:
    """A date as in running text: 2018年3月1日, or 1 March 2018."""
    day = as_day(value)
    return dateformat.format(day, _("Y年n月j日")) if day else NOTHING


def weekday(value: Day | None) -> str:
    """The weekday in short: 周五, or Fri."""
    day = as_day(value)
    return str(WEEKDAYS[day.weekday()]) if day else NOTHING


def md_weekday(value: Day | None) -> str:
    """A date of the running year in a list: 03-30 周五, or 03-30 Fri."""
    day = as_day(value)
    return f"{day:%m-%d} {weekday(day)}" if day else NOTHING
