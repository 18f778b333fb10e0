"""PDF: pages, what is drawn but not seen, objects beside the pages, and earlier versions."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from gongkai.refusal import Refused
from gongkai.screening.files.pdfstreams import stream_text, string_of
from gongkai.screening.files.reading import read
from gongkai.screening.tests.files_built import (
    ID18,
    MOBILE,
    annotate,
    kinds,
    line,
    located_jpeg,
    pdf,
    picture,
    places,
    plain_docx,
    saved,
    with_image,
)

BOX = b" 0 0 0 rg 90 690 300 30 re f"


def test_a_plain_document_hides_nothing() -> None:
    found = read(saved(pdf(line("notice one"), line(f"tel {MOBILE}"))), "a.pdf")
    assert kinds(found) == []
    assert found.fact("pages") == "2"
    assert places(found)["第 2 页"] == f"tel {MOBILE}"


def test_text_under_a_black_box_is_found() -> None:
    found = read(saved(pdf(line(ID18) + BOX)), "a.pdf")
    assert [(one.kind, one.text, one.where) for one in found.hidden if one.verdict != "keep"] == [
        ("hidden_text", ID18, "第 1 页")
    ]


def test_text_on_a_black_box_is_seen() -> None:
    assert kinds(read(saved(pdf(BOX + b" 1 1 1 rg " + line(ID18))), "a.pdf")) == []


def test_box_in_a_form_covers_too() -> None:
    document = pdf(line(ID18) + b" q 1 0 0 1 90 690 cm /Fx Do Q")
    form = document.make_stream(b"0 g 0 0 300 30 re f")
    form.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 400, 100])
    document.pages[0].obj.Resources.XObject = Dictionary(Fx=form)
    assert kinds(read(saved(document), "a.pdf")) == ["hidden_text"]


@pytest.mark.parametrize(
    "before",
    [b"1 1 1 rg ", b"3 Tr ", b"1 0 0 1 0 900 cm ", b"0.01 0 0 0.01 100 100 cm "],
    ids=["white", "invisible", "outside", "tiny"],
)
def test_text_that_nobody_sees(before: bytes) -> None:
    found = read(saved(pdf(line("notice") + b" q " + before + line(ID18, 500) + b" Q")), "a.pdf")
    assert kinds(found) == ["hidden_text"]
    assert ID18 in found.text


def test_layer_that_is_off() -> None:
    document = pdf()
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    found = read(saved(document), "a.pdf")
    assert kinds(found) == ["hidden_text"]
    assert "draft" in found.text


def test_text_of_a_layer_that_is_off_is_searched() -> None:
    document = pdf(line("notice") + b" /OC /L1 BDC " + line(ID18, 500) + b" EMC")
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    document.pages[0].obj.Resources.Properties = Dictionary(L1=group)
    assert ID18 in read(saved(document), "a.pdf").text


def test_annotations_are_comments() -> None:
    document = pdf()
    annotate(document, Subtype=Name.Text, Contents=f"call {MOBILE}", T="Zhang")
    found = read(saved(document), "a.pdf")
    assert kinds(found) == ["comment"]
    assert MOBILE in found.text
    assert "Zhang" in found.hidden[-1].why or "Zhang" in found.hidden[0].why


def test_appearance_of_an_annotation_is_read_by_the_second_extractor() -> None:
    document = pdf()
    drawn = document.make_stream(line(ID18, 10))
    drawn.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 30])
    annotate(document, Subtype=Name.Stamp, AP=Dictionary(N=drawn))
    assert ID18 in read(saved(document), "a.pdf").text


def test_links_are_read_but_no_finding() -> None:
    document = pdf()
    annotate(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://www.weihai.gov.cn")))
    found = read(saved(document), "a.pdf")
    assert kinds(found) == []
    assert "weihai" in found.text


def test_form_fields() -> None:
    document = pdf()
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("phone"), V=String(MOBILE)))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    assert MOBILE in read(saved(document), "a.pdf").text


def test_attachments_are_findings_and_are_read() -> None:
    document = pdf()
    document.attachments["附件.docx"] = plain_docx(ID18)
    found = read(saved(document), "a.pdf")
    assert kinds(found) == ["pdf_attachment"]
    assert ID18 in found.text


@pytest.mark.parametrize("place", ["OpenAction", "Names", "AA"])
def test_javascript_blocks_wherever_it_stands(place: str) -> None:
    document = pdf()
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    if place == "Names":
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), action])))
    elif place == "AA":
        document.pages[0].obj.AA = Dictionary(O=action)
    else:
        document.Root.OpenAction = action
    found = read(saved(document), "a.pdf")
    assert [(one.kind, one.verdict) for one in found.hidden if one.verdict != "keep"] == [
        ("pdf_javascript", "block")
    ]


def test_launching_a_program_blocks() -> None:
    document = pdf()
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    assert kinds(read(saved(document), "a.pdf")) == ["pdf_javascript"]


def test_metadata_of_persons_and_of_programs() -> None:
    document = pdf(line("notice"))
    with document.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:creator"] = ["李四"]
        xmp["xmp:CreatorTool"] = "WPS"
    document.docinfo["/Author"] = "张三"
    document.docinfo["/Producer"] = "typst"
    document.docinfo["/Title"] = "notice"
    found = read(saved(document), "a.pdf")
    assert sorted(one.text for one in found.hidden if one.verdict != "keep") == ["张三", "李四"]


def updated(before: pikepdf.Pdf, text: str) -> bytes:
    """An incremental save that replaces the content of the first page."""
    data = saved(before)
    with pikepdf.open(io.BytesIO(data)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
        size, root = int(document.trailer.Size), document.Root.objgen[0]
    content = line(text)
    old = data.rindex(b"startxref")
    start = int(data[old:].split()[1])
    added = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    data += b"\n"
    return data + added + table % (number, len(data), size, root, start, len(data) + len(added))


def test_earlier_version_is_found_and_searched() -> None:
    found = read(updated(pdf(line(ID18)), "removed"), "a.pdf")
    assert kinds(found) == ["pdf_history"]
    assert places(found)["第 1 页"] == "removed"
    assert places(found)["以前第 1 版第 1 页"] == ID18


def test_linearised_file_has_no_history() -> None:
    buffer = io.BytesIO()
    pdf(line("notice")).save(buffer, linearize=True)
    assert kinds(read(buffer.getvalue(), "a.pdf")) == []


def test_objects_that_nothing_refers_to() -> None:
    document = pdf()
    data = saved(document)
    content = line(ID18)
    added = b"90 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(content), content)
    at = data.index(b"xref\n")
    # the stray object is listed in the table as any other
    start = int(data[data.rindex(b"startxref") :].split()[1])
    table = b"xref\n90 1\n%010d 00000 n \ntrailer\n<</Size 91/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    assert at > 0
    with pikepdf.open(io.BytesIO(data)) as read_back:
        root = read_back.Root.objgen[0]
    data += b"\n" + added
    place = len(data) - len(added)
    data += (table % (place, start, len(data))).replace(b"Root 1", b"Root %d" % root)
    assert ID18 in read(data, "a.pdf").text


def test_scanned_page_is_for_a_person() -> None:
    document = pdf()
    with_image(document, picture("JPEG", (400, 500)), (400, 500), b"q 500 0 0 700 50 50 cm /Im1 Do Q")
    assert kinds(read(saved(document), "a.pdf")) == ["scanned_page"]


def test_picture_beside_text_is_no_scan_but_its_position_is_found() -> None:
    document = pdf()
    text = b"\n".join(line("the notice says what was found", at) for at in range(300, 700, 20))
    with_image(document, located_jpeg(), (40, 30), text + b" q 80 0 0 60 50 50 cm /Im1 Do Q")
    assert sorted(set(kinds(read(saved(document), "a.pdf")))) == ["exif_gps", "metadata"]
    assert next(one.where for one in read(saved(document), "a.pdf").hidden) == "第 1 页的图片"


def test_encrypted_file_blocks() -> None:
    document = pdf(line(ID18))
    for user, readable in (("secret", False), ("", True)):
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="owner", user=user))
        found = read(buffer.getvalue(), "a.pdf")
        assert [one.verdict for one in found.hidden if one.kind == "encrypted"] == ["block"]
        assert (ID18 in found.text) is readable


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_file_is_refused(share: float) -> None:
    data = saved(pdf(line("a"), line("b")))
    with pytest.raises(Refused):
        read(data[: int(len(data) * share)], "a.pdf")


def test_too_many_and_too_large_pages_are_refused() -> None:
    document = pikepdf.Pdf.new()
    for _ in range(2_000):
        document.add_blank_page(page_size=(595, 842))
    with pytest.raises(Refused) as many:
        read(saved(document), "a.pdf")
    assert many.value.code == "too-many-pages"
    wide = pikepdf.Pdf.new()
    wide.add_blank_page(page_size=(14_400, 842))
    with pytest.raises(Refused) as large:
        read(saved(wide), "a.pdf")
    assert large.value.code == "too-big"


def test_second_extractor_reads_by_the_table_of_the_font() -> None:
    document = pikepdf.Pdf.new()
    table = (
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <5F204E09> endbfchar "
        b"2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<4E00> <4E8C>] endbfrange"
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, ToUnicode=document.make_stream(table))
    content = document.make_stream(b"BT /F1 9 Tf <000100100011> Tj [<0020> 5 <0021>] TJ ET")
    assert stream_text(content, Dictionary(Font=Dictionary(F1=font))) == "张三AB一二"


def test_second_extractor_marks_letters_without_a_table() -> None:
    document = pikepdf.Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0)
    content = document.make_stream(b"BT /F1 9 Tf <00010002> Tj ET")
    assert stream_text(content, Dictionary(Font=Dictionary(F1=font))) == "\ufffd\ufffd"


def test_what_a_form_of_xfa_holds_is_read() -> None:
    document = pdf(line("notice"))
    packet = document.make_stream(f"<xdp><v>电话{MOBILE[:4]}<b>{MOBILE[4:]}</b></v></xdp>".encode())
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("template"), packet]))
    found = read(saved(document), "a.pdf")
    assert kinds(found) == ["embedded_object"] and f"电话{MOBILE}" in found.text


def test_names_in_gbk_are_read_and_are_no_damage() -> None:
    document = pdf(line("words"))
    document.Root.AcroForm = Dictionary(Fields=Array([Dictionary(T=String("choice"), V=Name.QQ)]))
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.QQ))
    found = read(saved(document).replace(b"/QQ", b"/\xcb\xce"), "a.pdf")
    assert "/宋" in found.text and kinds(found) == []


@pytest.mark.parametrize("pages", range(1, 8))
def test_the_bytes_that_lead_through_a_linearised_file_are_no_damage(pages: int) -> None:
    buffer = io.BytesIO()
    pdf(*[b""] * pages).save(buffer, linearize=True)
    assert "hidden_text" not in kinds(read(buffer.getvalue(), "a.pdf"))


def test_a_value_that_holds_the_same_array_over_and_over_is_read_as_far_as_there_is_room() -> None:
    document = pdf(line("words"))
    value = document.make_indirect(Array([String(MOBILE)]))
    for _ in range(60):
        value = document.make_indirect(Array([value, value]))
    assert len(string_of(value)) < 1_000_000
    assert string_of(Array([String("a"), Array([String("b"), Name.Off])])) == "a\nb\n/Off"
