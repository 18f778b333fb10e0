"""Words that mean the same are found together: a list ships, an office adds its own."""

import pytest

from gongkai import grams
from gongkai.portal.publishing import searching, synonyms
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def found(question):
    return list(searching.find(grams.terms(question)).order_by("index").values_list("index", flat=True))


@pytest.fixture
def items(desk):
    desk.publish("T/2018-00001", "元宵消费提示", column="warnings")
    desk.publish("T/2018-00002", "年货消费警示", column="warnings")
    desk.publish("T/2018-00003", "预付费卡退款办法", column="work")


def test_whoever_looks_for_one_word_of_a_line_finds_the_others(items):
    assert found("消费警示") == found("消费提示") == ["T/2018-00001", "T/2018-00002"]
    assert found("预付卡 退款") == ["T/2018-00003"]
    assert found("消费 元宵") == ["T/2018-00001"]


def test_an_office_adds_its_own_lines(items, settings):
    settings.GONGKAI_PORTAL_KEYS.mkdir(parents=True, exist_ok=True)
    own = settings.GONGKAI_PORTAL_KEYS / synonyms.FILE
    own.write_text('groups = [["过大年", "年货"]]\n', encoding="utf-8")
    assert found("过大年") == ["T/2018-00002"]
    own.write_text("groups = 1", encoding="utf-8")
    with pytest.raises(Refused, match="看不懂"):
        found("过大年")


def test_a_word_alone_is_itself(items):
    assert synonyms.of("元宵") == ["元宵"]
    assert synonyms.of("消费警示")[0] == "消费警示"


def test_the_order_of_the_index_is_the_order_of_the_answer(items, desk):
    desk.publish("T/2018-00004", "更早的消费警示", column="warnings", published="2016-01-01")
    places = searching.places(searching.Sought(["消费"]), 10)
    assert places == sorted(places, reverse=True)
    assert [hit.index_number for hit in searching.hits(places)][-1] == "T/2018-00004"
    year = searching.places(searching.Sought(["消费"], year=2016), 10)
    assert [hit.index_number for hit in searching.hits(year)] == ["T/2018-00004"]
    above = searching.places_above(searching.Sought(["消费"]), places[-1], 10)
    assert above == sorted(places)
