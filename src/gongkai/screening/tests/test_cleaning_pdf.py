"""PDF: removed glyphs are removed, by four readers; whatever is unusual becomes a picture."""

import functools
import io
from pathlib import Path

import pikepdf
import pylopdf_fonts_zh_cn
import pypdfium2
import pytest
import typst
from pikepdf import Array, Dictionary, Name
from PIL import Image

from gongkai.refusal import Refused
from gongkai.screening.cleaning.pdf.draft import PdfDraft
from gongkai.screening.cleaning.pdf.fonts import cmap
from gongkai.screening.cleaning.pdf.resources import bare_jpeg
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.tests.cleaning_cases import (
    BANK,
    ID18,
    MOBILE,
    USCC,
    copy_of,
    pdf_bytes,
    pdftotext,
    squeezed,
)

FONTS = str(Path(pylopdf_fonts_zh_cn.__file__).parent)


def document(*contents, size=(595, 842)):
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for content in contents:
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(content.encode())
    return pdf


def saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def shown(text, at="72 700"):
    return f"BT /F1 12 Tf {at} Td ({text}) Tj ET"


def words(data):
    pdf = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def is_black(shown, place):
    """A black bar, with at most a white word of the policy in its middle."""
    left, top, right, bottom = place
    aside = (right - left) // 4
    ends = (shown.crop((left, top, left + aside, bottom)), shown.crop((right - aside, top, right, bottom)))
    return all(end.getextrema()[1] < 120 for end in ends)


def page_picture(data, number=0):
    return pypdfium2.PdfDocument(data)[number].render(scale=1).to_pil().convert("L")


@functools.cache
def chinese(text):
    return typst.compile(
        (
            '#set page(width: 210mm, height: 297mm)\n#set text(font: "Noto Serif SC", size: 14pt)\n' + text
        ).encode(),
        font_paths=[FONTS],
        format="pdf",
    )


def is_picture(data, number=0):
    """Whether a page has no text layer."""
    return not pypdfium2.PdfDocument(data)[number].get_textpage().get_text_range().strip()


def assert_gone(data, *values, folder=None):
    """By pdfium, by all bytes after unpacking, by poppler."""
    raw = pdf_bytes(data)
    for value in values:
        assert value not in squeezed(words(data))
        assert value.encode() not in raw and value.encode("utf-16-be") not in raw
        assert value.encode().hex().encode() not in raw.lower()
    read = pdftotext(data, folder) if folder else None
    assert read is None or not any(value in squeezed(read) for value in values)


def test_a_chinese_decision_loses_its_values_for_every_reader(tmp_path):
    data = chinese(
        f"当事人：张三，男，身份证号{ID18}，电话{MOBILE}，账号{BANK}。统一社会信用代码{USCC}，经营场所：威海市火炬路10号。罚款5000元。"
    )
    copy = copy_of(data, "pdf").data
    assert_gone(copy, ID18, MOBILE, BANK, "张三", folder=tmp_path)
    kept = squeezed(words(copy))
    assert USCC in kept and "火炬路10号" in kept and "罚款5000元" in kept
    assert not is_picture(copy)


def test_numbers_and_addresses_are_read_with_the_head_of_their_column(tmp_path):
    table = "#table(columns: 3, [序号], [住址], [批号], [1], [靖海卫村12号], [B20250611002])\n尾"
    data = chinese("不合格名单\n\n" + table)
    read = "".join(piece.text for piece in PdfDraft(data).pieces())
    assert "；住址：靖海卫村12号" in read and "；批号：B20250611002" in read
    copy = copy_of(data, "pdf", "penalty").data
    assert "靖海卫村" not in pdftotext(copy, tmp_path)


