"""TXT, CSV and HTML: found spans change, nothing else does."""

import csv
import io

import pytest

from gongkai.refusal import Refused
from gongkai.screening.cleaning.plain import fields
from gongkai.screening.finding import Whom
from gongkai.screening.known import Known, Party
from gongkai.screening.tests.cleaning_cases import BANK, ID18, MOBILE, USCC, VALUES, copy_of

TEXT = f"当事人：张三，身份证号{ID18}。\r\n电话{MOBILE}\r\n信用代码{USCC}\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_keeps_its_encoding_and_line_ends(encoding):
    copy = copy_of(TEXT.encode(encoding), "txt").data
    text = copy.decode(encoding)
    assert text == f"当事人：张某，身份证号×××。\r\n电话×××\r\n信用代码{USCC}\r\n"
    assert copy.startswith(TEXT.encode(encoding)[:3] if encoding.startswith("utf-8-") else b"") is True


def test_a_text_without_findings_is_the_same_bytes():
    data = "\ufeff  第一行\n\n\t第二行\u200b没有换行结尾".encode()
    assert copy_of(data, "txt").data == data


def test_a_number_over_two_lines_goes():
    text = copy_of(f"身份证号{ID18[:10]}\n{ID18[10:]}。".encode(), "txt").data.decode()
    assert text == "身份证号×××\n。"


def test_a_name_known_from_one_line_goes_from_the_last():
    known = Known(parties=(Party("李四", role=Whom.REPORTER),))
    text = copy_of("举报人李四反映。\n经查。\n李四属实。".encode(), "txt", known=known).data.decode()
    assert "李" not in text


def test_a_csv_changes_only_found_fields():
    data = f'编号,当事人,联系电话,备注\n001,"张三",{MOBILE},"他说""很好"", 没事"\n002,某店,,=1+1\n'.encode()
    assert copy_of(data, "csv").data.decode() == (
        '编号,当事人,联系电话,备注\n001,张某,×××,"他说""很好"", 没事"\n002,某店,,=1+1\n'
    )


def test_a_headers_word_says_what_a_bare_cell_is():
    data = "登记编号,诉求人,诉求内容\n1,赵六,商品过期\n".encode()
    assert "赵六" not in copy_of(data, "csv", "complaint").data.decode()


def test_two_numbers_in_neighbouring_cells_are_two_numbers():
    data = "数量,件数\n1381234,5678\n".encode()
    assert copy_of(data, "csv", "all").data == data


@pytest.mark.parametrize(
    "text", ["a,b\n", 'a,"b\nc",d\r\n"x""y",,\n', "a;b;c\n1;2;3", '"",""\n', "一\t二\n三\t四\n", 'a"b,c\n']
)
def test_fields_are_read_as_the_standard_library_does(text):
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    ours = [[one.value for one in row] for row in fields(text, delimiter)]
    assert ours == list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_html_loses_what_hides_and_keeps_what_is_seen():
    page = f"""<html><head><title>关于张三的决定</title><meta name=author content=王某某>
    <style>p{{color:red}}</style></head>
    <body><!-- 电话{MOBILE} --><h1>决定</h1><p class=x>当事人：张三，身份证号<b>{ID18[:8]}</b>{ID18[8:]}。</p>
    <p style="display:none">{BANK}</p><div hidden>{BANK}</div><p>信用代码{USCC}</p>
    <img src="file:///C:/a.png" alt="C:\\张三\\1.png"><a href="mailto:zs@qq.com">信</a></body></html>"""
    text = copy_of(page.encode(), "html").data.decode()
    assert not any(
        value in text for value in (*VALUES, ID18[8:], "张三", "王某某", "style", "class", "mailto", "file:")
    )
    assert f"<p>信用代码{USCC}</p>" in text and "<h1>决定</h1>" in text and "身份证号<b>×××</b>。" in text


def test_html_with_coded_characters_is_read_as_shown():
    coded = "".join(f"&#{ord(char)};" for char in MOBILE)
    text = copy_of(f"<html><body><p>手机号{coded}</p></body></html>".encode(), "html").data.decode()
    assert "<p>手机号×××</p>" in text


def test_html_cells_are_read_with_their_label():
    rows = f"<tr><td>诉求人</td><td>赵六</td></tr><tr><td>电话</td><td>{MOBILE}</td></tr>"
    page = f"<html><body><table>{rows}</table></body></html>"
    text = copy_of(page.encode(), "html", "complaint").data.decode()
    assert "赵六" not in text and MOBILE not in text and "<td>诉求人</td>" in text


@pytest.mark.parametrize("kind", ["txt", "csv", "html"])
def test_cleaning_twice_changes_nothing(kind):
    data = TEXT.encode() if kind != "html" else f"<html><body><p>{TEXT}</p></body></html>".encode()
    once = copy_of(data, kind).data
    assert copy_of(once, kind).data == once


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"\xff\xff\xff\x80"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(Refused):
        copy_of(data, "txt")
