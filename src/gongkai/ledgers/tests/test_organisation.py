from decimal import Decimal

import pytest

from gongkai.ledgers.organisation import Stated, read_organisation
from gongkai.refusal import Refused

AGENCY = '[agency]\nname = "某局"\ncode = "371002SC"\n'
WHOLE = (
    AGENCY
    + """
[[units]]
code = "BGS"
name = "办公室"
kind = "科室"
[[units]]
code = "SY"
name = "食药大队"
kind = "大队"
line = "食药"
head = "王"
[leading_group]
name = "领导小组"
head = "毕"
[years.2017.staffing]
units = 1
part_time = 17
[years.2017.funding]
budget_wan = 3.5
[years.2017.figures]
stated_by = "姜"
"resp.social" = 0
"t2.license.decisions" = { value = 12, stated_by = "车" }
[years.2017.narrative]
overview = "共 {{ items.total }} 条"
"""
)


def read(folder, text, encoding="utf-8"):
    path = folder / "organisation.toml"
    path.write_bytes(text.encode(encoding))
    return read_organisation(path)


def test_the_whole_file_becomes_dataclasses(tmp_path):
    found = read(tmp_path, WHOLE)
    assert (found.agency.name, found.agency.site, found.folder) == ("某局", "", tmp_path)
    assert [(unit.code, unit.kind, unit.line) for unit in found.units] == [
        ("BGS", "科室", ""),
        ("SY", "大队", "食药"),
    ]
    assert found.leading_group.head == "毕"
    year = found.years[2017]
    assert (year.staffing.units, year.staffing.full_time, year.funding.budget_wan) == (
        1,
        None,
        Decimal("3.5"),
    )
    assert year.figures == {
        "resp.social": Stated(Decimal(0), "姜"),
        "t2.license.decisions": Stated(Decimal(12), "车"),
    }
    assert year.narrative == {"overview": "共 {{ items.total }} 条"}


def test_an_agency_alone_is_enough(tmp_path):
    found = read(tmp_path, AGENCY)
    assert (found.units, found.leading_group, found.years) == ((), None, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "agency"),
        ('[agency]\nname = "某局"\n', "缺少 code"),
        ('[agency]\nname = "某局"\ncode = 371002\n', "应是文字"),
        (AGENCY + 'colour = "red"\n', "colour"),
        (AGENCY + "[agency.x\n", "line 4"),
        (AGENCY + "[unit]\n", "unit"),
        (AGENCY + '[units]\ncode = "A"\n', r"\[\[units\]\]"),
        (AGENCY + '[[units]]\ncode = "A"\nname = "甲"\nkind = "处"\n', "科室、监管所、大队、事业单位"),
        (AGENCY + '[[units]]\nname = "甲"\nkind = "科室"\n', "第 1 个"),
        (AGENCY + '[[units]]\ncode = "A"\nname = "甲"\nkind = "科室"\nline = "农业"\n', "工商、质监、食药"),
        (
            AGENCY
            + '[[units]]\ncode = "A"\nname = "甲"\nkind = "科室"\n' * 1
            + '[[units]]\ncode = "A"\nname = "乙"\nkind = "科室"\n',
            "重复",
        ),
        (AGENCY + '[leading_group]\nhead = "毕"\n', "缺少 name"),
        (AGENCY + "[years.17.staffing]\n", "不是年份"),
        (AGENCY + "[years.2017.people]\n", "people"),
        (AGENCY + "[years.2017.staffing]\nunits = 1.5\n", "整数"),
        (AGENCY + "[years.2017.staffing]\nunits = true\n", "应是数字"),
        (AGENCY + '[years.2017.funding]\nbudget_wan = "三"\n', "应是数字"),
        (AGENCY + "[years.2017.funding]\nbudget_wan = nan\n", "不是可用"),
        (AGENCY + '[years.2017.figures]\n"a.b" = 1\n', "由谁填报"),
        (AGENCY + '[years.2017.figures]\nstated_by = "姜"\n"a.b" = "多"\n', "应是数字"),
        (AGENCY + "[years.2017.narrative]\noverview = 1\n", "应是文字"),
        ("agency = 1\n", "应是一张表"),
    ],
)
def test_what_does_not_belong_there_is_refused_with_its_place(tmp_path, text, words):
    with pytest.raises(Refused, match=words) as caught:
        read(tmp_path, text)
    assert "organisation.toml" in caught.value.sentence
    assert caught.value.mend


def test_a_file_that_is_not_there_or_not_utf_8_is_refused(tmp_path):
    with pytest.raises(Refused, match="读不出"):
        read_organisation(tmp_path / "organisation.toml")
    with pytest.raises(Refused, match="UTF-8"):
        read(tmp_path, WHOLE, "gb18030")
