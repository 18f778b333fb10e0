"""Redaction as a whole: in the sandbox, one atomic file or none, and nothing beside it."""

import base64
import hashlib
import io

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image

from gongkai.refusal import Refused
from gongkai.screening import Known, Party, Whom
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import scans
from gongkai.screening.policies import policy
from gongkai.screening.redacting import redact
from gongkai.screening.tests.cleaning_cases import ID18, MOBILE
from gongkai.screening.tests.test_cleaning_pdf import document, scanned, shown


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.txt"
    path.write_text(f"当事人：张三，身份证号{ID18}。举报人李四。\n", encoding="utf-8")
    return path


def beside(path):
    return sorted(one.name for one in path.parent.iterdir())


def test_a_verified_copy_and_its_log(source, tmp_path):
    out = tmp_path / "out.txt"
    made = redact(source, out, "penalty")
    assert out.read_text(encoding="utf-8") == "当事人：张某，身份证号×××。举报人。\n"
    assert made.policy == "penalty.2021" and made.type == "txt"
    assert made.out_sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert {one.kind for one in made.log} == {"person", "id18"}
    assert made.log[0].where == "第 1 行" and ID18 not in str(made.as_json())
    assert beside(out) == ["in.txt", "out.txt"]


def test_settings_and_knowledge_reach_the_sandbox(source, tmp_path):
    out = tmp_path / "out.txt"
    known = Known(parties=(Party("李四", role=Whom.REPORTER),))
    redact(source, out, policy("penalty").having(natural_person_name="keep"), known)
    assert "张三" in out.read_text(encoding="utf-8")


def test_a_copy_takes_the_place_of_an_older_one(source, tmp_path):
    out = tmp_path / "out.txt"
    out.write_text("旧")
    redact(source, out)
    assert "旧" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["scan", "mark"])
def test_no_verified_copy_no_file(kind, tmp_path):
    source = tmp_path / ("in.pdf" if kind == "scan" else "in.txt")
    source.write_bytes(scanned() if kind == "scan" else "机密★20年\n".encode())
    out = source.with_name(f"out{source.suffix}")
    with pytest.raises(Unclean):
        redact(source, out, "penalty")
    assert beside(out) == [source.name]


