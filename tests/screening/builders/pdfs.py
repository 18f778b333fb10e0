"""PDF files written by hand: history, layers, annotations, attachments, covered text, scans."""

import functools
import io
import zlib
from pathlib import Path

import pikepdf
import pylopdf_fonts_zh_cn
import typst
from pikepdf import Array, Dictionary, Name

from builders.case import ID18, MOBILE, Case, packed_often
from builders.pictures import saved

PLAIN = "The inspection found no violation."
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
CHINESE = '#set page(width: 210mm, height: 297mm)\n#set text(font: "Noto Sans SC")\n'


def shown(text, at="72 700", extra=""):
    """Content that shows text in Helvetica."""
    return f"BT {extra} /F1 12 Tf {at} Td ({text}) Tj ET".encode()


def blank(*contents, size=(595, 842)):
    """A document with one page for each content."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for content in contents or (shown(PLAIN),):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(content)
    return pdf


def written(pdf, **options):
    """A document as bytes."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, **options) if "encryption" not in options else pdf.save(
        out, **options
    )
    return out.getvalue()


def changed(change, *contents):
    """A builder: pages, then a change to the document."""

    def build():
        pdf = blank(*contents)
        change(pdf)
        return written(pdf)

    return build


@functools.cache
def chinese(text):
    """A Chinese page set by typst."""
    return typst.compile((CHINESE + text).encode(), font_paths=[str(FONTS)], format="pdf")


def pages(*contents):
    return lambda: written(blank(*contents))


def history():
    """A number in the first revision, gone in the appended second."""
    first = written(blank(shown(f"ID {ID18}")), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    pdf = pikepdf.open(io.BytesIO(first))
    number = pdf.pages[0].Contents.objgen[0]
    size = int(pdf.trailer.Size)
    root = pdf.Root.objgen[0]
    body = shown(PLAIN)
    at = len(first)
    new = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    start = first.rindex(b"startxref")
    previous = int(first[start:].split()[1])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, previous, at + len(new),
    )  # fmt: skip
    return first + new + table + trailer


def layer(pdf):
    """Text in a layer that is switched off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("draft")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group]))
    )
    pdf.pages[0].Resources.Properties = Dictionary(MC0=group)


def annotation(pdf):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]),
        Contents=pikepdf.String(f"请核对，电话{MOBILE}"), T=pikepdf.String("刘晓明"),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def form(pdf):
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("phone"),
            V=pikepdf.String(MOBILE), Rect=Array([10, 10, 200, 30]),
        )
    )  # fmt: skip
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def mail_link(pdf):
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 30, 30]),
        A=Dictionary(S=Name.URI, URI=pikepdf.String("mailto:zhangsan@example.com")),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def attachment(pdf):
    pdf.attachments["底稿.txt"] = f"身份证号{ID18}".encode()


def javascript(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert('x')"))


def outline(pdf):
    with pdf.open_outline() as tree:
        tree.root.append(pikepdf.OutlineItem(f"证人电话{MOBILE}", 0))


def author(pdf):
    pdf.docinfo["/Author"] = "Liu Xiaoming"


def xmp(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:creator"] = ["Liu Xiaoming"]


def crop(pdf):
    pdf.pages[0].CropBox = Array([0, 0, 595, 400])


def scan():
    """A page that is only a picture."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    image = pdf.make_stream(saved("JPEG"))
    image.stream_dict.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, ColorSpace=Name.DeviceRGB,
                   BitsPerComponent=8, Filter=Name.DCTDecode)
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    return written(pdf)


def encrypted(user):
    """Encrypted, with or without a password to open."""
    return lambda: written(blank(), encryption=pikepdf.Encryption(owner="owner", user=user, R=6))


def many_pages():
    """Two thousand pages that share one content."""
    pdf = blank()
    page = pdf.pages[0]
    for _ in range(1999):
        pdf.pages.append(page)
    return written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def stream_bomb():
    """A content stream of 700 MB in 1 MB."""
    block = b"0 0 m " * 170_000
    total = 1
    for _ in range(700):
        total = zlib.adler32(block, total)
    packed = b"\x78\xda" + packed_often(block, 700) + total.to_bytes(4)
    pdf = blank()
    pdf.pages[0].Contents = pdf.make_stream(packed, Filter=Name.FlateDecode)
    return written(pdf)


BOX = shown(f"ID {ID18}") + b"\n0 g 60 690 300 30 re f"
OFF = b"/OC /MC0 BDC " + shown(f"ID {ID18}") + b" EMC"
NUMBER = f"Tel {MOBILE}"

CASES = (
    Case("pdf-clean.pdf", pages(), verdict="clean"),
    Case("pdf-text.pdf", pages(shown(PLAIN), shown(f"ID {ID18}")), {"id18": "r"}, where={"id18": "第 2 页"}),
    Case(
        "pdf-chinese.pdf",
        lambda: chinese(f"当事人身份证号{ID18}，住威海市文化西路288号5号楼2单元301室"),
        {"id18": "r", "address": "r"},
    ),
    Case("pdf-mark.pdf", lambda: chinese("机密★20年\n\n关于专项行动的通知"), {"secret_mark": "b"}, "block"),
    Case(
        "pdf-broken-line.pdf",
        pages(shown("Tel 138123", "72 700") + b"\n" + shown("45678", "72 684")),
        {"mobile": "r"},
    ),
    Case("pdf-black-box.pdf", pages(BOX), {"hidden_text": "n", "id18": "r"}),
    Case("pdf-white.pdf", pages(shown(NUMBER, extra="1 g")), {"hidden_text": "n", "mobile": "r"}),
    Case("pdf-invisible.pdf", pages(shown(NUMBER, extra="3 Tr")), {"hidden_text": "n", "mobile": "r"}),
    Case(
        "pdf-off-page.pdf",
        pages(shown(PLAIN) + b"\n" + shown(NUMBER, "72 2000")),
        {"hidden_text": "n", "mobile": "r"},
    ),
    Case("pdf-cropped.pdf", changed(crop, shown(NUMBER)), {"mobile": "r"}),
    Case("pdf-history.pdf", history, {"pdf_history": "n", "id18": "r"}),
    Case("pdf-layer.pdf", changed(layer, OFF), {"hidden_text": "n", "id18": "r"}),
    Case("pdf-annotation.pdf", changed(annotation), {"comment": "n", "mobile": "r"}),
    Case("pdf-form.pdf", changed(form), {"mobile": "r"}),
    Case("pdf-mail-link.pdf", changed(mail_link), {"email": "r"}),
    Case("pdf-attachment.pdf", changed(attachment), {"pdf_attachment": "n", "id18": "r"}),
    Case("pdf-javascript.pdf", changed(javascript), {"pdf_javascript": "n"}),
    Case("pdf-outline.pdf", changed(outline), {"mobile": "r"}),
    Case("pdf-author.pdf", changed(author), {"metadata": "n"}),
    Case("pdf-xmp.pdf", changed(xmp), {"metadata": "n"}),
    Case("pdf-scan.pdf", scan, {"scanned_page": "n"}),
    Case("pdf-password.pdf", encrypted("secret"), {"encrypted": "b"}, "block"),
    Case("pdf-owner-password.pdf", encrypted(""), {"encrypted": "b"}, "block"),
    Case("pdf-2000-pages.pdf", many_pages, refused=True),
    Case("pdf-200-inch.pdf", lambda: written(blank(shown(PLAIN), size=(14400, 14400))), refused=True),
    Case("pdf-stream-bomb.pdf", stream_bomb, refused=True),
)
