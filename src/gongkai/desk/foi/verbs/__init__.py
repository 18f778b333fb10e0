"""The verbs of an application for disclosure: each one transaction with its events."""

from gongkai.desk.foi.verbs.asking import (
    ask_correction,
    ask_reasons,
    consult_organ,
    consult_third,
    correct,
    opine,
    postpone,
    search,
)
from gongkai.desk.foi.verbs.deciding import decide, give_opinion, recall, tell_third
from gongkai.desk.foi.verbs.extending import charge, extend, pay, quote, waive
from gongkai.desk.foi.verbs.fixing import Fix, fix
from gongkai.desk.foi.verbs.joining import join, split
from gongkai.desk.foi.verbs.merging import merge, unmerge
from gongkai.desk.foi.verbs.registering import Intake, confirm, give_receipt, register
from gongkai.desk.foi.verbs.sending import letter_result, send_letter
from gongkai.desk.foi.verbs.serving import (
    close,
    deliver,
    explain_late,
    redeliver,
    reopen,
    served,
    withdraw,
)
from gongkai.desk.foi.verbs.voiding import give_void_notice, void

__all__ = [
    "Fix",
    "Intake",
    "ask_correction",
    "ask_reasons",
    "charge",
    "close",
    "confirm",
    "consult_organ",
    "consult_third",
    "correct",
    "decide",
    "deliver",
    "explain_late",
    "extend",
    "fix",
    "give_opinion",
    "give_receipt",
    "give_void_notice",
    "join",
    "letter_result",
    "merge",
    "opine",
    "pay",
    "postpone",
    "quote",
    "recall",
    "redeliver",
    "register",
    "reopen",
    "search",
    "send_letter",
    "served",
    "split",
    "tell_third",
    "unmerge",
    "void",
    "waive",
    "withdraw",
]
