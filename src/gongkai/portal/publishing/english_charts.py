"""The charts of a report on the English pages: words by their Chinese ones, a description from the numbers.

The released content stays as it is. A chart with a word that has no English one is drawn in Chinese and
marked so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.papers import blocks as b
from gongkai.papers import charts
from gongkai.portal.publishing import english

_OF_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})\s*年")
_MONTH = re.compile(r"(?P<month>1[0-2]|[1-9])月")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLAIN = re.compile(r"[\x20-\x7e]+")


def translated(chart: b.Chart) -> b.Chart | None:
    """The chart in English; null where a word of it has none."""
    found = _OF_YEAR.match(chart.title)
    title = english.words()["charts"].get(_OF_YEAR.sub("", chart.title, count=1))
    labels = [_word(label) for label in chart.labels]
    names = [_word(one.name) for one in chart.series]
    unit = english.words()["units"].get(chart.unit, "") if chart.unit else ""
    if title is None or not all(labels) or not all(names) or (chart.unit and not unit):
        return None
    said = replace(
        chart,
        title=f"{title}, {found['year']}" if found else title,
        labels=tuple(labels),
        series=tuple(b.Series(name, one.values) for name, one in zip(names, chart.series, strict=True)),
        unit=unit,
    )
    return replace(said, description=_described(said))


def drawn(chart: b.Chart, ident: str) -> SafeString:
    """Drawing, description and table of a chart that was translated."""
    drawing = mark_safe(charts.draw(chart, ident=f"{ident}c1"))  # noqa: S308 - the drawing escapes its words
    heads = format_html_join("", '<th scope="col">{}</th>', ((label,) for label in chart.labels))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (one.name, format_html_join("", '<td class="num">{}</td>', ((_shown(v),) for v in one.values)))
            for one in chart.series
        ),
    )
    return format_html(
        '<figure class="plot"><p class="plot-title">{title} ({unit})</p>{drawing}'
        "<figcaption>{description}</figcaption></figure>"
        '<details class="details"><summary>Show the data of this chart</summary><div>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="{title}: data">'
        '<table class="table"><thead><tr><th scope="col">Category</th>{heads}</tr></thead>'
        "<tbody>{rows}</tbody></table></div></div></details>",
        title=chart.title,
        unit=chart.unit,
        drawing=drawing,
        description=chart.description,
        heads=heads,
        rows=rows,
    )


def _word(chinese: str) -> str:
    """A label in English; empty where there is none."""
    if month := _MONTH.fullmatch(chinese):
        return _MONTHS[int(month["month"]) - 1]
    if year := _OF_YEAR.fullmatch(chinese):
        return year["year"]
    return english.words()["labels"].get(chinese, chinese if _PLAIN.fullmatch(chinese) else "")


def _described(chart: b.Chart) -> str:
    """The largest of the newest row, and the sum of all."""
    values = [int(value) for value in chart.series[0].values if value is not None]
    if not values:
        return ""
    most = max(values)
    label = chart.labels[list(chart.series[0].values).index(most)]
    return f"Total {sum(values):,} {chart.unit}; largest: {label}, {most:,}"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else "—" if value is None else str(value)
