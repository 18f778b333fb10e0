"""The line of a case in a list: what was said comes first, cut to the width of the line."""

import pytest

from gongkai.desk.complaints.screens.queue import gist


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("来电人反映：7月29日在甲店购买\n月饼", "7月29日在甲店购买 月饼"),
        ("市民反映，甲店短斤少两", "甲店短斤少两"),
        ("知情人举报：甲店无照", "甲店无照"),
        ("消费者反映强烈的问题没有解决", "消费者反映强烈的问题没有解决"),
        ("长" * 50, "长" * 46 + "…"),
    ],
)
def test_a_line_begins_with_what_was_said_not_with_who_said_it(said, line):
    assert gist(said) == line