def test_a_failed_copy_leaves_an_older_file_alone(tmp_path):
    (tmp_path / "in.pdf").write_bytes(scanned())
    (tmp_path / "out.pdf").write_text("旧")
    with pytest.raises(Unclean):
        redact(tmp_path / "in.pdf", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_text() == "旧"


@pytest.mark.parametrize(
    ("name", "data", "out", "code"),
    [
        ("in.txt", b"x", "out.pdf", "wrong-ending"),
        ("in.txt", b"x", "in.txt", "out-is-source"),
        ("in.txt", b"x", "no/out.txt", "no-folder"),
        ("in.txt", b"", "out.txt", "empty"),
        ("in.docx", b"PK\x03\x04broken", "out.docx", "damaged"),
        ("in.xyz", b"x", "out.xyz", "unsupported"),
    ],
)
def test_wrong_use_is_refused_and_nothing_written(name, data, out, code, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as refused:
        redact(tmp_path / name, tmp_path / out)
    assert refused.value.code == code and refused.value.mend
    assert beside(tmp_path / name) == [name]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused):
        redact(tmp_path / "none.txt", tmp_path / "out.txt")


def test_an_unknown_policy_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(Refused) as refused:
        redact(tmp_path / "none.txt", tmp_path / "out.txt", "nothing")
    assert refused.value.code == "unknown-policy"


def test_every_type_goes_through_the_sandbox(tmp_path):
    picture = Image.new("RGB", (9, 9))
    book = Workbook()
    book.active.append(["电话", MOBILE])
    for name, save in (
        ("a.xlsx", book.save),
        ("a.png", picture.save),
        ("a.jpg", picture.save),
        ("a.tif", picture.save),
        ("a.pdf", document(shown(f"ID {ID18}")).save),
        ("b.pdf", document(shown(f"ID {ID18}") + " 0 g 60 690 300 30 re f").save),
        ("a.html", lambda path: path.write_text(f"<html><body><p>{MOBILE}</p></body></html>")),
        ("a.csv", lambda path: path.write_text(f"a,b\n{MOBILE},1\n")),
    ):
        save(tmp_path / name)
        assert redact(tmp_path / name, tmp_path / f"copy-{name}").log is not None
        data = (tmp_path / f"copy-{name}").read_bytes()
        assert data and MOBILE.encode() not in data and ID18.encode() not in data


def test_a_document_goes_through_the_sandbox(tmp_path):
    made = Document()
    made.add_paragraph(f"电话{MOBILE}")
    out = io.BytesIO()
    made.save(out)
    (tmp_path / "in.docx").write_bytes(out.getvalue())
    redact(tmp_path / "in.docx", tmp_path / "out.docx")
    assert Document(tmp_path / "out.docx").paragraphs[0].text == "电话×××"


@pytest.mark.parametrize("name", ["all", "penalty", "attachment"])
def test_a_secret_of_trade_gives_no_copy_until_it_is_decided(name, tmp_path):
    source, out = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text(f"本材料涉及我公司商业秘密。联系电话{MOBILE}。\n", encoding="utf-8")
    with pytest.raises(Unclean) as unclean:
        redact(source, out, name)
    assert "征求权利人意见" in str(unclean.value) and beside(source) == ["in.txt"]
    redact(source, out, policy(name).having(trade_secret="keep"))
    written = out.read_text(encoding="utf-8")
    assert "涉及我公司商业秘密" in written and MOBILE not in written


@pytest.mark.skipif(scans.is_installed(), reason="the extra ocr reads what is on a picture")
def test_a_scan_that_nobody_has_read_gives_no_copy_until_a_person_has_looked(tmp_path):
    sheet = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(sheet, "PNG")
    (tmp_path / "a.png").write_bytes(sheet.getvalue())
    made = Document()
    made.add_paragraph("附件见扫描件，已经盖章，特此说明。" * 5)
    made.add_picture(io.BytesIO(sheet.getvalue()))
    made.save(tmp_path / "a.docx")
    shown_in_page = base64.b64encode(sheet.getvalue()).decode()
    (tmp_path / "a.html").write_text(
        f'<html><body><p>公告</p><img src="data:image/png;base64,{shown_in_page}"></body></html>'
    )
    (tmp_path / "a.txt").write_text("公告", encoding="utf-8")
    before = beside(tmp_path / "a.txt")
    with pytest.raises(Unclean) as unclean:
        redact(tmp_path / "a.docx", tmp_path / "copy-a.docx", "attachment")
    assert "图片 image1.png" in str(unclean.value) and unclean.value.is_unread
    assert beside(tmp_path / "a.txt") == before
    looked = policy("attachment").having(unread_scans="keep")
    told = {
        name: redact(tmp_path / name, tmp_path / f"copy-{name}", looked).as_json()
        for name in ("a.png", "a.docx", "a.html", "a.txt")
    }
    assert {name: (one["unread"], one["verified"]) for name, one in told.items()} == {
        "a.png": (["图片"], False),
        "a.docx": (["图片 image1.png"], False),
        "a.html": ([], True),
        "a.txt": ([], True),
    }


def test_a_page_that_became_a_picture_is_not_verified_until_it_is_read(tmp_path):
    """A machine has taken the words off by their places; that nothing can be read there it cannot say."""
    pdf, out = tmp_path / "a.pdf", tmp_path / "b.pdf"
    boxed = shown(f"ID {ID18}") + " 0 g 60 690 300 30 re f"
    document(shown("nothing but words"), boxed).save(pdf)
    made = redact(pdf, out)
    assert made.unread == (() if scans.is_installed() else ("第 2 页",))
    assert made.as_json()["verified"] is scans.is_installed()
    document(shown("nothing but words")).save(pdf)
    assert redact(pdf, out).as_json()["verified"] is True
