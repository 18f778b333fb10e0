"""The dated facts of a year, from the records: rows of words, flags and days (DESIGN.md law 4)."""

from __future__ import annotations

from gongkai.desk.reporting.facts.period import Period
from gongkai.desk.reporting.facts.where import Where, where

__all__ = ["Period", "Where", "where"]
