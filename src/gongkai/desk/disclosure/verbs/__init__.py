"""What can be done to an item on its way out; each verb checks, acts, records."""

from gongkai.desk.disclosure.verbs.attaching import attach, check, clean, detach
from gongkai.desk.disclosure.verbs.clearing import clear, recall
from gongkai.desk.disclosure.verbs.drafting import Draft, amend, draft
from gongkai.desk.disclosure.verbs.handing_in import hand_in
from gongkai.desk.disclosure.verbs.quarantining import confirm_backups, purge, quarantine, watched
from gongkai.desk.disclosure.verbs.resolving import Ruling, confirm_list, resolve
from gongkai.desk.disclosure.verbs.signed import Kept, Summary, submit_signed
from gongkai.desk.disclosure.verbs.withdrawing import REASONS, withdraw

__all__ = [
    "REASONS",
    "Draft",
    "Kept",
    "Ruling",
    "Summary",
    "amend",
    "attach",
    "check",
    "clean",
    "clear",
    "confirm_backups",
    "confirm_list",
    "detach",
    "draft",
    "hand_in",
    "purge",
    "quarantine",
    "recall",
    "resolve",
    "submit_signed",
    "watched",
    "withdraw",
]
