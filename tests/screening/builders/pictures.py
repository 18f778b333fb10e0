"""Pictures: PNG, JPEG, TIFF with what cameras and programs write into them."""

import io
import struct

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from builders.case import MOBILE, Case

GPS = 0x8825
MAKE, MODEL, ARTIST, DESCRIPTION = 271, 272, 315, 270


def picture():
    """A small grey picture."""
    return Image.new("RGB", (64, 48), (200, 200, 200))


def saved(kind, image=None, **options):
    """A picture as bytes."""
    out = io.BytesIO()
    (image or picture()).save(out, kind, **options)
    return out.getvalue()


def exif(gps=False, **tags):
    """EXIF with a place in the zone, or with other tags."""
    data = Image.Exif()
    names = {"make": MAKE, "artist": ARTIST, "description": DESCRIPTION}
    for name, value in tags.items():
        data[names[name]] = value
    if gps:
        data[GPS] = {1: "N", 2: (37.0, 31.0, 48.0), 3: "E", 4: (122.0, 3.0, 36.0)}
    return data


def png_plain():
    return saved("PNG")


def jpeg_gps():
    return saved("JPEG", exif=exif(gps=True, make="HUAWEI"))


def png_chunks():
    info = PngInfo()
    info.add_text("Author", "Liu Xiaoming")
    info.add_itxt("Comment", f"举报人电话{MOBILE}", zip=True)
    return saved("PNG", pnginfo=info)


def png_gps():
    return saved("PNG", exif=exif(gps=True))


def tiff_gps():
    """A TIFF of one dot, written by hand, with a second directory for the place."""
    entries = [
        *((tag, 4, 1, 1) for tag in (256, 257)),
        *((tag, 3, 1, value) for tag, value in ((258, 8), (259, 1), (262, 1))),
        (273, 4, 1, 8),
        *((tag, 3, 1, 1) for tag in (277, 278)),
        (279, 4, 1, 1),
        (GPS, 4, 1, 138),
    ]
    place = [(1, 2, 2, ord("N")), (2, 5, 3, 192), (3, 2, 2, ord("E")), (4, 5, 3, 216)]
    degrees = struct.pack("<12I", 37, 1, 31, 1, 48, 1, 122, 1, 3, 1, 36, 1)
    return b"II*\0" + struct.pack("<I", 12) + bytes(4) + directory(entries) + directory(place) + degrees


def directory(entries):
    """One directory of a TIFF: entries of tag, type, count and value or offset; no next one."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + rows + bytes(4)


def tiff_pages():
    return saved("TIFF", save_all=True, append_images=[picture()], tiffinfo={ARTIST: "Liu Xiaoming"})


def jpeg_xmp():
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Liu Xiaoming"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    return saved("JPEG", xmp=xmp)


def jpeg_trailing():
    """A picture with a second file behind its end."""
    return saved("JPEG") + b"PK\x03\x04" + f"身份证号371002199001010015 {MOBILE}".encode() * 4


CASES = (
    Case("png-plain.png", png_plain, absent=("metadata", "exif_gps")),
    Case("png-chunks.png", png_chunks, {"metadata": "n", "mobile": "r"}),
    Case("png-gps.png", png_gps, {"exif_gps": "n"}),
    Case("jpeg-plain.jpg", lambda: saved("JPEG"), absent=("metadata", "exif_gps")),
    Case("jpeg-gps.jpg", jpeg_gps, {"exif_gps": "n"}),
    Case(
        "jpeg-camera.jpg",
        lambda: saved("JPEG", exif=exif(make="HUAWEI", artist="Liu Xiaoming")),
        {"metadata": "n"},
        absent=("exif_gps",),
    ),
    Case(
        "jpeg-comment.jpg", lambda: saved("JPEG", comment=f"tel {MOBILE}".encode()), {"metadata|comment": "n"}
    ),
    Case("jpeg-xmp.jpg", jpeg_xmp, {"metadata": "n"}),
    Case("jpeg-trailing.jpg", jpeg_trailing, {"metadata|embedded_object|hidden_text": "n"}, may_refuse=True),
    Case("tiff-gps.tif", tiff_gps, {"exif_gps": "n"}),
    Case("tiff-pages.tif", tiff_pages, {"metadata": "n"}),
)
