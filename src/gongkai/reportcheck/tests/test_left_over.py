"""What a template or word processor left over outside of the sections: in tables, behind the signature."""

import pytest

from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.tests.building import correct


@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("left", ["[image: IMG_1]", "{{ figures.pro }}", "××"])
def test_what_is_left_over_in_a_cell_of_a_table_is_reported_with_its_table(kind, left):
    made = correct(2017)
    made.values["pro.ch.gazette"] = left
    found = check_report(getattr(made, kind)()).findings
    assert any(one.rule.startswith("leftover.") and "表格" in one.where for one in found), found


def test_a_mark_behind_the_signature_of_a_page_is_reported_but_not_its_menu():
    page = correct(2017).html().decode()
    behind = page.replace("</body>", "<p>[image: IMG_1]</p></body>").encode()
    menu = page.replace("</body>", "<ul><li>[图片] 要闻</li><li>XX频道</li></ul></body>").encode()
    assert [one.rule for one in check_report(behind).findings] == ["leftover.image"]
    assert check_report(menu).findings == ()
