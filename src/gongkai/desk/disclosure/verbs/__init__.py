"""What can be done to an item on its way out; each verb checks, acts, records."""

from gongkai.desk.disclosure.verbs.clearing import clear, recall
from gongkai.desk.disclosure.verbs.drafting import Draft, amend, draft
from gongkai.desk.disclosure.verbs.handing_in import hand_in
from gongkai.desk.disclosure.verbs.signed import Kept, Summary, submit_signed
from gongkai.desk.disclosure.verbs.withdrawing import REASONS, withdraw

__all__ = [
    "REASONS",
    "Draft",
    "Kept",
    "Summary",
    "amend",
    "clear",
    "draft",
    "hand_in",
    "recall",
    "submit_signed",
    "withdraw",
]
