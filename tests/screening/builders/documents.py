"""DOCX files: everything that Word hides, and controls."""

import io
import re

from docx import Document
from docx.shared import RGBColor

from builders.case import BANK, ID18, MOBILE, Case, edited, members, replaced, zipped
from builders.pictures import jpeg_gps, png_plain

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "经查，当事人未按规定明码标价，现责令改正。"
CT = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOC = "word/document.xml"
HERE = "<w:t>此处</w:t>"


def base(*paragraphs, author="", change=None):
    """A document of plain paragraphs with empty properties."""
    document = Document()
    for text in paragraphs or (TEXT,):
        document.add_paragraph(text)
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.comments = properties.title = properties.keywords = ""
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    parts = members(out.getvalue())
    del parts["docProps/thumbnail.jpeg"]
    parts["_rels/.rels"] = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", parts["_rels/.rels"])
    return zipped(parts.items())


def with_run(xml):
    """A document in which a whole paragraph of WordprocessingML stands in place of 此处."""
    data = base(TEXT, "此处")
    return edited(data, {DOC: replaced(f"<w:r>{HERE}</w:r>", xml)})


def run(text, props=""):
    """One run."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def with_part(name, content, content_type, relation, text=TEXT):
    """A document with one more part, declared and related."""
    target = name.removeprefix("word/") if name.startswith("word/") else f"../{name}"
    return edited(
        base(text),
        {
            name: content,
            CT: replaced("</Types>", f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'),
            RELS: replaced(
                "</Relationships>",
                f'<Relationship Id="rIdX" Type="{relation}" Target="{target}"/></Relationships>',
            ),
        },
    )


def notes(which):
    """A document with a footnote or an endnote."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    body = (
        f'<w:{which}s {W}><w:{which} w:id="2"><w:p>{run(f"证据来源：身份证号{ID18}")}</w:p>'
        f"</w:{which}></w:{which}s>"
    )
    return with_part(f"word/{which}s.xml", body, f"{kind}.{which}s+xml", f"{REL}/{which}s")


def comments():
    body = (
        f'<w:comments {W}><w:comment w:id="0" w:author="小刘" w:date="2017-06-01T10:00:00Z">'
        f"<w:p>{run('这里请领导把关，电话' + MOBILE)}</w:p></w:comment></w:comments>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    return with_part("word/comments.xml", body, kind, f"{REL}/comments")


def tracked(which, inner):
    """A tracked insertion, deletion or move."""
    return with_run(f'<w:{which} w:id="7" w:author="小刘" w:date="2017-06-01T10:00:00Z">{inner}</w:{which}>')


def deleted(text):
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


def textbox():
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'style="width:100pt;height:40pt"><v:textbox><w:txbxContent>'
        f"<w:p>{run('联系电话' + MOBILE)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>"
    )
    return with_run(box)


def picture(data, alt=""):
    """A document with a picture in it and its alternative text."""

    def add(document):
        document.add_picture(io.BytesIO(data))

    made = base(change=add)
    if not alt:
        return made
    return edited(made, {DOC: replaced('name="Picture 1"', f'name="Picture 1" descr="{alt}"')})


def custom_properties():
    body = (
        "<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="承办人">'
        "<vt:lpwstr>刘晓明</vt:lpwstr></property></Properties>"
    )
    data = base()
    return edited(
        data,
        {
            "docProps/custom.xml": body,
            CT: replaced(
                "</Types>",
                (
                    '<Override PartName="/docProps/custom.xml" '
                    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
                    "</Types>"
                ),
            ),
            "_rels/.rels": replaced(
                "</Relationships>",
                (
                    f'<Relationship Id="rIdC" Type="{REL}/custom-properties" '
                    'Target="docProps/custom.xml"/></Relationships>'
                ),
            ),
        },
    )


def embedded():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return with_part(
        "word/embeddings/oleObject1.bin",
        ole,
        "application/vnd.openxmlformats-officedocument.oleObject",
        f"{REL}/oleObject",
    )


