"""The nouns that all cases share."""

from gongkai.desk.casework.models.case import Assignment, Case, Closing, Pause
from gongkai.desk.casework.models.chain import Anchor, Event, Leaf, Tile
from gongkai.desk.casework.models.filing import DestructionEntry, DestructionList, Extended, Filing
from gongkai.desk.casework.models.indexing import IndexKey
from gongkai.desk.casework.models.keeping import (
    Attachment,
    CaseKey,
    CaseText,
    Party,
    PersonKey,
    ReporterDue,
    ReporterKey,
)
from gongkai.desk.casework.models.letters import Delivery, GateMail, Letter, LetterTemplate, SealUse
from gongkai.desk.casework.models.registration import Correction, Merge, Number, Registration, Series
from gongkai.desk.casework.models.reply import Answer

__all__ = [
    "Anchor",
    "Answer",
    "Assignment",
    "Attachment",
    "Case",
    "CaseKey",
    "CaseText",
    "Closing",
    "Correction",
    "Delivery",
    "DestructionEntry",
    "DestructionList",
    "Event",
    "Extended",
    "Filing",
    "GateMail",
    "IndexKey",
    "Leaf",
    "Letter",
    "LetterTemplate",
    "Merge",
    "Number",
    "Party",
    "Pause",
    "PersonKey",
    "Registration",
    "ReporterDue",
    "ReporterKey",
    "SealUse",
    "Series",
    "Tile",
]
