"""The pages of disclosure on request."""

from gongkai.desk.foi.views.cases import act, archive, case, cases, court_file, intake, letter, look
from gongkai.desk.foi.views.files import copy, file, files
from gongkai.desk.foi.views.lateness import late
from gongkai.desk.foi.views.often import asked_often, publish
from gongkai.desk.foi.views.registers import ledger, mail, mail_act, templates
from gongkai.desk.foi.views.replies import decide, reply, sheet
from gongkai.desk.foi.views.signed import paper

__all__ = [
    "act",
    "archive",
    "asked_often",
    "case",
    "cases",
    "copy",
    "court_file",
    "decide",
    "file",
    "files",
    "intake",
    "late",
    "ledger",
    "letter",
    "look",
    "mail",
    "mail_act",
    "paper",
    "publish",
    "reply",
    "sheet",
    "templates",
]
