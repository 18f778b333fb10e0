"""Layouts of real pages, rebuilt: blank totals, heads whose spans differ from those of the figures, pipes."""

from gongkai.reportcheck.checking import check_report, understand
from gongkai.reportcheck.tests.building import correct


def provincial():
    """A municipality's office for 2019: blank cells for 0, blank totals of the outcomes."""
    made = correct(2019)
    made.title = "2019年上海市人民政府办公厅政府信息公开工作年度报告"
    made.signature = made.date = ""
    made.preamble = ["本年度报告根据《中华人民共和国政府信息公开条例》编制，数据从2019年1月1日到12月31日止。"]
    made.values |= {"t2.rule.made": 13, "t2.rule.published": 13, "t2.rule.total": 524}
    made.values |= {"t2.procure.n": 6, "t2.procure.amount": "251000元"}
    group = {"t4.review": (5, 0, 0, 2, 7), "t4.direct": (8, 0, 0, 1, 9), "t4.after": (0, 0, 0, 0, 0)}
    for key, cells in group.items():
        names = ("upheld", "corrected", "other", "open", "total")
        made.values |= {f"{key}.{name}": cell for name, cell in zip(names, cells, strict=True)}
    for key, cell in made.values.items():
        if key.startswith(("in.", "out.", "carry.", "t4.")) and cell == 0:
            made.values[key] = "\u00a0"
        if key.startswith("out.") and key.endswith(".total") and key != "out.total.total":
            made.values[key] = "\u00a0"
    made.texts["general"] = [
        "主动公开规章13件，行政规范性文件60件。",
        "共受理政府信息公开申请859件，数量较去年回落12.3%；答复政府信息公开申请805件（含上年度结转申请18件，"
        "另有72件顺延到下年度答复），均在法定期限内答复。予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；"
        "因不掌握等原因无法提供265件，占32.9%；不予处理158件，占19.6%；其他处理0件。"
        "信息公开类行政复议7件，诉讼9件。",
    ]
    made.texts["applications"], made.texts["disputes"] = ["见下表。"], ["见下表。"]
    made.headings = [
        (key, heading.replace("存在的", "政府信息公开工作存在的")) for key, heading in made.headings
    ]
    page = made.html(junk=True).decode()
    page = page.replace("<h1>", "<h2>").replace("</h1>", "</h2><p>发布日期：2020-01-31</p>")
    return page.replace("本年新制作数量", "本年新<br />制作数量").encode()


def test_the_real_slip_is_the_only_error_and_blanks_are_one_warning_a_table():
    checked = check_report(provincial())
    assert (checked.form, checked.year) == ("report.fmt_2019", 2019)
    errors = [(one.rule, one.expected, one.found) for one in checked.errors]
    assert errors == [
        ("narrative.table", 275, 258),
        ("narrative.table", 337, 265),
        ("narrative.sum", 805, 716),
    ]
    assert [one.rule for one in checked.findings if one.severity == "warn"] == ["blank", "blank"]


def test_a_blank_total_counts_as_its_sum_and_an_amount_may_carry_its_unit():
    read = understand(provincial()).tables
    assert read.values["out.grant.total"] is None
    assert read.counted["out.grant.total"] == 272
    assert read.values["t2.procure.amount"] == 251000


def test_heads_with_other_spans_than_their_figures_are_read_by_order():
    made = correct(2019)
    made.values["t2.license.decisions"] = 31

    def change(key, rows):
        if key == "t2":
            return [
                [(text, span + place % 2, 1) if text != row[0][0] else (text, span, 1)
                 for place, (text, span, _) in enumerate(row)]
                for row in rows
            ]  # fmt: skip
        return rows

    made.spans = change
    checked = check_report(made.html())
    assert checked.findings == ()
    assert understand(made.html()).tables.values["t2.license.decisions"] == 31


def test_lines_with_pipes_are_a_table_too():
    text = correct(2021).text().decode().replace("\t", " | ")
    lines = [f"| {line} |" if " | " in line else line for line in text.splitlines()]
    checked = check_report("\n".join(lines).encode())
    assert checked.findings == ()


def test_one_cell_a_line_is_read_in_order():
    checked = check_report(correct(2021).text().replace(b"\t", b"\n"))
    assert checked.findings == ()


def test_gb18030_and_utf16_are_read():
    text = correct(2017).text().decode()
    for name in ("gb18030", "utf-16", "utf-8-sig"):
        assert check_report(text.encode(name)).findings == ()
    page = correct(2021).html().decode().replace("<head>", '<head><meta charset="gb2312">')
    assert check_report(page.encode("gb18030")).findings == ()


def test_links_to_the_reports_of_other_years_do_not_change_the_year():
    page = correct(2021).html().decode()
    links = "".join(
        f"<li><a href='#'>某局{year}年政府信息公开工作年度报告</a></li>" for year in range(2012, 2025)
    )
    for changed in (
        page.replace("<body>", f"<body><ul>{links}</ul>"),
        page.replace("</body>", f"<ul>{links}</ul></body>"),
    ):
        checked = check_report(changed.encode())
        assert checked.year == 2021
        assert checked.findings == ()


def test_headings_without_numbers_are_sections_where_the_file_marks_them():
    page = correct(2021).html().decode()
    for _, heading in correct(2021).headings:
        page = page.replace(f"<p>{heading}</p>", f"<h2>{heading.partition('、')[2]}</h2>")
    assert check_report(page.encode()).findings == ()


def test_the_table_of_2014_tells_the_layout_where_headings_are_those_of_two():
    made = correct(2017)
    made.headings = [
        *((key, "五、主动公开政府信息情况" if key == "proactive" else title) for key, title in made.headings),
        ("others", "十二、其他需要报告的事项"),
    ]
    made.texts["others"] = ["无。"]
    structure = understand(made.html()).structure
    assert structure.family == "old"
    assert "section.number" not in {one.rule for one in check_report(made.html()).findings}
