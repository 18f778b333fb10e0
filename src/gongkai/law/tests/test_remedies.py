from datetime import date

import pytest

from gongkai.law.outcomes import outcomes
from gongkai.law.registry import Confidence, Transition
from gongkai.law.remedies import remedy_text
from gongkai.refusal import Refused

GOVERNMENT, ABOVE, COURT = "××区人民政府", "××市市场监督管理局", "××区人民法院"


def notice(on, code, **given):
    organs = {"review_organ": GOVERNMENT, "superior": ABOVE, "court": COURT}
    return remedy_text(date.fromisoformat(on), code, **(organs | given))


@pytest.mark.parametrize(
    ("on", "code", "ruleset", "months"),
    [
        ("2015-04-30", "reply.full", "remedy.a", "3个月"),
        ("2015-05-01", "reply.full", "remedy.b", "6个月"),
        ("2023-12-31", "grant.full", "remedy.b", "6个月"),
        ("2024-01-01", "grant.full", "remedy.c", "6个月"),
    ],
)
def test_the_day_of_the_decision_chooses_the_set(on, code, ruleset, months):
    given = notice(on, code)
    assert given.ruleset == ruleset
    assert months in given.text
    assert "60日内" in given.text
    assert not given.review_first


def test_until_2023_there_is_a_choice_of_two_organs__review_law_art_12():
    given = notice("2017-10-11", "reply.deny.secret")
    assert given.text == (
        "如不服本决定，可以在收到本告知书之日起60日内向××区人民政府或者××市市场监督管理局申请行政复议，"
        "或者在6个月内依法向××区人民法院提起行政诉讼。"
    )
    assert given.confidence is Confidence.FOUND
    assert "或者××市" not in notice("2017-10-11", "reply.full", superior="").text


def test_since_2024_only_the_government_reviews__review_law_art_24():
    given = notice("2024-03-01", "unable.none")
    assert given.text == (
        "如不服本决定，可以在收到本告知书之日起60日内向××区人民政府申请行政复议，"
        "或者在6个月内依法向××区人民法院提起行政诉讼。"
    )
    assert any("第二十四条" in article for article in given.articles)


def test_since_2024_a_refusal_goes_to_review_first__review_law_art_23():
    given = notice("2024-01-01", "deny.enforcement")
    assert given.review_first
    assert given.text == (
        "如不服本决定，应当先在收到之日起60日内向××区人民政府申请行政复议；对行政复议决定不服的，"
        "可以在收到决定书之日起15日内向××区人民法院提起行政诉讼。"
    )
    assert given.articles[0] == "《中华人民共和国行政复议法》第二十三条第一款第（四）项"
    assert not notice("2023-12-31", "deny.enforcement").review_first


def test_only_refusals_and_withheld_parts_go_to_review_first():
    first = {one.code for one in outcomes(2024) if notice("2024-06-03", one.code).review_first}
    assert first == {one.code for one in outcomes(2024) if one.group == "deny" and one.review_first} | {
        "grant.partial"
    }
    assert "redirect.query" not in first


def test_the_withheld_part_goes_to_review_first_by_a_reading_that_is_a_setting():
    given = notice("2024-06-03", "grant.partial")
    assert given.review_first
    assert given.confidence is Confidence.OPEN
    assert given.note
    assert "不予公开的部分" in given.text
    assert "6个月" in given.text
    direct = notice("2024-06-03", "grant.partial", partial_review_first=False)
    assert (direct.review_first, direct.confidence, direct.note) == (False, Confidence.FOUND, "")


def test_what_decides_nothing_carries_no_notice():
    assert notice("2017-10-11", "reply.amend") is None
    assert notice("2017-10-11", "reply.amend", court="") is None


def test_every_decisive_outcome_has_a_notice_that_names_its_organs():
    for on, year in (("2012-03-01", 2012), ("2017-03-01", 2017), ("2020-03-02", 2020), ("2025-03-03", 2025)):
        for one in outcomes(year):
            given = notice(on, one.code)
            if one.decisive:
                assert GOVERNMENT in given.text
                assert COURT in given.text
                assert "{" not in given.text
                assert given.articles


def test_the_organs_are_the_offices_own():
    zone = notice("2024-03-01", "grant.full", review_organ="××管理委员会", court="{甲}法院")
    assert "向××管理委员会申请" in zone.text
    assert "{甲}法院" in zone.text
    for missing in ("review_organ", "court"):
        with pytest.raises(Refused, match="缺少"):
            notice("2024-03-01", "grant.full", **{missing: " "})


def test_a_day_without_a_set_and_an_unknown_outcome_are_refused():
    with pytest.raises(Refused, match="2008-05-01"):
        notice("2008-04-30", "reply.full")
    with pytest.raises(Refused, match="没有代码"):
        notice("2024-03-01", "deny.everything")


def test_the_transition_is_a_setting():
    received = date(2023, 12, 20)
    assert notice("2024-01-10", "deny.law", received=received).ruleset == "remedy.c"
    by_receipt = notice("2024-01-10", "deny.law", received=received, policy=Transition.BY_RECEIPT)
    assert by_receipt.ruleset == "remedy.b"
