"""What can be done to an item on its way out; each verb checks, acts, records."""

from gongkai.desk.disclosure.verbs.attaching import attach, check, clean, detach
from gongkai.desk.disclosure.verbs.clearing import clear, recall
from gongkai.desk.disclosure.verbs.consulting import Call, call, conclude, draft_feedback, weigh
from gongkai.desk.disclosure.verbs.drafting import Draft, amend, draft
from gongkai.desk.disclosure.verbs.ending import end_due, repair, set_term
from gongkai.desk.disclosure.verbs.handing_in import hand_in
from gongkai.desk.disclosure.verbs.looking import say_looked
from gongkai.desk.disclosure.verbs.papers import (
    confirm_paper,
    enter_call,
    enter_paper,
    refuse_paper,
    supply_sheet,
)
from gongkai.desk.disclosure.verbs.purging import purge, purge_arrival, purge_case, purge_record
from gongkai.desk.disclosure.verbs.quarantining import confirm_backups, quarantine, watched
from gongkai.desk.disclosure.verbs.resolving import Ruling, confirm_list, resolve
from gongkai.desk.disclosure.verbs.signed import Kept, Summary, submit_signed
from gongkai.desk.disclosure.verbs.standing import list_standing, review_standing
from gongkai.desk.disclosure.verbs.withdrawal_papers import (
    confirm_withdrawal_paper,
    enter_withdrawal_paper,
    refuse_withdrawal_paper,
)
from gongkai.desk.disclosure.verbs.withdrawing import REASONS, approve, withdraw

__all__ = [
    "REASONS",
    "Call",
    "Draft",
    "Kept",
    "Ruling",
    "Summary",
    "amend",
    "approve",
    "attach",
    "call",
    "check",
    "clean",
    "clear",
    "conclude",
    "confirm_backups",
    "confirm_list",
    "confirm_paper",
    "confirm_withdrawal_paper",
    "detach",
    "draft",
    "draft_feedback",
    "end_due",
    "enter_call",
    "enter_paper",
    "enter_withdrawal_paper",
    "hand_in",
    "list_standing",
    "purge",
    "purge_arrival",
    "purge_case",
    "purge_record",
    "quarantine",
    "recall",
    "refuse_paper",
    "refuse_withdrawal_paper",
    "repair",
    "resolve",
    "review_standing",
    "say_looked",
    "set_term",
    "submit_signed",
    "supply_sheet",
    "watched",
    "weigh",
    "withdraw",
]
