"""The pages of the centre."""

from gongkai.desk.complaints.views.batches import batch, many
from gongkai.desk.complaints.views.cases import (
    act,
    approve_opening,
    ask_opening,
    case,
    enclosure,
    judge,
    look,
    open_identity,
)
from gongkai.desk.complaints.views.copying import copy
from gongkai.desk.complaints.views.directory import directory, directory_end, directory_publish
from gongkai.desk.complaints.views.disputes import disputes
from gongkai.desk.complaints.views.filing import archive, attach, court_file
from gongkai.desk.complaints.views.hotlines import import_rejected, import_seen, imports
from gongkai.desk.complaints.views.intake import discard, intake, keep, side
from gongkai.desk.complaints.views.ledgers import ledger, reconcile
from gongkai.desk.complaints.views.letters import letter_act, letter_file, letters_page, write
from gongkai.desk.complaints.views.notices import notice_paper, supervised
from gongkai.desk.complaints.views.queue import callbacks, queue
from gongkai.desk.complaints.views.shifts import hand_over, roster, shift, take_over
from gongkai.desk.complaints.views.signals import excuse, judge_signal, signal, signals
from gongkai.desk.complaints.views.supplementing import supplement

__all__ = [
    "act",
    "approve_opening",
    "archive",
    "ask_opening",
    "attach",
    "batch",
    "callbacks",
    "case",
    "copy",
    "court_file",
    "directory",
    "directory_end",
    "directory_publish",
    "discard",
    "disputes",
    "enclosure",
    "excuse",
    "hand_over",
    "import_rejected",
    "import_seen",
    "imports",
    "intake",
    "judge",
    "judge_signal",
    "keep",
    "ledger",
    "letter_act",
    "letter_file",
    "letters_page",
    "look",
    "many",
    "notice_paper",
    "open_identity",
    "queue",
    "reconcile",
    "roster",
    "shift",
    "side",
    "signal",
    "signals",
    "supervised",
    "supplement",
    "take_over",
    "write",
]
