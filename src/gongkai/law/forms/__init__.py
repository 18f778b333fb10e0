"""The statutory forms of the annual report: tables, narrative sections and their arithmetic.

``form_for_year(2025)`` gives the tables with the key of every cell, ``sections(2025)`` the narrative, and
``check(values, previous, form=…)`` every rule that the figures have to keep, kept or not. ``with_totals``
adds up what the records gave, so that nobody else needs to know which row is the sum of which.
"""

from __future__ import annotations

from gongkai.law.forms.checks import Check, carried, check
from gongkai.law.forms.layout import (
    Block,
    BlockRow,
    BlockTable,
    Column,
    Form,
    Group,
    GroupTable,
    ListTable,
    MatrixTable,
    Row,
    Table,
    form,
    form_for_year,
    forms,
)
from gongkai.law.forms.places import (
    Activity,
    activity_rows,
    applicant_column,
    remedy_cell,
    submission_row,
)
from gongkai.law.forms.sections import Section, section_named, sections
from gongkai.law.forms.totals import with_totals

__all__ = [
    "Activity",
    "Block",
    "BlockRow",
    "BlockTable",
    "Check",
    "Column",
    "Form",
    "Group",
    "GroupTable",
    "ListTable",
    "MatrixTable",
    "Row",
    "Section",
    "Table",
    "activity_rows",
    "applicant_column",
    "carried",
    "check",
    "form",
    "form_for_year",
    "forms",
    "remedy_cell",
    "section_named",
    "sections",
    "submission_row",
    "with_totals",
]