def test_a_name_under_the_head_of_its_column_goes(tmp_path):
    table = (
        "#table(columns: 3, [序号], [诉求人], [结果], [1], [赵六], [已退款], [2], [欧阳明], [调解成功])\n尾"
    )
    copy = copy_of(chinese("投诉公示\n\n" + table), "pdf", "complaint").data
    assert_gone(copy, "赵六", "阳明", folder=tmp_path)
    read = squeezed(words(copy))
    assert all(word in read for word in ("投诉公示", "诉求人", "1", "已退款", "调解成功", "尾"))


def test_a_seal_with_a_mask_over_text_leaves_the_text():
    pdf = document(shown("seen under a seal") + " q 100 0 0 30 72 690 cm /Im Do Q")
    mask = pikepdf.Stream(pdf, bytes(100), Type=Name.XObject, Subtype=Name.Image,
                          Width=10, Height=10,
                          ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    seal = pikepdf.Stream(pdf, b"\xff\x00\x00" * 100, Type=Name.XObject,
                          Subtype=Name.Image,
                          Width=10, Height=10,
                          ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
                          SMask=pdf.make_indirect(mask))  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(Im=seal)
    assert PdfDraft(saved(pdf)).sheets[0].page.unusual == []


def test_the_gap_is_black_and_the_rest_keeps_its_place():
    data = saved(document(shown(f"ID {ID18} end")))
    copy = copy_of(data, "pdf").data
    before, after = page_picture(data), page_picture(copy)
    assert is_black(after, (94, 132, 206, 142))
    tail = (215, 128, 300, 150)
    assert before.crop(tail).tobytes() == after.crop(tail).tobytes()


@pytest.mark.parametrize(
    "content",
    [
        f"BT /F1 12 Tf 72 700 Td [(ID {ID18[:4]}) -20 ({ID18[4:9]}) 3 ({ID18[9:]} end)] TJ ET",
        "BT /F1 12 Tf 72 700 Td (ID ) Tj " + "".join(f"({char}) Tj " for char in ID18) + "( end) Tj ET",
        f"BT /F1 12 Tf 14 TL 72 700 Td (x) Tj (ID {ID18} end) ' ET",
        f'BT /F1 12 Tf 14 TL 72 700 Td (x) Tj 1 0.5 (ID {ID18} end) " ET',
        f"BT /F1 12 Tf 2 Tc 72 700 Td (ID {ID18[:9]}) Tj 0 -14 Td ({ID18[9:]} end) Tj ET",
        f"q 1 0 0 1 0 0 cm BT /F1 6 Tf 2 0 0 2 72 700 Tm <{f'ID {ID18} end'.encode().hex()}> Tj ET",
    ],
    ids=["TJ", "glyph by glyph", "quote", "double quote", "over lines", "hex and open q"],
)
def test_a_value_goes_however_it_is_written(content):
    copy = copy_of(saved(document(content)), "pdf").data
    assert_gone(copy, ID18)
    assert "end" in words(copy) and not is_picture(copy)


def form(pdf, content):
    """A form that shows content."""
    made = pdf.make_stream(content.encode())
    made.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 595, 842]),
                 "/Resources": Dictionary(Font=pdf.pages[0].Resources.Font)})  # fmt: skip
    return made


def test_a_form_that_pages_share_is_cleaned_once_for_all():
    pdf = document("/Fx Do " + shown("one", "72 500"), "/Fx Do " + shown("two", "72 500"))
    shared = form(pdf, shown(f"ID {ID18} head"))
    for page in pdf.pages:
        page.Resources.XObject = Dictionary(Fx=shared)
    copy = copy_of(saved(pdf), "pdf").data
    assert_gone(copy, ID18)
    assert words(copy).count("head") == 2


def test_a_form_within_a_form_is_read():
    pdf = document("/Fx Do")
    outer = form(pdf, "/In Do")
    outer.Resources.XObject = Dictionary(In=form(pdf, shown(f"ID {ID18}")))
    pdf.pages[0].Resources.XObject = Dictionary(Fx=outer)
    assert_gone(copy_of(saved(pdf), "pdf").data, ID18)


