"""More time by the rules of the day and another's consent, once; new facts start a report's limit anew."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import FollowUp, MoreTime
from gongkai.desk.complaints.screens import queue
from gongkai.desk.complaints.waiting import waiting
from gongkai.law.deadlines import ComplaintClock, complaint_extension, report_restarts
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
IN_2026 = datetime(2026, 5, 6, 2, tzinfo=UTC)
WHY = "须等外地协查"


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def due(case):
    case.refresh_from_db()
    return case.due_on


def asked(centre, at=IN_2022, **more):
    case = centre.case(at, kind="举报")
    verbs.ask_time(case, WHY, by=centre["handler"], at=at, **more)
    return case


@pytest.mark.parametrize(
    ("line", "on", "report", "days"),
    [
        ("12315", date(2018, 3, 1), True, 7),
        ("12331", date(2018, 3, 1), False, 30),
        ("12315", date(2018, 3, 1), False, None),
        (None, date(2022, 3, 1), True, 15),
        (None, date(2022, 3, 1), False, None),
        (None, date(2026, 5, 6), True, 15),
        ("any", date(2018, 3, 1), False, None),
    ],
)
def test_only_limits_that_the_law_of_the_day_and_line_lets_extend_are_extended(line, on, report, days):
    found = complaint_extension(ComplaintClock(on, line, on), report=report)
    assert (found.days if found else None) == days


def test_the_date_moves_when_another_person_agrees_and_not_before(centre):
    case = centre.case(IN_2022, kind="举报")
    before = due(case)
    verbs.ask_time(case, WHY, by=centre["handler"], at=IN_2022)
    assert due(case) == before == date(2022, 3, 22)
    assert code(verbs.ask_time, case, WHY, by=centre["handler"], at=IN_2022) == "wrong-step"
    assert code(verbs.decide_time, case, True, by=centre["handler"], at=IN_2022) == "not-allowed"
    verbs.decide_time(case, True, by=centre["head"], at=IN_2022)
    assert due(case) == date(2022, 4, 13)  # 04-02 is worked for 清明
    assert code(verbs.ask_time, case, WHY, by=centre["handler"], at=IN_2022) == "wrong-step"
    kinds = set(Event.objects.filter(stream=case.stream).values_list("type", flat=True))
    assert {"time-asked", "time-decided"} <= kinds


def test_nobody_agrees_to_what_they_asked_for(centre):
    case = centre.case(IN_2022, kind="举报")
    verbs.ask_time(case, WHY, by=centre["head"], at=IN_2022)
    assert code(verbs.decide_time, case, True, by=centre["head"], at=IN_2022) == "four-eyes"
    verbs.decide_time(case, False, by=centre["leader"], at=IN_2022)
    assert due(case) == date(2022, 3, 22)
    verbs.ask_time(case, WHY, by=centre["head"], at=IN_2022)  # what was refused may be asked for again


def test_too_late_too_long_and_without_reason_are_refused(centre):
    case, by = centre.case(IN_2022, kind="举报"), centre["handler"]
    assert code(verbs.ask_time, case, " ", by=by, at=IN_2022) == "no-reason"
    assert code(verbs.ask_time, case, WHY, days=16, by=by, at=IN_2022) == "wrong-days"
    late = datetime(2022, 3, 23, 2, tzinfo=UTC)
    assert code(verbs.ask_time, case, WHY, by=by, at=late) == "late"
    complaint = centre.accepted(IN_2022)
    assert code(verbs.ask_time, complaint, WHY, by=by, at=IN_2022) == "wrong-step"
    assert not MoreTime.objects.exists()


def test_fewer_days_are_given_as_asked(centre):
    case = asked(centre, days=5)
    verbs.decide_time(case, True, by=centre["head"], at=IN_2022)
    assert due(case) == date(2022, 3, 29)


def test_the_pages_offer_it_say_what_the_law_gives_and_lead_the_head_to_it(centre, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: IN_2022)
    case = centre.case(IN_2022, kind="举报")
    web = Client()
    web.force_login(centre["handler"])
    page = f"/complaints/{case.uid}/"
    form = web.get(f"{page}?do=ask_time").content.decode()
    assert "最多 15 日，须经市场监督管理部门负责人" in form
    Event.objects.filter(stream=case.stream).count()
    verbs.ask_time(case, WHY, by=centre["handler"], at=IN_2022)
    (row,) = queue.rows([case], IN_2022.date())
    assert "等批延期" in [tag.words for tag in row.tags]
    parts = {
        name: {part.key for part in waiting(centre[name], IN_2022.date(), held(centre[name], IN_2022.date()))}
        for name in ("head", "leader", "handler", "captain")
    }
    assert {name: "times" in keys for name, keys in parts.items()} == {
        "head": True, "leader": True, "handler": False, "captain": False,
    }  # fmt: skip
    web.force_login(centre["head"])
    assert WHY in web.get(f"{page}?do=decide_time").content.decode()
    assert web.post(f"{page}do/decide_time", {"word": "yes"}).status_code == 302
    assert "延长期限" in web.get(page).content.decode()


def test_new_facts_of_a_report_start_its_limit_anew_since_order_121(centre):
    """Order 121 art. 35(2): new facts are merged, the limit runs from the last report."""
    case, by = centre.case(IN_2026, kind="举报"), centre["operator"]
    before, later_ = due(case), datetime(2026, 5, 13, 2, tzinfo=UTC)
    verbs.follow_up(case, "还卖过期牛奶，要求一并查", channel="12315", by=by, at=later_)
    assert due(case) == before
    verbs.follow_up(case, "又有新的批次", channel="12315", is_new=True, by=by, at=later_)
    assert due(case) > before
    assert FollowUp.objects.filter(is_new=True).count() == 1


def test_before_order_121_new_facts_start_nothing_and_the_form_does_not_ask(centre):
    case = centre.case(IN_2022, kind="举报")
    said = {"channel": "12315", "is_new": True, "by": centre["operator"], "at": IN_2022}
    assert code(verbs.follow_up, case, "又有新的批次", **said) == "no-restart"
    web = Client()
    web.force_login(centre["operator"])
    assert "is_new" not in web.get(f"/complaints/{case.uid}/?do=follow_up").content.decode()
    new = centre.case(IN_2026, kind="举报")
    assert "is_new" in web.get(f"/complaints/{new.uid}/?do=follow_up").content.decode()
    on = date(2026, 5, 6)
    assert report_restarts(ComplaintClock(on, None, on))


def test_more_time_of_before_the_new_facts_does_not_lengthen_the_limit_that_begins_anew(centre):
    case = asked(centre, IN_2026)
    verbs.decide_time(case, True, by=centre["head"], at=IN_2026)
    lengthened, later_ = due(case), datetime(2026, 5, 8, 2, tzinfo=UTC)
    verbs.follow_up(case, "又有新的批次", channel="12315", is_new=True, by=centre["operator"], at=later_)
    assert due(case) < lengthened
