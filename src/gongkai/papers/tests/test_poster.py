"""A poster is one sheet whatever it says: large when it is short, cut with a sentence when it is long."""

from datetime import date

from pypdfium2 import PdfDocument

from gongkai.papers import blocks as b
from gongkai.papers.poster import Poster, render

BODY = (
    b.paragraph("看营业执照、看合同条款、看退款办法。"),
    b.heading(1, "一、退款"),
    b.table("", [("名称", "期限")], [("预付卡", "七日")]),
    b.Signature("某局"),
)


def read(blocks, size="a4", **more):
    given = {"agency": "某局", "url": "https://xxgk.example.gov.cn/gk/1", "date": date(2018, 3, 1)} | more
    with PdfDocument(render(Poster("办卡先看三样", blocks, **given), size)) as pdf:
        page = pdf[0]
        text = "".join(page.get_textpage().get_text_bounded().split())
        return len(pdf), text, (round(page.get_width()), round(page.get_height()))


def test_a_poster_says_title_text_table_and_who():
    pages, text, size = read(BODY, foot=("索引号 1",))
    assert (pages, size) == (1, (595, 842))
    for part in ("办卡先看三样", "看合同条款", "一、退款", "预付卡", "七日", "索引号1"):
        assert part in text


def test_a3_is_a_sheet_of_twice_the_size():
    assert read(BODY, "a3")[2] == (842, 1191)


def test_a_long_text_is_cut_and_says_so():
    pages, text, _ = read(BODY[:2] * 200)
    assert pages == 1 and "以下略，全文请扫码查看" in text


def test_a_table_that_is_too_long_shows_the_rows_for_which_there_is_room():
    rows = [(f"第{number}批", "不合格") for number in range(1, 200)]
    pages, text, _ = read((b.paragraph("结果如下："), b.table("", [("批次", "结论")], rows)))
    assert pages == 1 and "以下略，全文请扫码查看" in text
    assert all(f"第{number}批" in text for number in range(1, 16)) and "第199批" not in text


def test_a_paragraph_that_is_too_long_is_cut_between_sentences():
    said = "".join(f"第{number}句写明一件要大家知道的事。" for number in range(1, 200))
    pages, text, _ = read((b.paragraph(said),))
    assert pages == 1 and "第9句写明一件要大家知道的事。" in text and "第199句" not in text
    assert "知道的事。（以下略，全文请扫码查看）" in text


def test_a_cut_text_without_a_code_says_where_the_whole_is():
    _, text, _ = read(BODY[:2] * 200, url="")
    assert "以下略，全文可到现场查阅" in text and "扫码" not in text


def test_the_lines_of_a_title_are_of_nearly_the_same_length():
    pdf = PdfDocument(render(Poster("2016年第1期食品安全监督抽检信息公告", BODY, "某局"), "a4"))
    page = pdf[0].get_textpage()
    title = page.get_text_bounded().split("看营业执照")[0].strip().splitlines()[1:]
    first, last = (len(line.strip()) for line in title)
    assert last > first / 2


def test_the_same_poster_is_the_same_bytes():
    poster = Poster("办卡先看三样", BODY, "某局", "https://xxgk.example.gov.cn/gk/1")
    assert render(poster, "a4") == render(poster, "a4")