def macro():
    """A document with a VBA project, told by its main part as macro-enabled."""
    vba = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    data = with_part(
        "word/vbaProject.bin",
        vba,
        "application/vnd.ms-office.vbaProject",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return edited(data, {CT: replaced(main, "application/vnd.ms-word.document.macroEnabled.main+xml")})


def linked():
    """A document that fetches its template from a path of the author's machine."""
    return edited(
        base(),
        {
            RELS: replaced(
                "</Relationships>",
                (
                    f'<Relationship Id="rIdL" Type="{REL}/attachedTemplate" '
                    'Target="file:///C:/Users/liuxiaoming/模板.dotx" TargetMode="External"/>'
                    "</Relationships>"
                ),
            )
        },
    )


def header(document):
    document.sections[0].header.paragraphs[0].text = f"承办人手机{MOBILE}"


def footer(document):
    document.sections[0].footer.paragraphs[0].text = "举报人电话0631-5912345"


def first_header(document):
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "机密★10年"


def table(document):
    cells = document.add_table(rows=2, cols=2).rows[1].cells
    cells[0].text, cells[1].text = "身份证号", ID18


def white(document):
    shown = document.add_paragraph().add_run(f"账号{BANK}")
    shown.font.color.rgb = RGBColor(255, 255, 255)


def split(document, *pieces):
    paragraph = document.add_paragraph()
    for place, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = place % 2 == 0


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
    '"mailto:zhangsan@example.com" </w:instrText></w:r><w:r><w:fldChar '
    f'w:fldCharType="separate"/></w:r>{run("联系")}<w:r><w:fldChar w:fldCharType="end"/>'
    "</w:r>"
)

CASES = (
    Case("docx-clean.docx", base, verdict="clean"),
    Case(
        "docx-body.docx",
        lambda: base(f"当事人身份证号{ID18}，电话{MOBILE}"),
        {"id18": "r", "mobile": "r"},
        "review",
    ),
    Case(
        "docx-mark.docx",
        lambda: base("机密★20年", TEXT),
        {"secret_mark": "b"},
        "block",
        where={"secret_mark": "第 1 段"},
    ),
    Case(
        "docx-mark-in-runs.docx",
        lambda: base(change=lambda d: split(d, "机", "密", "★", "2", "0年")),
        {"secret_mark": "b"},
        "block",
    ),
    Case("docx-mark-first-header.docx", lambda: base(change=first_header), {"secret_mark": "b"}, "block"),
    Case(
        "docx-number-in-runs.docx",
        lambda: base(change=lambda d: split(d, "电话", "138", "1234", "5678")),
        {"mobile": "r"},
    ),
    Case("docx-table.docx", lambda: base(change=table), {"id18": "r"}),
    Case("docx-header.docx", lambda: base(change=header), {"mobile": "r"}, where={"mobile": "页眉"}),
    Case("docx-footer.docx", lambda: base(change=footer), {"tel": "r"}),
    Case("docx-footnote.docx", lambda: notes("footnote"), {"id18": "r"}),
    Case("docx-endnote.docx", lambda: notes("endnote"), {"id18": "r"}),
    Case("docx-comment.docx", comments, {"comment": "n", "mobile": "r"}, where={"mobile": "批注"}),
    Case("docx-inserted.docx", lambda: tracked("ins", run("加处罚款")), {"tracked_change": "n"}),
    Case(
        "docx-deleted.docx",
        lambda: tracked("del", deleted(f"身份证号{ID18}")),
        {"tracked_change": "n", "id18": "r"},
    ),
    Case("docx-moved.docx", lambda: tracked("moveFrom", run("移走的话")), {"tracked_change": "n"}),
    Case(
        "docx-vanish.docx",
        lambda: with_run(run(f"电话{MOBILE}", "<w:vanish/>")),
        {"hidden_text": "n", "mobile": "r"},
    ),
    Case("docx-white.docx", lambda: base(change=white), {"hidden_text": "n", "bank": "r"}),
    Case("docx-textbox.docx", textbox, {"mobile": "r"}),
    Case(
        "docx-alt-path.docx",
        lambda: picture(png_plain(), "C:\\Users\\liuxiaoming\\照片048.jpg"),
        {"metadata": "n"},
    ),
    Case("docx-picture-gps.docx", lambda: picture(jpeg_gps()), {"exif_gps": "n"}),
    Case("docx-author.docx", lambda: base(author="刘晓明"), {"metadata": "n"}),
    Case("docx-custom.docx", custom_properties, {"metadata": "n"}),
    Case("docx-embedded.docx", embedded, {"embedded_object": "n"}),
    Case("docx-macro.docm", macro, {"macro": "n"}, may_refuse=True),
    Case("docx-macro-renamed.docx", macro, {"macro": "n"}, may_refuse=True),
    Case("docx-template-path.docx", linked, {"metadata": "n"}),
    Case("docx-field-mail.docx", lambda: with_run(FIELD), {"email": "r"}),
)
