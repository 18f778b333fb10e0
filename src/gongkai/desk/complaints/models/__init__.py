"""The nouns of the complaint centre: what was registered, how it was handled, what it belongs to."""

from gongkai.desk.complaints.models.handling import Call, Decision, Enclosure, Mediation, Note, Profile
from gongkai.desk.complaints.models.identity import Opening
from gongkai.desk.complaints.models.matter import Matter
from gongkai.desk.complaints.models.pressure import Callback, FollowUp, Supervision, Urge
from gongkai.desk.complaints.models.relations import Clue, Joint, Receipt, Verdict
from gongkai.desk.complaints.models.shift import Handover, IntakeDraft, RosterEntry
from gongkai.desk.complaints.models.signals import NightRun, Signal, SignalCase

__all__ = [
    "Call",
    "Callback",
    "Clue",
    "Decision",
    "Enclosure",
    "FollowUp",
    "Handover",
    "IntakeDraft",
    "Joint",
    "Matter",
    "Mediation",
    "NightRun",
    "Note",
    "Opening",
    "Profile",
    "Receipt",
    "RosterEntry",
    "Signal",
    "SignalCase",
    "Supervision",
    "Urge",
    "Verdict",
]
