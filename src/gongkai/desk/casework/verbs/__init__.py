"""The verbs that all cases share; each is one transaction and leaves events."""

from gongkai.desk.casework.verbs.assigning import assign, reassign
from gongkai.desk.casework.verbs.closing import answer, close, reopen
from gongkai.desk.casework.verbs.merging import merge, unmerge
from gongkai.desk.casework.verbs.registering import Entry, enter, enter_late
from gongkai.desk.casework.verbs.voiding import void

__all__ = [
    "Entry",
    "answer",
    "assign",
    "close",
    "enter",
    "enter_late",
    "merge",
    "reassign",
    "reopen",
    "unmerge",
    "void",
]
