"""What rows from all over a list say about words: which are common, and whether walking soon finds them."""

from types import SimpleNamespace

import pytest

from gongkai.desk.lists import weighing


def share(texts, *words):
    return weighing._share(SimpleNamespace(words=words), [(text,) for text in texts])


def test_what_is_spread_over_a_list_is_worth_walking_for():
    assert share(["食品 抽检" if no % 10 == 0 else "其他" for no in range(250)], "食品") == pytest.approx(
        0.1, abs=0.03
    )


def test_what_only_one_year_has_is_not_walked_for():
    texts = [f"{2009 + no * 18 // 256}年 申请" for no in range(256)]
    assert share(texts, "2019年") == 0
    assert share(texts, "申请") == 1


def test_of_a_few_rows_the_share_is_a_number():
    assert share(["食品"], "食品") == 1
    assert share(["食品", "药品", "药品"], "食品") == 0
