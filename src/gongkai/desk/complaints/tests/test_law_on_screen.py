"""What a page says of the law is what the law says: of agreements, of others' reports, of dates."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import hints, rows, verbs
from gongkai.desk.complaints.clocks import due_of
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.screens import copying
from gongkai.desk.complaints.tests.centre import AT, later
from gongkai.desk.complaints.waiting import waiting
from gongkai.desk.lists.models import Mark
from gongkai.law.calendar import Calendar

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
ENDED, AGREED = "end", "agree"


@pytest.mark.parametrize(
    ("way", "at", "line", "kind"),
    [
        (ENDED, IN_2022, "", "complaint-end-notice"),
        (AGREED, IN_2022, "", None),
        (AGREED, datetime(2026, 5, 6, 2, tzinfo=UTC), "", None),
        (AGREED, AT, "食药", "complaint-agreed-notice"),
        (AGREED, AT, "工商", None),
    ],
)
def test_only_an_end_without_agreement_is_to_be_told_in_7_days__order_20_art_21(centre, way, at, line, kind):
    case, by = centre.accepted(at, line=line), centre["handler"]
    if way == ENDED:
        verbs.end(case, "no_agreement", by=by, at=at)
    else:
        verbs.agree(case, "退还货款", by=by, at=at)
    due = due_of(standing(case), Calendar.default())
    assert (due.answer.kind if due.answer else None) == kind
    assert kind or due.paused == "已达成调解，待答复"


def test_who_hands_a_report_on_is_told_what_the_law_says_of_other_bureaus__art_29_art_34(centre):
    web = Client()
    web.force_login(centre["handler"])
    for at, article in ((IN_2022, "第二十九条"), (datetime(2026, 5, 6, 2, tzinfo=UTC), "第三十四条")):
        report = centre.case(at, kind="举报")
        page = web.get(f"/complaints/{report.uid}/?do=transfer").content.decode()
        assert article in page and "请改用“告知向有权部门提出”" in page
    for case in (centre.case(IN_2022), centre.case(AT, kind="举报")):
        assert "请改用" not in web.get(f"/complaints/{case.uid}/?do=transfer").content.decode()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("我要提交信息公开申请，想要去年的抽检明细", "本局政务公开办公室（依申请公开）"),
        ("对处罚不服，申请行政复议", "行政复议机关"),
        ("所里有人吃拿卡要", "纪检监察机关"),
        ("买到过期食品要退款", ""),
    ],
)
def test_what_is_no_complaint_is_shown_its_way__order_20_art_39(text, body):
    assert hints.beyond(text) == body


def test_after_a_new_calendar_places_by_other_dates_are_counted_anew(centre):
    contested, checked = centre.case(IN_2022), centre.accepted(IN_2022)
    verbs.contest(contested, "环翠区市场监督管理局", "经营地", by=centre["handler"], at=IN_2022)
    verbs.find_violation(checked, "无照经营", "没有执照", by=centre["handler"], at=IN_2022)
    Mark.objects.all().delete()
    assert rows.count_anew() == 2
    assert set(Mark.objects.values_list("record", flat=True)) == {contested.pk, checked.pk}


def test_what_was_voided_waits_for_nobody(centre):
    case = centre.case(IN_2022, kind="举报")
    verbs.ask_time(case, "须外地协查", by=centre["handler"], at=IN_2022)
    day, head = IN_2022.date(), centre["head"]
    duties = held(head, day)
    assert "times" in {part.key for part in waiting(head, day, duties)}
    verbs.void(
        case.registration, by=centre["office"], approved_by=centre["leader"], reason="误录", at=IN_2022
    )
    assert "times" not in {part.key for part in waiting(head, day, duties)}


def test_every_field_that_a_platform_asks_is_copied(centre):
    case = centre.closed(is_secret=True)
    verbs.callback(case, reached=True, satisfaction="满意", by=centre["operator"], at=later(1))
    one = standing(Case.objects.get(pk=case.pk))
    keys = {text.key for text in copying.fields(one, [], {})}
    assert {"channel", "named", "secret", "kind", "respondent", "code"} <= keys
    assert "满意" in {text.value for text in copying.replies(one, {}, one.closing)}


def test_who_disputes_or_refuses_reads_what_the_rules_of_the_day_say(centre):
    web = Client()
    web.force_login(centre["handler"])
    old, new = centre.case(IN_2022), centre.case(datetime(2026, 5, 6, 2, tzinfo=UTC))

    def form(case, verb):
        return web.get(f"/complaints/{case.uid}/?do={verb}").content.decode()

    assert "平台内经营者由其实际经营地或者平台经营者住所地处理" in form(old, "contest")
    assert "平台公示的地址所在地" in form(new, "contest")
    assert "第十七条" in form(new, "refuse") and "购买数量、次数、频率" not in form(old, "refuse")


def test_an_acceptance_that_nobody_was_told_of_is_said_until_a_call_a_letter_or_a_receipt_shows_it(centre):
    """Order 62 art. 15, order 20 art. 14, order 121 art. 15: decided and told within seven working days."""
    case = centre.accepted(timezone.now(), line="工商")
    client = Client()
    client.force_login(centre["handler"])
    url = f"/complaints/{case.uid}/"
    assert "还没有告知的记录" in client.get(url).content.decode()
    verbs.call(case, reached=False, by=centre["handler"], at=timezone.now())
    assert "还没有告知的记录" in client.get(url).content.decode()
    verbs.call(case, reached=True, by=centre["handler"], at=timezone.now())
    assert "还没有告知的记录" not in client.get(url).content.decode()


def test_before_acceptance_and_after_the_end_nothing_of_it_is_said(centre):
    client = Client()
    client.force_login(centre["handler"])
    for case in (centre.case(timezone.now()), centre.answered(timezone.now())):
        assert "还没有告知的记录" not in client.get(f"/complaints/{case.uid}/").content.decode()