@pytest.mark.parametrize(
    "content",
    [
        shown(f"ID {ID18}") + " 0 g 60 690 300 30 re f",
        shown(f"ID {ID18}") + " 0 g 60 690 m 360 690 l 360 720 l 60 720 l h f",
        shown("secret words under a white sheet") + " q 1 g 60 690 300 30 re f Q",
        f"q BT 3 Tr /F1 12 Tf 72 700 Td (ID {ID18}) Tj ET Q",
    ],
    ids=["black box", "black path", "white box", "invisible"],
)
def test_text_under_a_box_and_text_without_ink_become_a_picture(content, tmp_path):
    copy = copy_of(saved(document(content + " " + shown("seen", "72 600"))), "pdf").data
    assert is_picture(copy)
    assert_gone(copy, ID18, "secretwordsunderawhitesheet", folder=tmp_path)
    assert page_picture(copy).crop((72, 230, 100, 245)).getextrema()[0] < 100


def test_a_black_annotation_over_text_is_taken_at_its_word():
    pdf = document(shown("private remark nobody may read"))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Square, Rect=Array([60, 690, 400, 720]), IC=Array([0, 0, 0])
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    copy = copy_of(saved(pdf), "pdf").data
    assert_gone(copy, "privateremark")
    assert page_picture(copy).crop((70, 128, 300, 150)).getextrema()[1] < 60


def test_glyphs_outside_the_page_go():
    pdf = document(shown("seen") + " " + shown("outside words", "72 20"))
    pdf.pages[0].CropBox = Array([0, 100, 595, 842])
    copy = copy_of(saved(pdf), "pdf").data
    assert_gone(copy, "outsidewords")
    assert "seen" in words(copy)


def test_nothing_but_pages_goes_into_the_copy():
    pdf = document(shown("seen"))
    pdf.docinfo["/Author"] = "Wang Kuaiji"
    with pdf.open_metadata() as meta:
        meta["dc:title"] = "Wang Kuaiji"
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, MOBILE.encode(), filename="a.txt")
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('Wang Kuaiji')")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Wang Kuaiji", 0))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
                      A=Dictionary(S=Name.URI, URI="mailto:Wang Kuaiji"))  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    pdf.pages[0].PieceInfo = Dictionary(X=Dictionary(Private="Wang Kuaiji"))
    copy = copy_of(saved(pdf), "pdf").data
    assert b"Wang" not in pdf_bytes(copy) and MOBILE.encode() not in pdf_bytes(copy)
    with pikepdf.open(io.BytesIO(copy)) as made:
        assert set(made.Root.keys()) <= {"/Type", "/Pages", "/Version", "/Extensions"}
        assert set(made.pages[0].keys()) <= {
            "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents",
        }  # fmt: skip


def test_earlier_versions_do_not_come_along():
    first = saved(document(shown(f"ID {ID18}")))
    pdf = pikepdf.open(io.BytesIO(first))
    pdf.pages[0].Contents = pdf.make_stream(shown("clean").encode())
    data = first[: first.rindex(b"%%EOF")] + b"%%EOF\n" + saved(pdf)
    copy = copy_of(saved(pdf), "pdf").data
    assert ID18.encode() in pdf_bytes(first) and data
    assert_gone(copy, ID18)


def test_alternative_texts_in_marked_content_go():
    content = f"/Span <</ActualText (ID {ID18})>> BDC " + shown("seen") + " EMC"
    copy = copy_of(saved(document(content)), "pdf").data
    assert_gone(copy, ID18)
    assert "seen" in words(copy)


def test_a_layer_becomes_a_picture_of_what_is_seen():
    pdf = document("/OC /L BDC " + shown("hidden layer words") + " EMC " + shown("seen", "72 600"))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
    pdf.pages[0].Resources.Properties = Dictionary(L=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([])))
    copy = copy_of(saved(pdf), "pdf").data
    assert is_picture(copy)
    assert page_picture(copy).crop((60, 125, 300, 150)).getextrema()[0] > 200


