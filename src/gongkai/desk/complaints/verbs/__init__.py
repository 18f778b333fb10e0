"""The verbs of the complaint centre; each is one transaction, refuses with a way out, and leaves events."""

from gongkai.desk.complaints.verbs.answering import answer, close, note, question, unreached
from gongkai.desk.complaints.verbs.calling import call
from gongkai.desk.complaints.verbs.checking import find_violation
from gongkai.desk.complaints.verbs.contesting import contest, refer, settle_contest
from gongkai.desk.complaints.verbs.correcting import Corrected, correct
from gongkai.desk.complaints.verbs.deciding import (
    accept,
    approve,
    disapprove,
    refuse,
    tell,
    transfer,
    withdraw,
)
from gongkai.desk.complaints.verbs.delegating import entrust, hand_over, mediated
from gongkai.desk.complaints.verbs.extending import ask_time, decide_time
from gongkai.desk.complaints.verbs.following import callback, follow_up, reopen, respond
from gongkai.desk.complaints.verbs.identity import (
    approve_opening,
    ask_opening,
    look,
    opened_person,
    opened_words,
    originals,
)
from gongkai.desk.complaints.verbs.joining import join, judge, split, undo_verdict, unjoin
from gongkai.desk.complaints.verbs.mediating import agree, end, hold, invite, move_meeting, recuse
from gongkai.desk.complaints.verbs.merging import merge, unmerge
from gongkai.desk.complaints.verbs.pressing import lift, supervise, supervise_overdue, urge
from gongkai.desk.complaints.verbs.registering import Intake, register
from gongkai.desk.complaints.verbs.reporting import check, file, repeat
from gongkai.desk.complaints.verbs.representing import Acting, ask_papers, enter_papers, represent
from gongkai.desk.complaints.verbs.rewarding import (
    approve_reward,
    disapprove_reward,
    extend_reward,
    lapse_reward,
    object_reward,
    pay_reward,
    propose_reward,
    refuse_reward,
    tell_reward,
    uphold_reward,
)
from gongkai.desk.complaints.verbs.sorting import assign, give_back, name_handler, reassign, sort
from gongkai.desk.complaints.verbs.supplementing import supplement
from gongkai.desk.complaints.verbs.testing import Sample, begin_test, end_test
from gongkai.desk.complaints.verbs.together import (
    ask_unit,
    dispute,
    give_opinion,
    release_unit,
    rule_dispute,
)
from gongkai.desk.complaints.verbs.voiding import void
from gongkai.desk.complaints.verbs.worksheets import (
    answer_extension,
    answer_return,
    ask_extension,
    ask_return,
    enter_platform,
)

__all__ = [
    "Acting",
    "Corrected",
    "Intake",
    "Sample",
    "accept",
    "agree",
    "answer",
    "answer_extension",
    "answer_return",
    "approve",
    "approve_opening",
    "approve_reward",
    "ask_extension",
    "ask_opening",
    "ask_papers",
    "ask_return",
    "ask_time",
    "ask_unit",
    "assign",
    "begin_test",
    "call",
    "callback",
    "check",
    "close",
    "contest",
    "correct",
    "decide_time",
    "disapprove",
    "disapprove_reward",
    "dispute",
    "end",
    "end_test",
    "enter_papers",
    "enter_platform",
    "entrust",
    "extend_reward",
    "file",
    "find_violation",
    "follow_up",
    "give_back",
    "give_opinion",
    "hand_over",
    "hold",
    "invite",
    "join",
    "judge",
    "lapse_reward",
    "lift",
    "look",
    "mediated",
    "merge",
    "move_meeting",
    "name_handler",
    "note",
    "object_reward",
    "opened_person",
    "opened_words",
    "originals",
    "pay_reward",
    "propose_reward",
    "question",
    "reassign",
    "recuse",
    "refer",
    "refuse",
    "refuse_reward",
    "register",
    "release_unit",
    "reopen",
    "repeat",
    "represent",
    "respond",
    "rule_dispute",
    "settle_contest",
    "sort",
    "split",
    "supervise",
    "supervise_overdue",
    "supplement",
    "tell",
    "tell_reward",
    "transfer",
    "undo_verdict",
    "unjoin",
    "unmerge",
    "unreached",
    "uphold_reward",
    "urge",
    "void",
    "withdraw",
]
