"""Who a respondent is: found by its code, by its name whatever form that has; a person decides."""

import pytest
from django.test import Client

from gongkai.desk.complaints import respondents
from gongkai.desk.complaints.models import Matter
from gongkai.desk.complaints.tests.centre import AT, DAY
from gongkai.desk.lists import marks

pytestmark = pytest.mark.django_db
FULL, CODE, ADDRESS = "威海康颐堂生物科技有限公司", "91371000MA3D7T5Q2M", "怡园街道文化西路18号"


@pytest.fixture
def known(centre):
    centre.case(AT)
    centre.case(AT, respondent="威海暖阳燃气具商行", credit_code="", respondent_address="世昌大道9号")
    marks.settle_all(1000)
    return centre


def found(centre, name="", code="", by="operator"):
    return [(one.name, one.code, one.why) for one in respondents.match(centre[by], DAY, name=name, code=code)]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (FULL, "名称相同，有代码"),
        ("康颐堂", "名称相近"),
        ("威海市康颐堂生物科技公司", "名称相近"),
        ("康颐堂生物科技（怡园店）", "名称相近"),
    ],
)
def test_a_name_finds_its_shop_without_place_and_form(known, name, why):
    assert found(known, name) == [(FULL, CODE, why)]


def test_a_code_finds_its_shop_and_says_that_it_is_called_otherwise(known):
    assert found(known, "某店", CODE.lower()) == [(FULL, CODE, "代码相同，名称不同")]
    assert found(known, "", CODE) == [(FULL, CODE, "代码相同")]
    assert found(known, FULL, CODE) == []


def test_what_is_only_a_little_alike_or_too_short_is_not_shown(known):
    assert found(known, "康") == []
    assert found(known, "生物科技研究院") == []
    assert found(known, "没有这家店") == []


def test_only_shops_of_cases_that_one_sees_are_suggested(known):
    assert found(known, "康颐堂", by="other") == []
    assert found(known, "康颐堂", by="handler") == [(FULL, CODE, "名称相近")]


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("威海康颐堂生物科技有限公司", "康颐堂生物科技"),
        ("山东省威海市暖阳商行", "暖阳"),
        ("商店", "商店"),
        ("康颐堂", "康颐堂"),
    ],
)
def test_what_is_left_of_a_name(name, left):
    assert respondents.core(name).removeprefix("威海") == left


def test_while_a_case_is_handed_out_the_page_shows_it_and_one_click_takes_it_over(known):
    case = known.case(AT, unit=None, respondent="康颐堂", credit_code="", respondent_address="")
    web = Client()
    web.force_login(known["operator"])
    page = web.get(f"/complaints/{case.uid}/").content.decode()
    assert "台账里的主体" in page and CODE in page
    form = web.get(f"/complaints/{case.uid}/?do=sort").content.decode()
    assert f'value="{CODE}|{FULL}"' in form
    said = {"category": "保健食品", "respondent": "康颐堂", "known": f"{CODE}|{FULL}"}
    wrong = web.post(f"/complaints/{case.uid}/do/sort", said | {"known": "X|某店"})
    assert wrong.status_code == 422
    assert web.post(f"/complaints/{case.uid}/do/sort", said).status_code == 302
    matter = Matter.objects.get(registration=case.registration)
    assert (matter.respondent, matter.credit_code, matter.respondent_address) == (FULL, CODE, ADDRESS)


def test_while_the_call_lasts_a_shop_is_taken_over_with_one_click(known):
    web = Client()
    web.force_login(known["operator"])
    side = web.post("/intake/side", {"respondent": "康颐堂", "caller": ""}).content.decode()
    assert f'data-fill-credit_code="{CODE}"' in side and "采用" in side
