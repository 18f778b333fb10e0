"""``{% load face %}``: dates, numbers, charts, chips, form fields, the pager; see the component page."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.face import charts, spoken, texts

register = template.Library()

for days in (spoken.zh_date, spoken.weekday, spoken.md_weekday, texts.iso_minute):
    register.filter(days)
for numbers in (texts.thousands, texts.signed, texts.percent1, texts.signed_percent1, texts.yuan, texts.wan):
    register.filter(numbers)
register.filter(texts.file_size)
for drawing in (charts.spark, charts.bars, charts.column_chart, charts.rate_bar, charts.cells, charts.zeros):
    register.simple_tag(drawing)
register.simple_tag(charts.pair_bar)
register.simple_tag(charts.chart)

TAGS = frozenset({"done", "due", "late", "now", "calm", "kind"})
CHIP_SIGNS = {"late": "▲", "today": "◆", "soon": "◇", "ok": "○", "pause": "‖", "none": "○"}
SOON_DAYS = 3
BARE = 5
"""Characters of an error that is too short to name its field."""
TICK = SafeString('<span class="d-tick" aria-hidden="true"></span>')


@register.simple_tag
def tag(kind: str, words: str) -> SafeString:
    """A state or a class: a word with a sign. Kinds: done, due, late, now, calm; kind is a class, no sign."""
    if kind not in TAGS:
        raise ValueError(f"a tag is one of {', '.join(sorted(TAGS))}, not {kind!r}")
    return format_html('<span class="tag{}">{}</span>', "" if kind == "calm" else f" {kind}", words)


def _chip(kind: str, words: str) -> SafeString:
    sign: SafeString | str = (
        TICK if kind == "done" else format_html('<i aria-hidden="true">{}</i>', CHIP_SIGNS[kind])
    )
    return format_html('<span class="d-due d-due--{}">{}{}</span>', kind, sign, words)


@register.simple_tag
def due_chip(
    due: texts.Day | None,
    today: texts.Day,
    state: str = "open",
    left: int | None = None,
    provisional: bool = False,
) -> SafeString:
    """How near a due date is: late ▲, today ◆, soon ◇ (3 working days), later ○, paused ‖, done.

    ``state`` is open, paused or done. ``left`` counts working days (negative: over) where the caller knows
    the calendar; without it plain days decide. ``provisional``: that year's calendar is not announced yet.
    """
    if state == "done":
        return _chip("done", _("已办结"))
    if state == "paused":
        return _chip("pause", _("期限中止"))
    if state != "open":
        raise ValueError(f"a due date is open, paused or done, not {state!r}")
    day, now = texts.as_day(due), texts.as_day(today)
    if day is None or now is None:
        return _chip("none", _("没有期限"))
    words = f"{day:%Y-}{spoken.md_weekday(day)}" if day.year != now.year else spoken.md_weekday(day)
    if provisional:
        words = _("%(date)s（暂定）") % {"date": words}
    if day < now:
        over = (
            _("逾期 %(n)d 个工作日") % {"n": -left} if left else _("逾期 %(n)d 天") % {"n": (now - day).days}
        )
        return _chip("late", over)
    if day == now:
        return _chip("today", _("今天到期"))
    near = left if left is not None else (day - now).days
    return _chip("soon" if near <= SOON_DAYS else "ok", words)


@register.inclusion_tag("face/_pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Previous and next of a keyset list; ``page`` has previous, next (addresses), shown, total, capped."""
    return {"page": page}


@register.inclusion_tag("face/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All errors of a bound form on top of it, each leading to its field; nothing when there are none.

    An error that does not say what it is about (请填写, or the same words at several fields) has its label.
    """
    found: list[tuple[str, str]] = [("", str(message)) for message in form.non_field_errors()]
    every = Counter(str(message) for bound in form for message in bound.errors)
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        for message in map(str, bound.errors):
            is_bare = every[message] > 1 or len(message) <= BARE
            found.append((target, str(bound.label) + _("：") + message if is_bare else message))
    return {"errors": found}


@register.inclusion_tag("face/_field.html")
def field(bound: BoundField, unit: str = "", width: str = "", count: str = "") -> dict[str, Any]:
    """One question of a form: label above, hint, error, then the widget with its class and descriptions.

    ``width`` is a class such as w-date, w-5, w-20; ``unit`` stands behind the field, ``count`` below it.
    """
    widget = bound.field.widget
    input_type = getattr(widget, "input_type", None)
    group = bool(getattr(widget, "use_fieldset", False))
    hint_id, error_id = f"{bound.auto_id}-hint", f"{bound.auto_id}-error"
    said = [name for name, there in ((hint_id, bound.help_text), (error_id, bound.errors)) if there]
    attrs: dict[str, Any] = {}
    if not group:
        attrs["class"] = _widget_class(input_type, widget, width)
    if said:
        attrs["aria-describedby"] = " ".join(said)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "group": group,
        "single": input_type == "checkbox" and not group,
        "widget": "" if group else bound.as_widget(attrs=attrs),
        "choices": _choices(bound) if group else [],
        "hint_id": hint_id,
        "error_id": error_id,
        "described": " ".join(said),
        "unit": unit,
        "count": count,
        "optional": not bound.field.required,
    }


def _widget_class(input_type: str | None, widget: Any, width: str) -> str:
    given = str(widget.attrs.get("class", ""))
    if input_type in ("checkbox", "radio", "file"):
        own = "filepick" if input_type == "file" else ""
    elif input_type == "select":
        own = "select"
    elif input_type is None:
        own = "textarea"
    else:
        own = "input"
    return " ".join(part for part in (own, width, given) if part)


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    """Radio buttons and boxes of a group, each with its own input."""
    return [{"tag": str(sub.tag()), "label": sub.choice_label, "id": sub.id_for_label} for sub in bound]


@register.filter
def days_until(due: date, today: date) -> int:
    """Plain days from today to a date; negative when it has passed."""
    return (due - today).days
