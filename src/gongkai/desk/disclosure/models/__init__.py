"""The nouns of publishing: items and their way out, findings and incidents, terms, approvals."""

from gongkai.desk.disclosure.models.findings import FileCheck, Incident, Resolution
from gongkai.desk.disclosure.models.items import (
    Clearance,
    Item,
    ItemFile,
    Placement,
    Release,
    SignOff,
    Stage,
    Submission,
    Withdrawal,
)
from gongkai.desk.disclosure.models.rows import ItemRow

__all__ = [
    "Clearance",
    "FileCheck",
    "Incident",
    "Item",
    "ItemFile",
    "ItemRow",
    "Placement",
    "Release",
    "Resolution",
    "SignOff",
    "Stage",
    "Submission",
    "Withdrawal",
]
