"""Whatever the file: findings or one clear refusal, never a traceback."""

import io
import json
import zipfile
from types import SimpleNamespace

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.reportcheck.checking import check_report
from gongkai.reportcheck.paper import spread
from gongkai.reportcheck.reading import docx, limits
from gongkai.reportcheck.rules import citing, timing
from gongkai.reportcheck.tests.building import correct
from gongkai.reportcheck.words import compact

HTML, TEXT, DOCX, PDF = correct(2021).html(), correct(2017).text(), correct(2019).docx(), correct(2019).pdf()
SAMPLES = {"html": HTML, "junk": correct(2019).html(junk=True), "text": TEXT, "docx": DOCX, "pdf": PDF}
SAMPLES["figures"] = correct(2021).figures()


def refused(data):
    with pytest.raises(Refused) as told:
        check_report(data)
    assert "\n" not in str(told.value)
    assert told.value.mend
    return told.value.code


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_nothing_is_refused():
    assert refused(b"") == "empty"
    assert refused(b" \n\t") == "empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "unreadable-type"),
        (b"\x89PNG\r\n\x1a\n", "unreadable-type"),
        (b"{\\rtf1 report}", "unreadable-type"),
        (b"\x1f\x8b\x08", "unreadable-type"),
        (b"\x00\x01\x02\x03" * 50, "not-text"),
        (b"%PDF-1.7 nothing else", "bad-pdf"),
        (PDF[: len(PDF) // 3], "bad-pdf"),
        (DOCX[: len(DOCX) // 2], "bad-docx"),
        (archive(word__other_xml="<a/>"), "not-docx"),
        (archive(word__document_xml="<a/>"), "bad-docx"),
        (archive(word__document_xml="<a"), "bad-docx"),
        ("只是一段话，没有报告。".encode(), "not-a-report"),
        (b"<html><body><p>hello</p></body></html>", "not-a-report"),
        (b"<html></html>", "no-text"),
        (b"{", "bad-figures"),
        (b"[" * 20000, "not-a-report"),
        (b'{"a":' * 20000, "bad-figures"),
        (b'{"year": 2021, "figures": {"x": {"value": true}}}', "bad-figures"),
        (b'{"year": 2021, "figures": {"x": {"value": 1e400}}}', "bad-figures"),
        (b'{"year": 2021, "figures": {"x": {"value": NaN}}}', "bad-figures"),
        (b'{"year": 99999, "figures": {}}', "bad-year"),
        (b"x" * (limits.MAX_BYTES + 1), "too-big"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data, code):
    assert refused(data) == code


def test_an_entity_attack_in_a_docx_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert refused(archive(word__document_xml=bomb)) == "entities"
    wide = bomb.encode("utf-16")
    assert refused(archive(word__document_xml=wide)) == "entities"
    later = '<?xml version="1.0"?>' + "<!--" + "x" * 70000 + "-->" + bomb.partition("?>")[2]
    assert refused(archive(word__document_xml=later)) == "bad-docx"


def test_an_entity_attack_in_a_page_is_refused():
    assert refused(b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>') == "entities"


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert refused(archive(word__document_xml="<a>" + " " * 5_000_000 + "</a>")) == "bomb"
    with zipfile.ZipFile(many := io.BytesIO(), "w") as file:
        for number in range(limits.MAX_MEMBERS + 1):
            file.writestr(f"m{number}", "")
    assert refused(many.getvalue()) == "bomb"


def test_an_encrypted_pdf_is_refused():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as file:
        file.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    assert refused(out.getvalue()) == "encrypted"


def test_a_pdf_of_too_many_pages_and_one_without_text_are_refused():
    for pages, code in ((limits.MAX_PAGES + 1, "too-many-pages"), (1, "no-text")):
        file, out = pikepdf.new(), io.BytesIO()
        for _ in range(pages):
            file.add_blank_page()
        file.save(out)
        assert refused(out.getvalue()) == code


def test_a_table_of_impossible_size_is_refused():
    cell = '<td colspan="99999" rowspan="99999">1</td>'
    page = f"<table>{('<tr>' + cell * 900 + '</tr>') * 3}</table>"
    assert refused(b"<html>" + page.encode()) == "table-too-big"
    with pytest.raises(Refused):
        spread([[("", 1, 1)]] * 6000)


def test_a_text_of_too_many_lines_is_refused_and_repeated_headings_are_not_slow():
    head = "2021年政府信息公开工作年度报告\n"
    assert refused((head + "一、总体情况\n" * (limits.MAX_LINES + 1)).encode()) == "too-long"
    survives((head + "一、总体情况\n" * 5000).encode())


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>"])
def test_a_page_nested_too_deeply_is_refused_and_not_read_in_part(tag):
    assert refused(HTML.replace(b"<body>", b"<body>" + tag.encode() * 2_000)) == "too-deep"


@pytest.mark.parametrize(
    "words",
    [
        "收到投诉3件，办结1件，办结率50.000000000000000000000000000000000001%。",
        "收到投诉3件，办结" + "9" * 40 + "件，办结率50%。",
        "收到政府信息公开申请1件，办结" + "9" * 60 + "件，答复率50.5%。",
        "公开信息" + "1" * 3000 + "件，其中甲类" + "9" * 30 + "件，占50%。",
    ],
)
def test_numbers_of_any_length_are_survived(words):
    for year in (2017, 2021):
        made = correct(year)
        made.texts["applications"].append(words)
        survives(made.html())


def test_words_of_a_revision_are_looked_for_once_in_a_paragraph(monkeypatch):
    asked = []
    monkeypatch.setattr(citing, "_BEFORE_REVISION", SimpleNamespace(search=asked.append))
    for number, times in (("492", 1), ("711", 0)):
        made = correct(2019)
        made.preamble[0] = f"依据《中华人民共和国政府信息公开条例》（国务院令第{number}号）。" * 300
        survives(made.html())
        assert len(asked) == times
        asked.clear()


def test_sentences_of_another_year_are_not_copied_with_all_that_follows(monkeypatch):
    cut = []

    class Cut(str):
        def __getitem__(self, key):
            cut.append(found := str(self)[key])
            return found

    monkeypatch.setattr(timing, "compact", lambda text: Cut(compact(text)))
    made = correct(2021)
    made.texts["general"].append(long := "2020年我局公开信息1条。" * 2000)
    assert {one.rule for one in check_report(made.html()).findings} == {"year.stale"}
    assert sum(map(len, cut)) < 10 * len(long)


def test_a_workbook_is_called_so():
    with pytest.raises(Refused) as told:
        check_report(b"PK\x03\x04 rest", name="figures.xlsx")
    assert "Excel" in told.value.sentence


def test_deep_nesting_is_survived():
    deep = "<div>" * 5000 + "2021年政府信息公开工作年度报告" + "<table><tr><td>" * 300 + "一、总体情况"
    survives(b"<html>" + deep.encode())


def test_the_year_before_is_refused_by_name():
    with pytest.raises(Refused, match="上年度报告"):
        check_report(HTML, b"")


def test_deleted_words_of_a_docx_are_not_read():
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    (line,) = docx.read(archive(word__document_xml=xml)).lines
    assert line.text == "留下"


def survives(data):
    """Findings or a refusal; JSON in either case."""
    try:
        checked = check_report(data)
    except Refused:
        return
    json.dumps(checked.as_json(), ensure_ascii=False)


FUZZ = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FUZZ
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"{", b"\xff\xfe"]),
)
def test_random_bytes_never_raise_anything_else(data, start):
    survives(start + data)


@FUZZ
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=6)), min_size=1, max_size=5),
)
def test_a_mutated_report_never_raises_anything_else(name, cuts):
    data = SAMPLES[name]
    for share, length, put in cuts:
        at = int(share * len(data))
        data = data[:at] + put + data[at + length :]
    survives(data)


@FUZZ
@given(st.sampled_from(["html", "text"]), st.randoms(use_true_random=False))
def test_shuffled_lines_never_raise_anything_else(name, random):
    lines = SAMPLES[name].decode().splitlines()
    random.shuffle(lines)
    survives("\n".join(lines).encode())


@FUZZ
@given(
    st.text(
        alphabet="一二三四五六七八九十、。，；：（）《》0123456789件条起%年月日其中占公开信息申请局X× \n",
        max_size=400,
    )
)
def test_words_of_reports_in_any_order_never_raise_anything_else(text):
    survives(("2021年政府信息公开工作年度报告\n一、总体情况\n" + text).encode())
