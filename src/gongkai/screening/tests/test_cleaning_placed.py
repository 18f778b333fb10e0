"""PDF: what the eye reads where the order of painting says something else."""

import pytest

from gongkai.screening import screen
from gongkai.screening.cleaning.pieces import clean
from gongkai.screening.cleaning.running import opened
from gongkai.screening.policies import policy
from gongkai.screening.tests.cleaning_cases import ID18, copy_of
from gongkai.screening.tests.test_cleaning_pdf import (
    document,
    is_black,
    is_picture,
    page_picture,
    saved,
    words,
)


def test_glyphs_painted_out_of_order_are_read_by_their_places():
    order = sorted(enumerate(ID18), key=lambda pair: (pair[0] * 7) % 18)
    glyphs = "".join(f"BT /F1 12 Tf {72 + at * 7} 700 Td ({char}) Tj ET " for at, char in order)
    copy = copy_of(saved(document("BT /F1 12 Tf 40 700 Td (ID ) Tj ET " + glyphs)), "pdf")
    assert not any(char in words(copy.data) for char in ID18) and not is_picture(copy.data)
    assert is_black(page_picture(copy.data), (73, 134, 195, 141))
    assert [one.kind for one in copy.log if one.length] == ["id18"]


@pytest.mark.parametrize("way", ["down", "upside down", "any order, as a picture"])
def test_what_runs_in_no_common_way_is_blackened_even_where_the_page_becomes_a_picture(way):
    steps = range(len(ID18))
    places = {at: (72 + at * 7, 700) for at in steps}
    turn, order = "1 0 0 1", list(steps)
    if way == "down":
        places = {at: (300, 700 - at * 14) for at in steps}
    elif way == "upside down":
        places, turn = {at: (300 - at * 7, 700) for at in steps}, "-1 0 0 -1"
    else:
        order = sorted(steps, key=lambda at: at * 7 % 18)
    glyphs = "".join(
        f"BT /F1 12 Tf {turn} {places[at][0]} {places[at][1]} Tm ({ID18[at]}) Tj ET " for at in order
    )
    data = saved(document("BT /F1 12 Tf 40 750 Td (Number) Tj ET " + glyphs))
    assert "id18" in {one.kind for one in screen(data, name="a.pdf").findings}
    copy = clean(opened(data, "pdf", policy("penalty"), range(1, 9)), policy("penalty"))
    assert is_picture(copy.data) and {one.kind for one in copy.log if one.length} == {"id18"}
    shown = page_picture(copy.data)
    for x, y in places.values():
        turned = -1 if way == "upside down" else 1
        sides = sorted((x + turned, x + 5 * turned)), sorted((842 - y - turned, 842 - y - 7 * turned))
        place = (sides[0][0], sides[1][0], sides[0][1], sides[1][1])
        assert shown.crop(place).getextrema()[1] < 120
