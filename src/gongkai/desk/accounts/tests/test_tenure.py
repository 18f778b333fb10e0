"""Deputies, duties and posts by date, entered by the keeper; the rules follow at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from gongkai.desk.accounts import tenure
from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Post, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Event
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)
DAY = date(2018, 3, 1)


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    unit = Unit.objects.create(agency=agency, code="BGS", name="办公室", kind="科室")
    made = {"unit": unit, "agency": agency}
    for name in ("keeper", "secrecy", "clerk"):
        officer = Officer.objects.create_user(name, PASSWORD, name=f"{name}甲", agency=agency)
        scope = unit if name == "clerk" else None
        Duty.objects.create(officer=officer, kind=name, unit=scope, since=date(2015, 1, 1))
        Post.objects.create(officer=officer, unit=unit, title="工作人员", since=date(2015, 1, 1))
        made[name] = officer
    return made


def refused(code, act, *args, **said):
    with pytest.raises(Refused) as found:
        act(*args, **said)
    assert found.value.code == code


def test_a_deputy_has_the_duties_from_day_to_day_and_not_longer(bureau):
    clerk, secrecy = bureau["clerk"], bureau["secrecy"]
    tenure.set_deputy(secrecy, clerk, since=DAY, until=date(2018, 3, 5), by=bureau["keeper"], at=AT)
    assert Deputy.objects.get().set_by == bureau["keeper"]
    for day, may in (
        (date(2018, 2, 28), False),
        (DAY, True),
        (date(2018, 3, 5), True),
        (date(2018, 3, 6), False),
    ):
        assert holds(clerk, "secrecy", None, day) is may, day


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": date(2018, 2, 1)}, "days"),
        ({"since": date(2018, 2, 1)}, "past"),
        ({"until": date(2020, 3, 1)}, "too-long"),
    ],
)
def test_days_of_a_deputy_that_do_not_fit_are_refused(bureau, changes, code):
    said = {"since": DAY, "until": date(2018, 3, 5), "by": bureau["keeper"], "at": AT} | changes
    refused(code, tenure.set_deputy, bureau["secrecy"], bureau["clerk"], **said)


def test_only_the_keeper_and_nobody_for_themselves(bureau):
    keeper, clerk, secrecy = bureau["keeper"], bureau["clerk"], bureau["secrecy"]
    days = {"since": DAY, "until": None, "at": AT}
    refused("not-keeper", tenure.set_deputy, secrecy, clerk, by=secrecy, **days)
    refused("same-person", tenure.set_deputy, clerk, clerk, by=keeper, **days)
    refused("own-account", tenure.give_duty, keeper, "leader", None, by=keeper, **days)
    refused("own-account", tenure.leave, keeper, on=DAY, by=keeper, at=AT)
    tenure.set_deputy(secrecy, clerk, by=keeper, **days)
    refused("overlap", tenure.set_deputy, secrecy, clerk, by=keeper, **days)


def test_ending_keeps_today_and_takes_back_what_has_not_begun(bureau):
    keeper, clerk, secrecy = bureau["keeper"], bureau["clerk"], bureau["secrecy"]
    running = tenure.set_deputy(secrecy, clerk, since=DAY, until=None, by=keeper, at=AT)
    tenure.end_deputy(running, by=keeper, at=AT)
    assert holds(clerk, "secrecy", None, DAY) and not holds(clerk, "secrecy", None, date(2018, 3, 2))
    refused("ended", tenure.end_deputy, running, by=keeper, at=AT)
    later = tenure.set_deputy(secrecy, clerk, since=date(2018, 4, 1), until=None, by=keeper, at=AT)
    tenure.end_deputy(later, by=keeper, at=AT)
    assert Deputy.objects.count() == 1


def test_duties_and_posts_change_with_a_day_and_are_events(bureau):
    keeper, clerk, unit = bureau["keeper"], bureau["clerk"], bureau["unit"]
    refused("unit-needed", tenure.give_duty, clerk, "head", None, since=DAY, until=None, by=keeper, at=AT)
    tenure.give_duty(clerk, "head", unit, since=DAY, until=None, by=keeper, at=AT)
    tenure.end_duty(clerk.duties.get(kind="clerk"), by=keeper, at=AT)
    tenure.move(clerk, unit, "主任", since=date(2018, 3, 8), by=keeper, at=AT)
    assert holds(clerk, "head", unit, DAY) and not holds(clerk, "clerk", unit, date(2018, 3, 2))
    assert [(one.title, one.until) for one in clerk.posts.order_by("since")] == [
        ("工作人员", date(2018, 3, 7)),
        ("主任", None),
    ]
    types = Event.objects.filter(stream=f"officer/{clerk.uid}").order_by("n").values_list("type", flat=True)
    assert list(types) == ["duty-given", "duty-ended", "post-given"]


def enter(username):
    client = Client()
    assert client.post("/login", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def test_the_keeper_sets_a_deputy_on_the_page_and_the_deputy_sees_it(bureau):
    keeper, day = enter("keeper"), today()
    before = enter("clerk")
    url = f"/officers/{bureau['secrecy'].uid}/"
    page = keeper.get(url)
    check(page.content.decode())
    said = {
        "deputy-deputy": bureau["clerk"].pk,
        "deputy-since": day.isoformat(),
        "deputy-until": (day + timedelta(days=3)).isoformat(),
    }
    assert keeper.post(f"{url}do/deputy", said).url == url
    assert before.get("/account/").status_code == 302, "duties changed, so the session ended"
    mine = enter("clerk").get("/account/").content.decode()
    check(mine)
    assert "clerk甲 代理 secrecy甲" in mine and "keeper甲" in mine
    again = keeper.post(f"{url}do/deputy", said)
    assert again.status_code == 422 and "已经有同一人的代理" in again.content.decode()
    wrong = keeper.post(f"{url}do/deputy", {"deputy-since": "someday"})
    assert wrong.status_code == 422
    check(wrong.content.decode())
    keeper.post(f"{url}do/end-deputy", {"pk": Deputy.objects.get().pk})
    assert Deputy.objects.get().until == day


def test_the_end_of_service_on_the_page(bureau):
    keeper, clerk = enter("keeper"), enter("clerk")
    url = f"/officers/{bureau['clerk'].uid}/"
    assert keeper.post(f"{url}do/leave", {"leave-on": today().isoformat()}).status_code == 302
    assert clerk.get("/account/").status_code == 302
    assert Client().post("/login", {"username": "clerk", "password": PASSWORD}).status_code == 200
    assert keeper.post(f"{url}do/nonsense").status_code == 404
    assert keeper.post(f"{url}do/end-duty", {"pk": "1e9"}).status_code == 404


def test_the_list_asks_as_often_for_many_as_for_few(bureau, django_assert_max_num_queries):
    for n in range(30):
        officer = Officer.objects.create(username=f"o{n}", name="甲", agency=bureau["agency"])
        Duty.objects.create(officer=officer, kind="leader", since=date(2015, 1, 1))
    client = enter("keeper")
    with django_assert_max_num_queries(16):
        page = client.get("/officers/").content.decode()
    check(page)
    assert page.count("分管领导") >= 30
