"""Random passages with planted identifiers: none remains, everything else is as it was."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.screening.cleaning.pieces import Removed
from gongkai.screening.cleaning.verifying import remains
from gongkai.screening.policies import deidentify, policy
from gongkai.screening.text import screen_text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SENTENCES = (
    "经查，当事人未按规定保存进货查验记录。",
    "执法人员现场检查时，货架上摆放有待售食品。",
    "上述事实有现场笔录、询问笔录和照片为证。",
    "本局责令当事人改正，并处以警告。",
    "当事人在法定期限内没有提出陈述和申辩。",
)


@st.composite
def ids(draw):
    """A resident id with a right check digit."""
    day = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2005, 12, 31)))
    body = f"371002{day:%Y%m%d}{draw(st.integers(1, 999)):03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


@st.composite
def cards(draw):
    """A card number with a right check digit."""
    body = "622848" + "".join(map(str, draw(st.lists(st.integers(0, 9), min_size=12, max_size=12))))
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(body))]
    return body + str(-sum(d - 9 * (d > 9) for d in doubled) % 10)


mobiles = st.integers(13000000000, 19999999999).map(str)
planted = st.one_of(
    ids().map(lambda value: ("身份证号", value)),
    cards().map(lambda value: ("银行卡号", value)),
    mobiles.map(lambda value: ("手机号", value)),
)


def wide(value):
    """Full-width digits."""
    return "".join(chr(ord(char) + 0xFEE0) for char in value)


forms = st.sampled_from(
    [
        str,
        wide,
        lambda value: " ".join((value[:3], value[3:7], value[7:])),
        lambda value: "\u200b".join(value),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SENTENCES), planted, forms), min_size=1, max_size=5))
def test_planted_identifiers_go_and_all_else_stays(rows):
    text = "".join(f"{sentence}{label}{form(value)}。" for sentence, (label, value), form in rows)
    done = deidentify(text, policy("all"))
    values = [Removed(value, "id18") for _, (_, value), _ in rows]
    assert list(remains(done.text, values, screen_text(done.text))) == []
    parts, at = [], 0
    for one in done.log:
        parts += (text[at : one.start], one.replacement)
        at = one.start + one.length
    assert "".join([*parts, text[at:]]) == done.text
    for sentence, (label, _), _ in rows:
        assert sentence + label in done.text
    assert deidentify(done.text, policy("all")).text == done.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_text(text):
    done = deidentify(text, policy("all"))
    if done.left == ():
        assert deidentify(done.text, policy("all")).text == done.text
