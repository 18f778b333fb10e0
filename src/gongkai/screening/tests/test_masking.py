"""Working texts lose what says who somebody is, by the engine's findings and by nothing else."""

import re
import tomllib
from pathlib import Path

import pytest

from gongkai.screening.finding import Verdict
from gongkai.screening.known import Known, Party
from gongkai.screening.masking import HOME, NAME, PHONE, WORDS, is_suspect, mask, masked, persons
from gongkai.screening.text import screen_text

CORPUS = Path(__file__).parents[4] / "tests" / "screening" / "corpus"


def corpus():
    """The texts of the corpus without its marks, with what their passages know of persons."""
    for file in sorted(CORPUS.glob("*.toml")):
        for passage in tomllib.loads(file.read_text(encoding="utf-8"))["passage"]:
            text = re.sub(r"⟦[a-z_0-9]+ \S+?\||⟧", "", passage["text"])
            named = [one["name"] for one in passage.get("known", {}).get("parties", ()) if "kind" in one]
            yield text, Known(parties=tuple(Party(name) for name in named), shipped_lists=False)


def by_the_engine(text, known):
    """What the whole engine finds of a person: the same without the front and without narrowing."""
    return [
        (one.start, one.end, one.kind)
        for one in screen_text(text, known)
        if one.kind in WORDS and one.verdict is Verdict.REDACT
    ]


def test_what_the_engine_finds_of_a_person_is_masked_and_the_front_never_overlooks_it():
    count = 0
    for text, known in corpus():
        expected = by_the_engine(text, known)
        found = {(one.start, one.end, one.kind) for one in masked(text, known)}
        missing = [one for one in expected if one not in found and text[one[0] : one[1]][-1:] != "某"]
        assert not missing, (text, [text[a:b] for a, b, _ in missing])
        assert not found or is_suspect(text, known), text
        count += len(found)
    assert count > 500


def test_nothing_of_a_person_is_left_to_find_in_a_masked_text():
    for text, known in corpus():
        again = mask(mask(text, known), known)
        assert again == mask(text, known), (text, mask(text, known), again)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("于志静反映商家不退款，于女士要求回电。", f"{NAME}反映商家不退款，{NAME}要求回电。"),
        ("于 志 静签收；于\u3000志\u3000静", f"{NAME}签收；{NAME}"),
        ("小于来电，要求退款", f"{NAME}来电，要求退款"),
        ("王女士的店", "王女士的店"),
        ("于家村超市", "于家村超市"),
    ],
)
def test_a_party_of_the_record_is_masked_with_aliases_and_forms_of_address(text, left):
    known = Known(parties=(Party("于志静", aliases=("小于",)),), shipped_lists=False)
    assert mask(text, known) == left


def test_numbers_written_to_escape_are_seen():
    assert mask("打1３8-1234\u200b5678") == f"打{PHONE}"
    assert mask("家住威海市高区后峰西村115号3单元201室，有噪声").startswith(f"家住{HOME}")


def test_the_matter_stays():
    text = "消费者食用海鲜后出现过敏，就诊花费860元，当事人向15岁学生售烟。"
    assert mask(text) == text


def test_the_respondent_and_its_premises_stay():
    known = Known(
        parties=(Party("威海高区汐里儿童游泳馆", "enterprise"),),
        premises=("威海市高区吉林路58号",),
        shipped_lists=False,
    )
    text = "威海高区汐里儿童游泳馆（威海市高区吉林路58号）收费后关门。"
    assert mask(text, known) == text


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("于志静", ["于志静"]),
        ("于志静、张三（代理人）", ["于志静", "张三"]),
        ("于志静(女)；王 五", ["于志静", "王"]),
        ("匿名", []),
        ("王某", []),
        ("李", []),
        ("", []),
        ("李先生", ["李先生"]),
    ],
)
def test_a_cell_of_a_register_may_name_several_persons(cell, names):
    assert [party.name for party in persons(cell)] == [one for one in names if len(one) > 1]


def test_a_text_without_a_trigger_costs_no_engine(monkeypatch):
    monkeypatch.setattr("gongkai.screening.masking.screen_text", lambda *_, **__: pytest.fail("asked"))
    text = "反映商品质量有问题，要求退货，请尽快处理。"
    assert mask(text, Known(parties=(Party("欧阳娜"),), shipped_lists=False)) == text
