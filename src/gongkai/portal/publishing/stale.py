"""Which addresses must be rendered again: rows, so that no crash loses one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.portal import fingerprint, store
from gongkai.portal.models import Published, StalePage
from gongkai.portal.publishing.columns import in_month, month_of, months, nil_months
from gongkai.portal.publishing.groups import Special, holding
from gongkai.portal.publishing.held import held

FRONT, CATALOGUE, COLUMNS, SITEMAP, ROBOTS = "/", "/gk/", "/columns/", "/sitemap.xml", "/robots.txt"
DATA, JSON_LD, TURTLE = "/data/", "/catalog.jsonld", "/catalog.ttl"
SITEMAP_PAGES = "/sitemap-pages.xml"
STATISTICS = "/statistics/"
ENFORCEMENT = "/enforcement/"
CONSULTATIONS = "/consultations/"
FEES, REQUESTED = "/fees/", "/requested/"
ENGLISH = "/en/"
"""The English front page; below it the English version of a page that has one."""
SCREEN = frozenset({"/screen/", "/screen/loop.json"})
"""The hall screen and what turns on it."""
ALWAYS = SCREEN | {
    "/screen/worker.js",
    FRONT,
    CATALOGUE,
    COLUMNS,
    SITEMAP,
    SITEMAP_PAGES,
    ROBOTS,
    CONSULTATIONS,
    FEES,
    REQUESTED,
    DATA,
    STATISTICS,
    JSON_LD,
    TURTLE,
}
"""Pages that every portal has, however little is public."""


def sitemap_of(day: date) -> str:
    """The sitemap of the month of a day."""
    return f"/sitemap-{day:%Y-%m}.xml"


def statistics_of(year: int) -> str:
    """The statistics of one year."""
    return f"{STATISTICS}{year}/"


def report_years() -> list[int]:
    """The years whose reports are public."""
    reports = Published.objects.filter(kind=Published.Kind.ANNUAL_REPORT, year__isnull=False)
    return [year for year in reports.order_by("year").values_list("year", flat=True) if year]


def of_item(column: str, day: date, report_year: int | None = None) -> set[str]:
    """The derived pages that mention an item of a column published on a day, or the report of a year."""
    figures = {f"/data/{kind}-{report_year}.csv" for kind in ("figures", "charts")} if report_year else set()
    if report_year:
        figures |= {SITEMAP_PAGES, *(statistics_of(year) for year in (*report_years(), report_year))}
    return (
        figures
        | SCREEN
        | {
            FRONT,
            CATALOGUE,
            COLUMNS,
            SITEMAP,
            sitemap_of(day),
            DATA,
            STATISTICS,
            JSON_LD,
            TURTLE,
            f"/data/items-{column}.csv",
            f"/columns/{column}/",
            f"/columns/{column}/{day:%Y-%m}/",
            *(f"/columns/{one.key}/" for one in holding(column)),
            *(f"/columns/{one.key}/{day:%Y-%m}/" for one in holding(column)),
            *feeds_of(column),
        }
    )


def feeds_of(column: str) -> set[str]:
    """The feeds that hold the items of a column: its own and those of the 专栏 that holds it."""
    keys = (column, *(one.key for one in holding(column)))
    return {f"/feeds/{key}.{kind}" for key in keys for kind in ("atom", "json")}


def has_month(column: str, day: date) -> bool:
    """Whether a column holds anything published in the month of a day."""
    return in_month(Published.objects.filter(column=column), month_of(day)).exists()


def of_column(column: str) -> set[str]:
    """The pages of a column: itself and its months, which lead to one another, and the 专栏 that holds it."""
    days = months(column, items_only=False) | nil_months(column)
    own = {f"/columns/{column}/"} | {f"/columns/{column}/{day:%Y-%m}/" for day in days}
    return own.union(*(of_special(one) for one in holding(column)))


def of_special(special: Special) -> set[str]:
    """The pages of a special column: itself and the months of its columns."""
    days = set[date]().union(*(months(key, items_only=False) | nil_months(key) for key in special.columns))
    return {f"/columns/{special.key}/"} | {f"/columns/{special.key}/{day:%Y-%m}/" for day in days}


def of_all_columns() -> set[str]:
    """The pages of all columns."""
    keys = Published.objects.order_by("column").values_list("column", flat=True).distinct()
    with held():
        return {COLUMNS, SITEMAP_PAGES}.union(*(of_column(key) for key in list(keys)))


def mark(paths: Iterable[str]) -> None:
    """Have addresses rendered at the next :func:`~gongkai.portal.publishing.refresh`."""
    rows = [StalePage(path=path) for path in sorted(_both_languages(paths))]
    StalePage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def has_stale() -> bool:
    """Whether an address waits to be rendered again."""
    return StalePage.objects.exists()


def count_stale() -> int:
    """How many addresses wait to be rendered again because what they show has changed."""
    return StalePage.objects.count()


def _both_languages(paths: Iterable[str]) -> set[str]:
    """Addresses with those of their English versions: the front page and the statistics have one."""
    wanted = set(paths)
    return wanted | {
        ENGLISH + path.removeprefix("/") for path in wanted if path == FRONT or path.startswith(STATISTICS)
    }


def forget(paths: Iterable[str]) -> None:
    """Take derived pages away at once: until they are rendered again they are made for each reader."""
    wanted = _both_languages(paths)
    store.drop(wanted)
    mark(wanted)


def mark_everything() -> None:
    """Have every page rendered again: something changed that all of them show.

    They are served as they are until their turn comes (:mod:`gongkai.portal.publishing.renewing`).
    """
    fingerprint.renew()


def every_derived() -> set[str]:
    """The derived pages that there are to be."""
    keys = list(Published.objects.order_by("column").values_list("column", flat=True).distinct())
    feeds = set[str]().union(*map(feeds_of, keys))
    years = report_years()
    data = {f"/data/{kind}-{year}.csv" for year in years for kind in ("figures", "charts")}
    data |= {f"/data/items-{key}.csv" for key in keys} | {statistics_of(year) for year in years}
    days = Published.objects.order_by().values_list("published", flat=True).distinct()
    sitemaps = {sitemap_of(day) for day in days}
    return _both_languages({ENFORCEMENT} | ALWAYS | of_all_columns() | feeds | data | sitemaps)
