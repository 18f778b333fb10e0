from datetime import date

import pytest

from gongkai.law import registry
from gongkai.law.forms import form, forms
from gongkai.law.outcomes import counterpart, outcome, outcome_named, outcomes, row
from gongkai.refusal import Refused

CODES = {
    "deny.state_secret": "deny.secret",
    "deny.law": "deny.law",
    "deny.safety": "deny.safety",
    "deny.third_party": "deny.third",
    "deny.internal": "deny.internal",
    "deny.process": "deny.process",
    "deny.enforcement": "deny.enforce",
    "unable.none": "unable.none",
    "unable.not_ours": "unable.none",
    "unable.make": "unable.make",
    "unable.unclear": "unable.unclear",
    "skip.repeat": "skip.repeat",
    "skip.petition": "skip.petition",
    "skip.publication": "skip.pub",
    "skip.bulk": "skip.bulk",
    "skip.reissue": "skip.reissue",
    "other.no_correction": "other.nocorr",
    "other.no_fee": "other.nofee",
    "other.fix": "other.misc",
    "other.misc": "other.misc",
    "redirect.query": "deny.query",
    "grant.public": "grant",
    "grant.full": "grant",
    "grant.partial": "partial",
}
LABELS = {
    "属于已主动公开范围": "already",
    "同意公开答复": "full",
    "同意部分公开答复": "part",
    "不同意公开答复": "deny",
    "涉及国家秘密": "deny.secret",
    "涉及商业秘密": "deny.trade",
    "涉及个人隐私": "deny.privacy",
    "危及国家安全、公共安全、经济安全和社会稳定": "deny.safety",
    "不是《条例》所指政府信息": "deny.notinfo",
    "法律法规规定的其他情形": "deny.law",
    "不属于本行政机关公开": "notours",
    "申请信息不存在": "none",
    "告知作出更改补充": "amend",
    "告知通过其他途径办理": "otherway",
}
ALL = [one.code for year in (2017, 2023) for one in outcomes(year)]


def rows_of(form_id):
    matrix = form(form_id).matrix
    return {one.key for one in matrix.leaves} if matrix else set(form(form_id).keys)


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_2019_has_its_row_in_both_forms(code):
    found = outcome_named(code, date(2023, 3, 1))
    assert (found.code, found.ruleset) == (code, "outcome.2019")
    assert row(code, "report.fmt_2021") == f"out.{CODES[code]}"
    expected = "out.other" if code.startswith("other.") else f"out.{CODES[code]}"
    assert row(code, "report.fmt_2019") == expected


@pytest.mark.parametrize("label", LABELS)
def test_a_label_of_the_2014_form_without_the_word_number_is_read(label):
    found = outcome_named(label, date(2017, 10, 11))
    assert found.code == f"reply.{LABELS[label]}"
    assert outcome_named(found.code, 2017) is found
    assert row(found.code, "report.stat_2014") == f"app.reply.{LABELS[label]}"


def test_the_vocabularies_are_complete():
    assert {one.code for one in outcomes(2023)} == set(CODES)
    tails = {*LABELS.values(), "fix"}
    assert {one.code for one in outcomes(date(2018, 12, 31))} == {f"reply.{tail}" for tail in tails}


@pytest.mark.parametrize("one", [one.id for one in forms()])
@pytest.mark.parametrize("code", ALL)
def test_every_code_has_a_row_in_every_form_or_expressly_none(code, one):
    found = row(code, one)
    assert found is None or found in rows_of(one)


@pytest.mark.parametrize("identity", ["report.fmt_2019", "report.fmt_2021"])
def test_every_outcome_row_of_the_new_forms_can_be_reached(identity):
    reached = {row(one.code, identity) for one in outcomes(2023)}
    assert reached == rows_of(identity)


def test_every_reply_row_of_the_2014_form_can_be_reached():
    reached = {row(one.code, "report.stat_2014") for one in outcomes(2017)}
    assert reached == {key for key in form("report.stat_2014").keys if key.startswith("app.reply.")}


@pytest.mark.parametrize("one", [one.id for one in forms() if one.matrix])
def test_a_row_of_table_3_is_read_as_it_is_printed(one):
    year = form(one).years[0]
    for leaf in form(one).matrix.leaves:
        for text in (leaf.label, leaf.text, leaf.full, f"“{leaf.label}”", f" {leaf.label} "):
            assert row(outcome_named(text, year).code, one) == leaf.key, text


def test_a_reply_row_of_the_2014_form_is_read_as_it_is_printed():
    for one in form("report.stat_2014").tables[0].rows:
        if one.key.startswith("app.reply."):
            for text in (one.label, one.text, one.full):
                assert row(outcome_named(text, 2016).code, "report.stat_2014") == one.key, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("部分公开", "grant.partial"),
        ("部分公开(区分处理的,只计这一情形,不计其他情形)", "grant.partial"),
        ("（三）1. 属于国家秘密", "deny.state_secret"),
        ("3．危及三安全一稳定", "deny.safety"),
        ("危及“三安全一稳定”", "deny.safety"),
        ("DENY.LAW", "deny.law"),
        ("其他", "other.misc"),
        ("其他处理", "other.misc"),
        ("三（六）其他处理", "other.misc"),
        ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other.no_correction"),
        ("本机关不掌握相关政府信息", "unable.none"),
        ("不属于本机关负责公开", "unable.not_ours"),
        ("已主动公开", "grant.public"),
    ],
)
def test_numerals_brackets_and_quotation_marks_do_not_matter(text, code):
    assert outcome_named(text, date(2022, 5, 6)).code == code


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("不同意公开答复（涉及商业秘密）", 2017, "reply.deny.trade"),
        ("不同意公开答复数：其中：涉及国家秘密", 2017, "reply.deny.secret"),
        ("不予公开（属于行政执法案卷）", 2023, "deny.enforcement"),
        ("（三）不予公开：1.属于国家秘密", 2023, "deny.state_secret"),
        ("无法提供（没有现成信息需要另行制作）", 2023, "unable.make"),
        ("不同意公开答复（其他）", 2017, "reply.deny"),
    ],
)
def test_the_reason_in_brackets_or_after_a_colon_counts(text, on, code):
    assert outcome_named(text, on).code == code