def test_a_filled_form_field_is_drawn_and_checked():
    pdf = document(shown("name"))
    look = form(pdf, f"BT /F1 12 Tf 2 4 Td (ID {ID18} ok) Tj ET")
    look.BBox = Array([0, 0, 300, 20])
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="f", V=f"ID {ID18} ok", F=4,
                   Rect=Array([72, 500, 372, 520]), AP=Dictionary(N=look))
    )  # fmt: skip
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA="/F1 12 Tf",
                                   DR=Dictionary(Font=pdf.pages[0].Resources.Font))  # fmt: skip
    copy = copy_of(saved(pdf), "pdf").data
    assert_gone(copy, ID18)
    assert "ok" in words(copy)


def scanned():
    image = io.BytesIO()
    Image.new("RGB", (400, 500), "gray").save(image, "PDF")
    return image.getvalue()


def test_a_scan_gives_no_copy():
    with pytest.raises(Unclean):
        copy_of(scanned(), "pdf")


def test_text_without_a_table_of_characters_gives_no_copy_or_a_picture():
    pdf = pikepdf.open(io.BytesIO(chinese("没有对照表的文字")))
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/ToUnicode" in one:
            del one["/ToUnicode"]
    with pytest.raises(Unclean):
        copy_of(saved(pdf), "pdf")


def test_pictures_within_a_page_lose_their_metadata():
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-ZHANG"
    Image.new("RGB", (20, 20), "red").save(picture, "JPEG", exif=exif)
    pdf = document(shown("seen") + " q 20 0 0 20 300 300 cm /Im Do Q")
    image = pikepdf.Stream(pdf, picture.getvalue(), Type=Name.XObject, Subtype=Name.Image,
                           Width=20, Height=20,
                           ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(Im=image)
    data = saved(pdf)
    copy = copy_of(data, "pdf").data
    assert b"CAMERA" in data and b"CAMERA" not in copy
    assert page_picture(copy).getpixel((310, 842 - 310)) < 120


def test_a_bare_jpeg_has_the_same_pixels():
    picture = io.BytesIO()
    Image.linear_gradient("L").save(picture, "JPEG", comment=b"remark")
    bare = bare_jpeg(picture.getvalue())
    assert b"remark" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(picture).tobytes()


def test_a_turned_page_stays_turned():
    pdf = document(shown(f"ID {ID18} end"))
    pdf.pages[0].Rotate = 90
    copy = copy_of(saved(pdf), "pdf").data
    assert pypdfium2.PdfDocument(copy)[0].get_size() == (842, 595)
    assert_gone(copy, ID18)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_black_places_of_a_picture_lie_over_the_text(turn):
    pdf = document(shown(f"ID {ID18}") + " 1 1 1 rg 60 690 20 20 re f")
    pdf.pages[0].Rotate = turn
    copy = copy_of(saved(pdf), "pdf").data
    straight = page_picture(copy).rotate(turn, expand=True)
    assert is_picture(copy)
    assert is_black(straight, (95, 133, 190, 141))


def test_cleaning_twice_changes_nothing_seen():
    once = copy_of(saved(document(shown(f"ID {ID18} end"))), "pdf").data
    twice = copy_of(once, "pdf").data
    assert words(twice) == words(once)
    assert page_picture(twice).tobytes() == page_picture(once).tobytes()


def test_locked_files_are_refused():
    out = io.BytesIO()
    document(shown("x")).save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    with pytest.raises(Refused):
        copy_of(out.getvalue(), "pdf")


def test_a_map_of_characters_is_read_in_all_its_forms():
    data = b"1 begincodespacerange <00><ff> endcodespacerange"
    data += b" 2 beginbfchar <01> <5F20> <02> <00660069> endbfchar"
    data += b" 2 beginbfrange <10> <12> <4E00> <20> <21> [<0041> <0042>] endbfrange"
    assert cmap(data) == {1: "张", 2: "fi", 16: "一", 17: "丁", 18: "丂", 32: "A", 33: "B"}
