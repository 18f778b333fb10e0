"""Files for the tests, built in code: nothing binary lies in the repository."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from gongkai.screening.files.extract import Extract

MOBILE = "13812345678"
ID18 = "371002199001010015"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: object) -> bytes:
    """What ``save`` of a document writes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plain_docx(*paragraphs: str) -> bytes:
    """A DOCX file with paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs or ("本局公告。",):
        document.add_paragraph(paragraph)
    return saved(document)


def body_docx(xml: str) -> bytes:
    """A DOCX file whose body is given as XML of WordprocessingML."""
    document = (
        f'<w:document xmlns:w="{W}" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{xml}</w:body></w:document>"
    )
    return changed(plain_docx(), {"word/document.xml": document})


def changed(data: bytes, members: dict[str, str | bytes]) -> bytes:
    """A package with members replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return buffer.getvalue()


def plain_xlsx(*rows: list[object]) -> bytes:
    """An XLSX file with rows on one sheet."""
    book = openpyxl.Workbook()
    for row in rows or (["本局公告"],):
        book.active.append(row)
    return saved(book)


def pdf(*contents: bytes) -> pikepdf.Pdf:
    """A PDF with a page for each content stream; the font is ``/F1``."""
    document = pikepdf.Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    indirect = document.make_indirect(font)
    for content in contents or (line("notice"),):
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=indirect))
        page.obj.Contents = document.make_stream(content)
    return document


def line(text: str, at: int = 700) -> bytes:
    """A content stream that draws a line of text."""
    return f"BT /F1 12 Tf 100 {at} Td ({text}) Tj ET".encode("ascii")


def annotate(document: pikepdf.Pdf, **values: object) -> None:
    """Put an annotation on the first page."""
    values = {key: String(value) if isinstance(value, str) else value for key, value in values.items()}
    annotation = Dictionary(Type=Name.Annot, Rect=[10, 10, 100, 40], **values)
    document.pages[0].obj.Annots = Array([document.make_indirect(annotation)])


def with_image(document: pikepdf.Pdf, data: bytes, size: tuple[int, int], content: bytes) -> None:
    """Put a JPEG on the first page."""
    image = document.make_stream(data)
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page = document.pages[0].obj
    page.Resources.XObject = Dictionary(Im1=image)
    page.Contents = document.make_stream(content)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture file."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(buffer, kind, **options)
    return buffer.getvalue()


def located_jpeg() -> bytes:
    """A photograph with position, device and author."""
    exif = Image.Exif()
    exif[0x010F] = "HUAWEI"
    exif[0x013B] = "张三".encode()
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 30.0, 0.0), 3: "E", 4: (122.0, 7.0, 0.0)})
    return picture("JPEG", exif=exif)


def kinds(extract: Extract) -> list[str]:
    """Kinds of the hidden things that may not stay."""
    return [found.kind for found in extract.hidden if found.verdict != "keep"]


def places(extract: Extract) -> dict[str, str]:
    """Place → text."""
    return {part.where: part.text for part in extract.parts}
