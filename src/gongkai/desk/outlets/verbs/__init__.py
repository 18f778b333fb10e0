"""The verbs of outlets."""

from gongkai.desk.outlets.verbs.carrying import check, drop, place, plan, settle, take_down
from gongkai.desk.outlets.verbs.delivering import hand_over, make_list
from gongkai.desk.outlets.verbs.keeping import (
    assign_column,
    end_column,
    hang,
    open_place,
    report_nil,
    take_off,
)
from gongkai.desk.outlets.verbs.placing import change_place, close_place, reopen_place
from gongkai.desk.outlets.verbs.telling import FACTS, tell

__all__ = [
    "FACTS",
    "assign_column",
    "change_place",
    "check",
    "close_place",
    "drop",
    "end_column",
    "hand_over",
    "hang",
    "make_list",
    "open_place",
    "place",
    "plan",
    "reopen_place",
    "report_nil",
    "settle",
    "take_down",
    "take_off",
    "tell",
]
