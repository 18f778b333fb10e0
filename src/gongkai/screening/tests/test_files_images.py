"""Pictures: what they carry beside their pixels; what is on them is for a person unless OCR is installed."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from gongkai.refusal import Refused
from gongkai.screening import sandbox
from gongkai.screening.files import ocr, scans, tiffs
from gongkai.screening.files.extract import to_json
from gongkai.screening.files.image import xmp_text
from gongkai.screening.files.pixels import unshown
from gongkai.screening.files.reading import read
from gongkai.screening.screening import extract
from gongkai.screening.tests.files_built import ID18, kinds, located_jpeg, pdf, picture, saved, with_image


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tiff")])
def test_a_picture_is_for_a_person_and_hides_nothing(kind: str, name: str) -> None:
    assert kinds(read(picture(kind), name)) == ["scanned_page"]


def test_position_device_and_author_of_a_photograph() -> None:
    found = read(located_jpeg(), "a.jpg")
    assert kinds(found)[:2] == ["exif_gps", "metadata"]
    assert "37" in found.hidden[0].text
    assert "HUAWEI" in found.text
    assert "张三" in found.text


def test_text_chunks_of_a_png() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Comment", f"扫描件 {ID18}", zip=True)
    found = read(picture("PNG", pnginfo=notes), "a.png")
    assert "metadata" in kinds(found)
    assert ID18 in found.text


def test_xmp_says_what_it_says() -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:rights="张三"><dc:creator>李四</dc:creator>'
        "</rdf:Description></x:xmpmeta>"
    )
    assert xmp_text(packet).split() == ["李四", "张三"]
    found = read(picture("JPEG", xmp=packet.encode()), "a.jpg")
    assert "李四" in found.text


def test_bytes_after_the_end_of_a_picture() -> None:
    found = read(picture("PNG") + ID18.encode(), "a.png")
    assert "hidden_text" in kinds(found)
    assert ID18 in found.text


@pytest.mark.parametrize(
    "way", [{}, {"compression": "tiff_lzw"}, {"compression": "group4"}, {"big_tiff": True}]
)
@pytest.mark.parametrize("pages", [1, 3])
def test_the_end_of_a_tiff_is_behind_its_last_piece(way: dict[str, Any], pages: int) -> None:
    out = io.BytesIO()
    page = Image.effect_noise((400, 300), 50).convert("1" if "group4" in way.values() else "RGB")
    page.save(out, "TIFF", save_all=True, append_images=[page] * (pages - 1), exif=Image.Exif(), **way)
    data = out.getvalue()
    assert list(unshown(data)) == [] == list(unshown(data + b"\0\0\0\0"))
    assert next(rest for _place, rest in unshown(data + b"words behind")).endswith(b"words behind")
    for cut in range(8, len(data), 997):
        list(unshown(data[:cut]))


def test_directories_that_lead_in_a_circle_or_name_millions_say_nothing_of_an_end() -> None:
    circle = b"II*\0" + struct.pack("<IHHHIII", 8, 1, 256, 3, 1, 1, 8)
    assert tiffs.end_of(circle) == len(circle)
    many = b"II*\0" + struct.pack("<IHHHIII", 8, 1, 273, 4, 4_000_000_000, 8, 0)
    assert tiffs.end_of(many) is None and tiffs.end_of(circle[:12]) is None


def test_every_page_of_a_tiff_counts() -> None:
    buffer = io.BytesIO()
    page = Image.new("RGB", (40, 30))
    page.save(buffer, "TIFF", save_all=True, append_images=[page, page])
    found = read(buffer.getvalue(), "a.tif")
    assert found.fact("pages") == "3"
    assert [one.where for one in found.hidden if one.kind == "scanned_page"] == [
        "第 1 页",
        "第 2 页",
        "第 3 页",
    ]


def test_truncated_and_huge_pictures_are_refused() -> None:
    with pytest.raises(Refused):
        read(picture("PNG", (400, 300))[:-60], "a.png")
    with pytest.raises(Refused) as huge:
        buffer = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
        read(buffer.getvalue(), "a.png")
    assert huge.value.code == "too-big"


class Engine:
    """An OCR that reads the same line on every picture, with its place, how sure it is, and its words."""

    def __call__(self, data: bytes, **_: object) -> tuple[list[list[object]], list[float]]:
        assert data.startswith(b"\x89PNG")
        corners = [[60, 60], [240, 60], [240, 80], [60, 80]]
        return [[corners, f"身份证号{ID18}", 0.99]], [0.1]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "_engine", Engine)


@pytest.mark.usefixtures("engine")
def test_with_ocr_the_picture_is_read_line_by_line_and_still_for_a_person() -> None:
    found = read(picture("PNG"), "a.png")
    assert [(one.kind, one.rule) for one in found.hidden] == [("scanned_page", "file.scanned_page.read")]
    assert [(part.where, part.text) for part in found.parts] == [("图片第 1 行（识别）", f"身份证号{ID18}")]


@pytest.mark.usefixtures("engine")
def test_with_ocr_scanned_pages_of_a_pdf_are_read() -> None:
    document = pdf()
    with_image(document, picture("JPEG", (400, 500)), (400, 500), b"q 500 0 0 700 50 50 cm /Im1 Do Q")
    assert ID18 in read(saved(document), "a.pdf").text


@pytest.mark.usefixtures("engine")
def test_when_the_time_is_over_the_rest_is_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_late", lambda: True)
    assert [one.rule for one in read(picture("PNG"), "a.png").hidden] == ["file.scanned_page"]


@pytest.mark.usefixtures("engine")
def test_every_character_has_a_box_in_the_pixels_of_the_picture() -> None:
    (line,) = ocr.lines(Image.new("RGB", (400, 100)))
    assert len(line.boxes) == len(line.text)
    assert line.box[:2] == (12, 12)
    assert [box[0] for box in line.boxes] == sorted(box[0] for box in line.boxes)


def bars(picture: Image.Image) -> list[ocr.Line]:
    """A line for each black bar of a picture."""
    column = picture.convert("L").crop((10, 0, 11, picture.height)).tobytes()
    tops = [at for at, shade in enumerate(column) if shade < 9 and (at == 0 or column[at - 1] > 9)]
    return [ocr.Line("一", (10, top, 50, top + 20), 1.0, ()) for top in tops]


def test_a_long_picture_is_read_in_tiles_and_each_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [100, 1_480, 1_595, 1_700, 3_190, 5_900]
    sheet = Image.new("L", (600, 6_000), 255)
    for top in places:
        sheet.paste(0, (10, top, 50, top + 20))
    monkeypatch.setattr(ocr, "_shrunk", bars)
    assert [line.box[1] for line in ocr.lines(sheet)] == places


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_box_on_the_turned_picture_is_that_place_on_the_picture(quarters: int) -> None:
    sheet = Image.new("L", (60, 40), 255)
    sheet.paste(0, (5, 7, 25, 12))
    turned = ocr._turn(sheet, quarters)
    left, top, right, bottom = turned.point(lambda shade: 255 - shade).getbbox()
    line = ocr.Line("二", (left, top, right, bottom), 1.0, ())
    assert ocr._turned_back(line, quarters, sheet.size).box == (5, 7, 25, 12)


@pytest.mark.usefixtures("engine")
def test_a_picture_beside_text_is_looked_at_and_what_it_only_repeats_is_left_out() -> None:
    document = pdf()
    text = b"BT /F1 12 Tf 60 800 Td (an order of forty and more letters, set as text on the page) Tj ET "
    with_image(document, picture("JPEG", (400, 500)), (400, 500), text + b"q 300 0 0 400 50 50 cm /Im1 Do Q")
    found = read(saved(document), "a.pdf")
    assert (ID18 in found.text, kinds(found)) == (True, ["scanned_page"])
    assert not ocr.is_new("身份证号 371002199001010O15", f"身份证号{ID18}")
    assert ocr.is_new("车牌鲁K12345", f"身份证号{ID18}")


class Runs:
    """A sandbox that remembers what it was asked, and answers in this process."""

    def __init__(self, *, fails: str = "") -> None:
        self.asked: list[tuple[str, sandbox.Limits]] = []
        self._fails = fails

    def __call__(self, _: str, data: bytes, options: dict[str, str], *, limits: sandbox.Limits) -> bytes:
        self.asked.append((options["pictures"], limits))
        if options["pictures"] == "yes" and self._fails:
            raise Refused(self._fails, "不行", "请换一份")
        switched, scans._Switch.is_off = scans._Switch.is_off, options["pictures"] != "yes"
        try:
            return to_json(read(data, options["name"]))
        finally:
            scans._Switch.is_off = switched


@pytest.mark.usefixtures("engine")
def test_only_a_file_with_pictures_is_read_a_second_time_with_wider_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "run", runs := Runs())
    assert ID18 in extract(picture("PNG"), "a.png").text
    assert runs.asked == [("no", sandbox.READING), ("yes", scans.LIMITS)]
    extract(saved(pdf()), "a.pdf")
    extract(picture("PNG"), "a.png", pictures=False)
    assert [asked for asked, _ in runs.asked[2:]] == ["no", "no"]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("code", ["too-slow", "too-big", "unreadable"])
def test_pictures_that_take_too_much_stay_for_a_person(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(sandbox, "run", Runs(fails=code))
    assert [one.rule for one in extract(picture("PNG"), "a.png").hidden] == ["file.scanned_page"]
