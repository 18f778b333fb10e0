"""The files are what they claim to be: readable where they should be, and holding what is hidden."""

import io
import zipfile

import openpyxl
import pikepdf
import pypdfium2
import pytest
from builders import documents, pdfs, pictures, sheets
from builders.case import ID18, MOBILE
from docx import Document
from make_files import CASES, EXPECTED
from PIL import Image

LETTERS = set("rbvnk")


def built(name):
    return EXPECTED[name].build()


def words(data):
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_there_are_enough_files_and_each_expects_something():
    assert len(CASES) >= 60
    assert len(EXPECTED) == len(CASES)
    for case in CASES:
        assert case.refused or case.found or case.verdict or case.absent, case.name
        assert all(set(letters) <= LETTERS for letters in case.found.values()), case.name


@pytest.mark.parametrize("case", documents.CASES, ids=lambda case: case.name)
def test_documents_open(case):
    with zipfile.ZipFile(io.BytesIO(case.build())) as archive:
        assert archive.testzip() is None
    if "macro" not in case.name:
        assert Document(io.BytesIO(case.build())).paragraphs


@pytest.mark.parametrize("case", sheets.CASES, ids=lambda case: case.name)
def test_workbooks_open(case):
    assert openpyxl.load_workbook(io.BytesIO(case.build())).sheetnames


@pytest.mark.parametrize("case", pictures.CASES, ids=lambda case: case.name)
def test_pictures_open(case):
    Image.open(io.BytesIO(case.build())).load()


@pytest.mark.parametrize(
    "case", [c for c in pdfs.CASES if not c.refused and "password" not in c.name], ids=lambda case: case.name
)
def test_pages_open(case):
    assert len(pypdfium2.PdfDocument(case.build())) >= 1


def test_a_gps_position_is_in_the_picture():
    assert Image.open(io.BytesIO(built("jpeg-gps.jpg"))).getexif().get_ifd(0x8825)
    assert Image.open(io.BytesIO(built("tiff-gps.tif"))).getexif().get_ifd(0x8825)


def test_the_number_under_the_box_can_be_read():
    assert ID18 in words(built("pdf-black-box.pdf"))


def test_the_earlier_number_is_in_the_file_but_not_on_the_page():
    data = built("pdf-history.pdf")
    assert ID18 not in words(data)
    assert data.count(b"%%EOF") == 2
    assert ID18 in words(data[: data.index(b"%%EOF") + 6])


def test_a_password_is_asked_for():
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(built("pdf-password.pdf")))
    assert pikepdf.open(io.BytesIO(built("pdf-owner-password.pdf"))).is_encrypted


def test_hidden_numbers_are_in_the_parts():
    assert MOBILE.encode() in zipfile.ZipFile(io.BytesIO(built("docx-vanish.docx"))).read("word/document.xml")
    assert ID18.encode() in zipfile.ZipFile(io.BytesIO(built("docx-footnote.docx"))).read(
        "word/footnotes.xml"
    )


def test_a_bomb_says_600_megabytes():
    with zipfile.ZipFile(io.BytesIO(built("bomb.docx"))) as archive:
        assert archive.getinfo("word/document.xml").file_size == 600 << 20
        with archive.open("word/document.xml") as member:
            assert member.read(16) == bytes(16)


def test_two_thousand_pages_and_two_hundred_inches():
    assert len(pikepdf.open(io.BytesIO(built("pdf-2000-pages.pdf"))).pages) == 2000
    assert pypdfium2.PdfDocument(built("pdf-200-inch.pdf"))[0].get_size() == (14400, 14400)
