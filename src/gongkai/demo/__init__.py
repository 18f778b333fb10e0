"""A bureau's year as register files: the zone's 2017 and other years, by a seeded generator.

:func:`write` makes the registers of FORMATS.md 2 (``items.csv``, ``complaints.csv`` …) and
``organisation.toml`` with invented firms and persons. The totals of a year are fixed by the plan in
``data/years``; what a row says is composed from ``data/words``. Same seed, same bytes.
"""

from gongkai.demo.writing import Summary, write

__all__ = ["Summary", "write"]
