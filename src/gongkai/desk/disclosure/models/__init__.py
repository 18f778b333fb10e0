"""The nouns of publishing: items and their way out, findings and incidents, terms, approvals."""

from gongkai.desk.disclosure.models.consulting import Consultation, Opinion
from gongkai.desk.disclosure.models.drafts import DraftCopy, Relation
from gongkai.desk.disclosure.models.findings import FileCheck, Incident, RenewedMark, Resolution
from gongkai.desk.disclosure.models.items import (
    INNER_EXTRAS,
    OF_REGISTER,
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
from gongkai.desk.disclosure.models.opinion_files import (
    OpinionEntry,
    OpinionExtended,
    OpinionFile,
    OpinionFiling,
)
from gongkai.desk.disclosure.models.papers import PaperApproval, WithdrawalPaper
from gongkai.desk.disclosure.models.reading import PublicFinding, Reading
from gongkai.desk.disclosure.models.rows import ItemRow, ItemWaiting
from gongkai.desk.disclosure.models.standing import StandingEntry
from gongkai.desk.disclosure.models.terms import PublicityTerm, WithdrawalApproval

__all__ = [
    "INNER_EXTRAS",
    "OF_REGISTER",
    "Clearance",
    "Consultation",
    "DraftCopy",
    "FileCheck",
    "Incident",
    "Item",
    "ItemFile",
    "ItemRow",
    "ItemWaiting",
    "Opinion",
    "OpinionEntry",
    "OpinionExtended",
    "OpinionFile",
    "OpinionFiling",
    "PaperApproval",
    "Placement",
    "PublicFinding",
    "PublicityTerm",
    "Reading",
    "Relation",
    "Release",
    "RenewedMark",
    "Resolution",
    "SignOff",
    "Stage",
    "StandingEntry",
    "Submission",
    "Withdrawal",
    "WithdrawalApproval",
    "WithdrawalPaper",
]
