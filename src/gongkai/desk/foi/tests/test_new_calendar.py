"""When the State Council announces a year, open clocks move, and each case says from which day to which."""

import json
from datetime import date

from gongkai.desk.casework.clocks import refresh_due
from gongkai.desk.casework.models import Event
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.tests.bureau import at
from gongkai.law.calendar import Calendar, YearTable


def test_a_new_calendar_moves_open_clocks_and_says_so(bureau):
    day = date(2029, 9, 20)
    case = bureau.register(day)
    before = case.due_on
    holidays = [date(2029, 10, n) for n in range(1, 8)]
    table = YearTable(2029, offdays=dict.fromkeys(holidays, "国庆节"))
    days = Calendar([table])
    assert refresh_due([SOURCE], at=at(day), reason="calendar-2029", days=days) == 1
    case.refresh_from_db()
    assert case.due_on > before
    event = Event.objects.filter(stream=case.stream).order_by("-n").first()
    data = json.loads(bytes(event.body))["data"]
    assert (event.type, data["reason"]) == ("due-moved", "calendar-2029")
    assert (data["from"], data["to"]) == (before.isoformat(), case.due_on.isoformat())
    assert refresh_due([SOURCE], at=at(day), reason="calendar-2029", days=days) == 0
