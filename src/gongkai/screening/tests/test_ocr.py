"""Scans with the real engine: read, found, painted over, read again. Skipped without the extra."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image

from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import ocr, scans
from gongkai.screening.redacting import redact
from gongkai.screening.screening import screen
from gongkai.screening.tests.cleaning_cases import ID18, MOBILE, pdftotext
from gongkai.screening.tests.files_built import pdf, saved, with_image
from gongkai.screening.tests.scans_made import Look, as_file, scan
from gongkai.screening.tests.test_cleaning_pdf import document as pages_of
from gongkai.screening.tests.test_cleaning_pdf import shown as set_words

pytestmark = pytest.mark.skipif(not scans.is_installed(), reason=f"没有 OCR：{scans.INSTALL}")
LINES = ["行政处罚决定书", f"当事人：李晓明，身份证号码：{ID18}", f"联系电话：{MOBILE}。罚款伍佰元。"]
SKEWED = Look(skew=1.5, noise=12, soft=0.6)


def sheet(look: Look = SKEWED, lines: list[str] = LINES) -> Image.Image:
    return scan(lines, look, high=500)


def read(picture: Image.Image) -> str:
    return "\n".join(line.text for line in ocr.lines(picture.convert("RGB")))


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_scan_is_read_in_the_sandbox_with_page_and_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"scan.{kind.lower()}"
    path.write_bytes(as_file(sheet(), kind))
    found = {one.rule: one for one in screen(path).findings}
    page = "第 1 页" if kind == "PDF" else "图片"
    assert found["id18.ok"].where == f"{page}第 2 行（识别）"
    assert found["mobile.ok"].text == MOBILE
    assert found["file.scanned_page.read"].verdict == "review"


def test_a_picture_is_painted_over_and_reads_clean(tmp_path: Path) -> None:
    path, out = tmp_path / "scan.png", tmp_path / "copy.png"
    path.write_bytes(as_file(sheet()))
    log = redact(path, out, "penalty").log
    text = read(Image.open(out))
    assert {"id18", "mobile", "person"} <= {change.kind for change in log}
    assert ID18 not in text and MOBILE not in text and "晓明" not in text
    assert "行政处罚决定书" in text and "罚款伍佰元" in text
    assert len(list(tmp_path.iterdir())) == 2


def test_a_scanned_page_of_a_pdf_is_painted_over_and_holds_no_text(tmp_path: Path) -> None:
    path, out = tmp_path / "scan.pdf", tmp_path / "copy.pdf"
    path.write_bytes(as_file(sheet(), "PDF"))
    redact(path, out, "penalty")
    shown = pypdfium2.PdfDocument(out.read_bytes())[0].render(scale=2).to_pil()
    text = read(shown)
    assert ID18 not in text and MOBILE not in text
    assert "行政处罚决定书" in text
    assert ID18 not in (pdftotext(out.read_bytes(), tmp_path) or "")


def test_a_page_on_its_side_is_read_and_its_boxes_lie_on_the_page() -> None:
    upright, turned = sheet(Look()), sheet(Look(quarters=1))
    line = next(one for one in ocr.lines(turned.convert("RGB")) if ID18 in one.text)
    at = line.text.index(ID18)
    left, top, right, bottom = line.boxes[at]
    assert bottom - top < 60 and right - left < 60
    straight = next(one for one in ocr.lines(upright.convert("RGB")) if ID18 in one.text)
    assert abs(straight.boxes[at][0] - top) < 12


def test_a_photograph_without_text_gives_no_copy_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "photo.pdf"
    path.write_bytes(as_file(Image.radial_gradient("L").resize((800, 1_100)), "PDF"))
    with pytest.raises(Unclean):
        redact(path, tmp_path / "copy.pdf", "penalty")
    assert [one.name for one in tmp_path.iterdir()] == ["photo.pdf"]


def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    first, second = sheet(Look(), ["第一页没有号码"]), sheet(Look(), [f"第二页电话：{MOBILE}"])
    first.save(out, "TIFF", save_all=True, append_images=[second])
    path = tmp_path / "scan.tiff"
    path.write_bytes(out.getvalue())
    (found,) = (one for one in screen(path).findings if one.kind == "mobile")
    assert found.where == "第 2 页第 1 行（识别）"


def with_scan(lines: list[str]) -> bytes:
    """A DOCX that holds a scanned page."""
    document = docx.Document()
    document.add_paragraph("附件：")
    document.add_picture(io.BytesIO(as_file(scan(lines, Look()))), width=docx.shared.Cm(15))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_scan_in_a_document_is_read_and_gives_no_copy_while_it_shows_something(tmp_path: Path) -> None:
    path, out = tmp_path / "a.docx", tmp_path / "copy.docx"
    path.write_bytes(with_scan(LINES))
    (found,) = (one for one in screen(path).findings if one.kind == "id18")
    assert found.where.startswith("图片 ") and "第 2 行" in found.where
    with pytest.raises(Unclean) as no:
        redact(path, out, "penalty")
    assert any("id18" in fault for fault in no.value.faults)
    assert not out.exists()
    path.write_bytes(with_scan(["附图", "货架上的食品，标签完整。"]))
    assert redact(path, out, "penalty").type == "docx"


def test_a_picture_beside_text_on_a_page_of_a_pdf_is_painted_over_too(tmp_path: Path) -> None:
    document = pdf()
    image = as_file(scan([f"电话：{MOBILE}"], Look(size=60), high=600), "JPEG")
    text = b"BT /F1 12 Tf 60 800 Td (an order of forty and more letters, set as text on the page) Tj ET "
    with_image(document, image, (1240, 600), text + b"q 500 0 0 242 40 300 cm /Im1 Do Q")
    path, out = tmp_path / "a.pdf", tmp_path / "copy.pdf"
    path.write_bytes(saved(document))
    assert any(one.kind == "mobile" for one in screen(path).findings)
    redact(path, out, "penalty")
    shown = pypdfium2.PdfDocument(out.read_bytes())[0].render(scale=2).to_pil()
    assert MOBILE not in read(shown)
    assert "forty and more letters" in read(shown)


def test_a_page_that_became_a_picture_is_read_before_the_copy_counts_as_verified(tmp_path: Path) -> None:
    path, out = tmp_path / "a.pdf", tmp_path / "copy.pdf"
    boxed = set_words(f"ID {ID18}") + " 0 g 60 690 300 30 re f " + set_words("visible words", "72 600")
    pages_of(boxed).save(path)
    made = redact(path, out)
    assert made.as_json()["verified"] is True
    seen = read(pypdfium2.PdfDocument(out.read_bytes())[0].render(scale=2).to_pil())
    assert "visible" in seen and ID18 not in seen
