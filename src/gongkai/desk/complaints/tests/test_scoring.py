"""How past signals fared: precision, recall with what no signal told, small numbers said as such."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.complaints.models import Clue, NightRun, Signal, Unforeseen
from gongkai.desk.complaints.signals.scoring import SPAN, Rate, scores
from gongkai.desk.complaints.verbs import signalling
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.verbs import open_investigation
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = today()


def signal(centre, number, **more):
    values = {
        "agency": centre.agency, "year": TODAY.year, "number": number, "key": "product=保健食品",
        "day": TODAY, "window": 7, "people": 8, "expected": 1.0, "limit": 5, "q": 0.001, "crossed_on": TODAY,
        "found_at": timezone.now(),
    }  # fmt: skip
    return Signal.objects.create(**(values | more))


def warning(centre, title, on=TODAY, **more):
    return Item.objects.create(
        agency=centre.agency, index=title, title=title, category="消费警示信息", means="主动公开",
        published_on=on, **more,
    )  # fmt: skip


def investigation(centre, number, cases):
    made = open_investigation(
        agency=centre.agency, number=number, unit=centre.units["JC"], violation="虚假宣传",
        by=centre["inspector"], at=timezone.now(),
    )  # fmt: skip
    Clue.objects.bulk_create(Clue(case=case, investigation=made, on=TODAY) for case in cases)
    return made


@pytest.fixture
def past(centre):
    """Two that were right, one dismissed, one that waits; a warning and an investigation nobody foresaw."""
    NightRun.objects.create(agency=centre.agency, on=TODAY - timedelta(days=30))
    office, at = centre["office"], timezone.now()
    signalling.warn(signal(centre, 1), centre.units["YY"], by=office, at=at)
    cases = [centre.case(at, person={"name": f"人{n}", "phone": f"1380631000{n}"}) for n in range(3)]
    told = signal(centre, 2)
    told.cases.create(case=cases[0])
    signalling.make_clue(told, investigation(centre, "立1", cases), by=office, at=at)
    signalling.dismiss(signal(centre, 3), "media", by=office, at=at)
    signal(centre, 4)
    warning(centre, "月饼消费提示")
    others = [centre.case(at, person={"name": f"某{n}", "phone": f"1390631000{n}"}) for n in range(3)]
    investigation(centre, "立2", others)
    investigation(centre, "立3", others[:2])
    return centre


def test_precision_is_of_what_was_judged_and_recall_of_what_happened(past):
    said = scores(past.agency, TODAY)
    assert (said.precision, said.waiting) == (Rate(2, 3), 1)
    assert said.recall == Rate(2, 4)
    assert sorted(one.title for one in said.missed) == ["月饼消费提示", "立2 虚假宣传"]
    assert list(said.dismissed) == [("media", 1)]


def test_what_nothing_could_have_told_is_no_miss_once_a_person_says_so(past):
    item = Item.objects.get(title="月饼消费提示")
    with pytest.raises(Refused):
        signalling.excuse("seasonal", item=item, by=past["handler"], at=timezone.now())
    with pytest.raises(Refused):
        signalling.excuse("tired", item=item, by=past["office"], at=timezone.now())
    signalling.excuse("reprint", item=item, by=past["office"], at=timezone.now())
    signalling.excuse("seasonal", item=item, by=past["office"], at=timezone.now())
    assert Unforeseen.objects.get().reason == "seasonal"
    said = scores(past.agency, TODAY)
    assert (said.recall, said.excused) == (Rate(2, 3), 1)


def test_nothing_before_the_first_night_or_beyond_a_year_counts(centre):
    warning(centre, "以前的提示", date(2017, 9, 1))
    assert scores(centre.agency, TODAY).recall == Rate(0, 0)
    NightRun.objects.create(agency=centre.agency, on=TODAY - timedelta(days=10))
    warning(centre, "开始前的提示", TODAY - timedelta(days=11))
    said = scores(centre.agency, TODAY)
    assert (said.first, said.recall) == (TODAY - timedelta(days=10), Rate(0, 0))
    NightRun.objects.create(agency=centre.agency, on=TODAY - 3 * SPAN)
    assert scores(centre.agency, TODAY).first == TODAY - SPAN


def test_small_numbers_are_said_as_such_with_their_interval():
    assert Rate(0, 0).percent is None
    assert (Rate(2, 3).percent, Rate(2, 3).is_small, Rate(2, 3).interval) == (67, True, (20, 94))
    assert (Rate(45, 50).is_small, Rate(45, 50).interval) == (False, (78, 96))


def test_the_page_shows_both_how_they_are_counted_and_takes_the_word_of_a_person(past):
    web = Client()
    web.force_login(past["office"])
    page = web.get("/signals/").content.decode()
    for words in ("2 / 3", "2 / 4", "数目小，只作参考", "媒体报道引起 1", "月饼消费提示", "漏报"):
        assert words in page
    item = Item.objects.get(title="月饼消费提示")
    data = {"of": "item", "uid": item.uid, "reason": "seasonal"}
    assert web.post("/signals/excuse", data).status_code == 302
    assert "2 / 3" in web.get("/signals/").content.decode()
    assert web.post("/signals/excuse", data | {"uid": "no"}).status_code == 404
