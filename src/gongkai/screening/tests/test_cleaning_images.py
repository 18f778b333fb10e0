"""Pictures: pixels, and nothing else."""

import io

import pytest
from PIL import Image, PngImagePlugin

from gongkai.refusal import Refused
from gongkai.screening.cleaning.images import kind_of, pixels
from gongkai.screening.tests.cleaning_cases import copy_of

FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF"}


def picture(kind, **options):
    image = Image.new("RGB", (60, 40), "white")
    image.paste("navy", (0, 0, 20, 40))
    out = io.BytesIO()
    image.save(out, FORMATS[kind], **options)
    return out.getvalue()


def loaded(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", FORMATS)
def test_exif_and_position_stay_behind_and_pixels_stay(kind):
    exif = Image.Exif()
    exif[0x010F] = "CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(kind, exif=exif)
    copy = copy_of(data, kind).data
    assert b"CAMERA" in data and b"CAMERA" not in copy
    assert not loaded(copy).getexif().get_ifd(0x8825)
    assert loaded(copy).convert("RGB").getpixel((50, 20)) == (255, 255, 255)


def test_texts_and_profiles_of_a_png_stay_behind():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("remark", "张三拍摄")
    data = picture("png", pnginfo=info, icc_profile=b"profile", dpi=(300, 300))
    assert loaded(copy_of(data, "png").data).info == {}


def test_bytes_after_the_end_stay_behind():
    for kind in ("png", "jpeg"):
        copy = copy_of(picture(kind) + b"PK\x03\x04 13812345678", kind).data
        assert b"13812345678" not in copy


def test_what_the_orientation_did_is_done_to_the_pixels():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = loaded(pixels(picture("jpeg", exif=exif), "jpeg"))
    assert image.size == (40, 60)


def test_what_lies_under_transparency_is_gone():
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert loaded(pixels(out.getvalue(), "png")).getpixel((5, 5)) == (255, 255, 255)


def test_every_page_of_a_tiff_stays():
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 100, 200)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    image = loaded(copy_of(out.getvalue(), "tiff").data)
    assert image.n_frames == 3
    image.seek(2)
    assert image.getpixel((1, 1)) == 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_mode_comes_out_as_a_picture(mode):
    out = io.BytesIO()
    Image.new(mode, (9, 9)).save(out, "TIFF")
    assert loaded(pixels(out.getvalue(), "tiff")).size == (9, 9)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", picture("png")[:60], b"GIF89a"])
def test_a_broken_picture_is_refused(data):
    with pytest.raises(Refused):
        pixels(data, kind_of(data) or "png")


def test_a_format_that_we_do_not_know_is_refused():
    with pytest.raises(Refused):
        pixels(b"x", "webp")
