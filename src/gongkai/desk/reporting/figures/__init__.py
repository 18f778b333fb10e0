"""The figures of a year: keys, definitions, predicates, and what they came to.

>>> from gongkai.desk.reporting.figures import compute
>>> compute(agency, 2017)["items.total"].value  # doctest: +SKIP
147
"""

from __future__ import annotations

from gongkai.desk.reporting.figures.model import Figure, Measure, Result, Results, Source, Value
from gongkai.desk.reporting.figures.year import Year, compute, figure

__all__ = ["Figure", "Measure", "Result", "Results", "Source", "Value", "Year", "compute", "figure"]