@pytest.mark.parametrize(
    "text", ["", "数", "（一）", "同意", "完成", "公开了", "grant", "不予公开", "不予公开（其他）"]
)
def test_an_unknown_answer_is_refused(text):
    for on in (2016, 2022):
        with pytest.raises(Refused, match="答复结果"):
            outcome_named(text, on)


def test_the_day_of_the_answer_chooses_the_vocabulary():
    assert outcome_named("同意公开答复", date(2018, 12, 31)).code == "reply.full"
    with pytest.raises(Refused, match=r"2019-01-01.*outcome\.2019"):
        outcome_named("同意公开答复", date(2019, 1, 1))
    with pytest.raises(Refused, match="2018"):
        outcome_named("deny.state_secret", 2018)
    assert outcome_named("申请信息不存在", 2018).code == "reply.none"
    assert outcome_named("申请信息不存在", 2019).code == "unable.none"
    for on in (2007, 0, -1, 10_000, date(2008, 4, 30)):
        with pytest.raises(Refused):
            outcome_named("同意公开答复", on)


def test_an_answer_before_the_2019_condition_was_in_force_cites_none_of_its_articles():
    assert outcome_named("deny.internal", date(2019, 5, 15)).article == "第十六条第一款"
    early = outcome_named("deny.internal", date(2019, 5, 14))
    assert (early.code, early.article) == ("deny.internal", "")
    assert outcome_named("deny.internal", 2019).article == "第十六条第一款"


def test_a_request_to_amend_is_a_reply_that_does_not_close():
    amend = outcome_named("告知作出更改补充数", 2017)
    assert (amend.closes, amend.decisive) == (False, False)
    assert row(amend.code, "report.fmt_2021") is None
    assert [code for code in ALL if not outcome(code).closes] == ["reply.amend"]


def test_review_comes_first_for_refusals_under_articles_14_to_16_only():
    first = {one.code for one in outcomes(2024) if one.review_first}
    assert first == {code for code in CODES if code.startswith("deny.")}
    assert all(
        one.article.startswith(("第十四条", "第十五条", "第十六条"))
        for one in outcomes(2024)
        if one.review_first
    )


@pytest.mark.parametrize(
    ("code", "old"),
    [
        ("grant.public", "app.reply.already"),
        ("grant.full", "app.reply.full"),
        ("grant.partial", "app.reply.part"),
        ("deny.state_secret", "app.reply.deny.secret"),
        ("unable.not_ours", "app.reply.notours"),
        ("unable.none", "app.reply.none"),
        ("skip.petition", "app.reply.otherway"),
        ("deny.third_party", None),
        ("deny.internal", None),
        ("unable.make", None),
        ("skip.bulk", None),
        ("other.no_fee", None),
    ],
)
def test_crosswalk_from_2019_to_the_2014_form(code, old):
    assert row(code, "report.stat_2014") == old


@pytest.mark.parametrize(
    ("code", "new"),
    [
        ("reply.already", "out.grant"),
        ("reply.full", "out.grant"),
        ("reply.deny.trade", "out.deny.third"),
        ("reply.deny.privacy", "out.deny.third"),
        ("reply.notours", "out.unable.none"),
        ("reply.deny.notinfo", None),
        ("reply.otherway", None),
        ("reply.deny", None),
    ],
)
def test_crosswalk_from_the_2014_form_to_2019(code, new):
    assert row(code, "report.fmt_2019") == row(code, "report.fmt_2021") == new
    if new is None:
        assert outcome(code).note


def test_counterparts_lie_in_the_other_vocabulary_and_share_a_row():
    for code in ALL:
        if other := counterpart(code):
            assert other.ruleset != outcome(code).ruleset
            assert row(code, "report.fmt_2021") == row(other.code, "report.fmt_2021")
    assert counterpart("reply.full").code == "grant.full"
    assert counterpart("reply.deny.trade").code == "deny.third_party"
    assert counterpart("deny.third_party") is None


def test_a_request_to_correct_a_record_has_its_letter_and_the_nearest_row_and_says_so():
    for code, article in (("other.fix", "第四十一条"), ("reply.fix", "第二十五条")):
        found = outcome(code)
        assert (found.article, found.letter, found.review_first) == (article, "fix", False)
        assert "没有明文" in found.note
        assert row(code, "report.stat_2014") == "app.reply.otherway"


def test_unknown_codes_and_forms_are_refused():
    with pytest.raises(Refused, match="没有代码"):
        outcome("deny.everything")
    with pytest.raises(Refused, match="没有代码"):
        row("deny.everything", "report.fmt_2021")
    with pytest.raises(Refused, match="没有编号"):
        row("deny.law", "report.fmt_2031")


def test_names_in_use_are_not_shared_by_two_outcomes():
    for rule in registry.of_field("outcome"):
        names = [name for entry in rule.data["outcome"] for name in (entry["label"], *entry.get("names", ()))]
        assert len(names) == len(set(names)), rule.id
        for entry in rule.data["outcome"]:
            for name in (entry["label"], *entry.get("names", ())):
                assert outcome_named(name, rule.from_.year).code == entry["code"], name
