"""Layouts and wordings of other offices: read in full, without a false finding."""

import pytest

from gongkai.reportcheck.checking import check_report, understand
from gongkai.reportcheck.tests.building import correct


def rules(data):
    return [(one.rule, one.severity) for one in check_report(data).findings]


def test_labels_set_one_character_a_paragraph_and_a_table_in_three_parts_are_read():
    made = correct(2021)

    def paragraphs(rows):
        return [
            [("</p><p>".join(text) if len(text) < 12 else text, c, r) for text, c, r in row] for row in rows
        ]

    def split(key, rows):
        return paragraphs(rows) if key == "t3" else rows

    made.spans = split
    page = made.html().decode().replace("&lt;/p&gt;&lt;p&gt;", "</p><p>")
    page = page.replace("<td>", "<td><p>").replace("</td>", "</p></td>")
    assert check_report(page.encode()).findings == ()
    assert not understand(page.encode()).tables.missing


def test_heads_of_table_4_are_no_figures_of_table_3():
    """A page shows table 3 in parts, and table 4 begins with a row that holds 总计 too."""
    page = correct(2021).html().decode()
    at = page.index("结转下年度继续办理", page.index("本年新收政府信息公开申请数量"))
    row = page.rindex("<tr", 0, at)
    row = page.rindex("<tr", 0, row)
    cut = page[:row] + "</table><p>（续表）</p><table>" + page[row:]
    assert not any(rule == "cell" for rule, _ in rules(cut.encode()))


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_list_in_two_halves_beside_each_other_is_read(kind):
    made = correct(2017)

    def beside(_key, rows):
        head, rest = rows[0], rows[1:]
        half = (len(rest) + 1) // 2
        blank = [("", 1, 1)] * len(head)
        right = [*rest[half:], blank]
        return [head * 2, *(left + right[at] for at, left in enumerate(rest[:half]))]

    made.spans = beside
    data = getattr(made, kind)()
    assert check_report(data).findings == ()
    assert understand(data).tables.values["resp.press"] == 2


def test_sentences_of_a_narrative_are_not_labels_of_the_list_of_2014():
    made = correct(2021)
    made.texts["general"] = [f"1.{text}" for text in made.texts["general"]]
    made.texts["general"].append("2.主动公开情况。全年更新专栏。3.依申请公开情况。见下文。")
    for data in (made.text(), made.pdf()):
        assert check_report(data).findings == ()


def test_headings_marked_as_in_markdown_are_headings():
    lines = correct(2021).text().decode().splitlines()
    marked = [
        f"## {line}" if line[1:2] == "、" and len(line) < 25 and "\t" not in line else line for line in lines
    ]
    assert any(line.startswith("## 一、") for line in marked)
    assert check_report("\n".join(marked).encode()).findings == ()


def test_a_paragraph_broken_by_the_width_of_a_letter_is_one():
    made = correct(2021)
    long = "我局依据《中华人民共和国政府信息公开条例》和上级的各项要求，认真做好各项公开工作，做到及时更新。"
    made.texts["general"].append(long)
    lines = []
    for line in made.text().decode().splitlines():
        whole = line if "\t" in line else "\u3000\u3000" + line
        lines += [whole] if "\t" in line else [whole[at : at + 40] for at in range(0, len(whole), 40)]
    assert check_report("\n".join(lines).encode()).findings == ()


def test_a_heading_that_runs_into_its_paragraph_keeps_the_indent():
    made = correct(2017)
    lines = ["\u3000\u3000" + line for line in made.text().decode().splitlines()]
    lines = [line.strip() if "\t" in line else line for line in lines]
    joined = "\n".join(lines).replace("概述\n\u3000\u3000", "概述。")
    assert "概述。2017" in joined
    assert "style.indent" not in [rule for rule, _ in rules(joined.encode())]


def test_a_place_names_its_section_where_headings_bear_no_number():
    made = correct(2021)
    made.edit("applications", "859", "858")
    made.headings = [(key, text.partition("、")[2]) for key, text in made.headings]
    page = made.html().decode()
    for _, text in made.headings:
        page = page.replace(f"<p>{text}</p>", f"<h2>{text}</h2>")
    (one,) = check_report(page.encode()).findings
    assert one.where.startswith("“收到和处理政府信息公开申请情况”一节")


@pytest.mark.parametrize("word", ["我镇", "本街道", "我校", "我院"])
def test_a_bureau_does_not_speak_of_itself_as_another_kind_of_body(word):
    made = correct(2021)
    made.texts["problems"].append(f"{word}将增加培训。")
    assert rules(made.html()) == [("leftover.template", "error")]


@pytest.mark.parametrize(
    "words", ["我镇级平台建设指导", "“我校”栏目", "《关于我镇工作的通知》", "我区", "各学校在本校网站的专栏"]
)
def test_near_misses_of_such_words_are_let_pass(words):
    made = correct(2021)
    made.texts["problems"].append(f"{words}继续完善。")
    assert rules(made.html()) == []


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("中华人民共和国政府信息公开条列", "中华人民共和国政府信息公开条例"),
        ("中华人民共和国政府信息开条例", "中华人民共和国政府信息公开条例"),
        ("政府信息公开信息处理费管理办发", "政府信息公开信息处理费管理办法"),
    ],
)
def test_a_title_with_one_wrong_character_is_told_with_the_right_one(title, right):
    made = correct(2021)
    made.texts["others"].append(f"依据《{title}》执行。")
    (one,) = check_report(made.html()).findings
    assert (one.rule, one.expected, one.found) == ("rule.title", right, title)


@pytest.mark.parametrize(
    "title", ["山西省政府信息公开办法", "中华人民共和国行政许可法", "山东省政府信息公开办法"]
)
def test_a_rule_of_another_place_or_subject_is_no_misspelt_one(title):
    made = correct(2021)
    made.texts["others"].append(f"依据《{title}》执行。")
    assert rules(made.html()) == []


def test_a_period_with_a_comma_in_it_is_read():
    made = correct(2021)
    made.preamble.append("报告中所列数据的统计期限从2021年1月1日起，到2021年11月30日止。")
    assert ("period", "error") in rules(made.html())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("行政复议2次听证由分管负责人参加", []),
        ("明确不予公开3个方面的信息", []),
        ("明确不予公开35条，均说明理由", [("unit", "warn")]),
        ("行政复议3次", [("unit", "warn")]),
    ],
)
def test_only_the_cases_themselves_are_counted_in_the_unit_of_the_tables(words, found):
    made = correct(2021)
    made.texts["general"].append(f"{words}。")
    assert rules(made.html()) == found


@pytest.mark.parametrize(
    ("words", "found"), [("专职1人、兼职17人", []), ("专职2人", [("narrative.table", "error")])]
)
def test_staff_of_the_sentence_is_that_of_the_list(words, found):
    made = correct(2017)
    made.texts["org"] = [f"从事政府信息公开工作人员18人，其中{words}。"]
    assert rules(made.html()) == found
