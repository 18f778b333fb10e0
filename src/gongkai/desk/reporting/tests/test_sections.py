"""The sections of a report are written on the desk: drafted, previewed with figures, saved, checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.casework.models import Event
from gongkai.desk.reporting import composing
from gongkai.desk.reporting.models import Narrative, NarrativeDraft
from gongkai.desk.reporting.report import writing
from gongkai.desk.reporting.tests import factories as make
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
HERE = "/years/2017/report/sections/overview/"
EMPTY = composing.base_of("")


@pytest.fixture
def agency(keys: object) -> Agency:
    made = make.AgencyFactory()
    make.item(made)
    return made


def login(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    html = answer.content.decode()
    check(html)
    return html


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.sentence and refused.value.mend
    return refused.value.code


def test_from_the_report_to_a_saved_section(agency: Agency) -> None:
    office = make.officer(agency, "office")
    client = login(office)
    assert HERE in text(client.get("/years/2017/report/"))
    page = text(client.get(HERE))
    assert "还没有写" in page and "{{ items.total }}" in page and "整份报告的检查" in page
    words = "全年主动公开{{ items.total }}条，受理 35 起。"
    answer = client.post(HERE, {"text": words, "base": EMPTY, "keep": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}#preview")
    page = text(client.get(HERE))
    assert "有未写入报告的草稿" in page and "没有来源" in page and words.replace('"', "&quot;") in page
    assert not Narrative.objects.exists()
    assert "缺少" in " ".join(one.detail for one in writing.prepare(agency, 2017).errors)
    right = words.replace("受理 35 起", "均在法定期限内")
    answer = client.post(HERE, {"text": right, "base": EMPTY, "save": "1"})
    assert answer["Location"] == "/years/2017/report/#overview"
    saved = Narrative.objects.get()
    assert (saved.by, saved.text) == (office, right + "\n") and not NarrativeDraft.objects.exists()
    assert Event.objects.filter(stream=f"agency/{agency.code}", type=composing.SAVED).count() == 1
    page = text(client.get("/years/2017/report/"))
    assert "均在法定期限内" in page and "全年主动公开" in page
    assert "已写入报告" in text(client.get(HERE))


def test_nobody_overwrites_what_another_wrote_meanwhile(agency: Agency) -> None:
    office, leader = make.officer(agency, "office"), make.officer(agency, "leader")
    mine = {"base": EMPTY, "at": make.NOON}
    composing.keep(agency, 2017, "overview", "我的草稿", by=office, **mine)
    composing.save(agency, 2017, "overview", "领导写的", by=leader, **mine)
    page = text(login(office).get(HERE))
    assert "报告中的这一节被别人改过" in page and "领导写的" in page and "我的草稿" in page
    answer = login(office).post(HERE, {"text": "我的稿子", "base": EMPTY, "save": "1"})
    assert f"您编写期间，{leader.name}改过这一节" in text(answer, 409)
    assert "我的稿子" in answer.content.decode() and Narrative.objects.get().text == "领导写的\n"
    new = composing.base_of("领导写的\n")
    later = make.NOON + timedelta(hours=1)
    composing.save(agency, 2017, "overview", "合并的", base=new, by=office, at=later)
    assert login(office).post(HERE, {"discard": "1"}).status_code == 302
    assert Narrative.objects.get().text == "合并的\n"


def test_who_may_not_and_what_is_refused(agency: Agency) -> None:
    office, clerk = (
        make.officer(agency, "office"),
        make.officer(agency, "clerk", unit=make.UnitFactory(agency=agency)),
    )
    given = {"base": EMPTY, "by": office, "at": make.NOON}
    assert code(composing.save, agency, 2017, "overview", " ", **given) == "no-words"
    assert code(composing.save, agency, 2017, "no-such", "字", **given) == "no-section"
    assert code(composing.keep, agency, 2017, "overview", "字" * 60_001, **given) == "too-long"
    assert code(composing.keep, agency, 2017, "overview", "字", **given | {"by": clerk}) == "not-held"
    assert login(clerk).get(HERE).status_code == 403
    assert HERE not in text(login(clerk).get("/years/2017/report/"))
    assert login(office).get("/years/2017/report/sections/general/").status_code == 404


def test_the_section_of_the_year_before_is_at_hand(agency: Agency) -> None:
    office = make.officer(agency, "office")
    composing.save(agency, 2016, "overview", "去年这样写", base=EMPTY, by=office, at=make.NOON)
    page = text(login(office).get(HERE))
    assert "上一年的这一节" in page and "去年这样写" in page
    composing.keep(agency, 2017, "overview", "# 坏\n\n{{ no.such }}", base=EMPTY, by=office, at=make.NOON)
    page = text(login(office).get(HERE))
    assert "？" in page
