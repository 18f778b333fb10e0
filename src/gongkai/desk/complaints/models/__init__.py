"""The nouns of the complaint centre: what was registered, how it was handled, what it belongs to."""

from gongkai.desk.complaints.models.authority import Authority
from gongkai.desk.complaints.models.batches import Batch, BatchRow
from gongkai.desk.complaints.models.directory import Delegation, MediationBody
from gongkai.desk.complaints.models.handling import Call, Decision, Enclosure, Mediation, Note, Profile
from gongkai.desk.complaints.models.hotlines import HotlineSource, ImportRun
from gongkai.desk.complaints.models.identity import Opening
from gongkai.desk.complaints.models.matter import Matter
from gongkai.desk.complaints.models.platform import PlatformAsk
from gongkai.desk.complaints.models.pressure import Callback, FollowUp, Supervision, SupervisionNotice, Urge
from gongkai.desk.complaints.models.relations import Clue, Joint, Receipt, Verdict
from gongkai.desk.complaints.models.rewards import Reward
from gongkai.desk.complaints.models.rows import QueueRow
from gongkai.desk.complaints.models.shift import Handover, IntakeDraft, RosterEntry
from gongkai.desk.complaints.models.signals import NightRun, Signal, SignalCase, Unforeseen
from gongkai.desk.complaints.models.sketches import Gram, Sketched
from gongkai.desk.complaints.models.testing import LabTest
from gongkai.desk.complaints.models.times import MoreTime
from gongkai.desk.complaints.models.together import Contest, CoUnit, Dispute
from gongkai.desk.complaints.models.violations import Violation

__all__ = [
    "Authority",
    "Batch",
    "BatchRow",
    "Call",
    "Callback",
    "Clue",
    "CoUnit",
    "Contest",
    "Decision",
    "Delegation",
    "Dispute",
    "Enclosure",
    "FollowUp",
    "Gram",
    "Handover",
    "HotlineSource",
    "ImportRun",
    "IntakeDraft",
    "Joint",
    "LabTest",
    "Matter",
    "Mediation",
    "MediationBody",
    "MoreTime",
    "NightRun",
    "Note",
    "Opening",
    "PlatformAsk",
    "Profile",
    "QueueRow",
    "Receipt",
    "Reward",
    "RosterEntry",
    "Signal",
    "SignalCase",
    "Sketched",
    "Supervision",
    "SupervisionNotice",
    "Unforeseen",
    "Urge",
    "Verdict",
    "Violation",
]
