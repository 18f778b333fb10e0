"""Pictures: EXIF with position and device, text chunks, XMP, thumbnails.

What is on a picture is read by OCR when that is installed, else it is for a person.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

from gongkai.refusal import Refused
from gongkai.screening.files import ocr
from gongkai.screening.files.extract import Collector
from gongkai.screening.files.pixels import unshown

MOST_PIXELS = 100_000_000
MOST_FRAMES = 200
_FORMATS = ("PNG", "JPEG", "TIFF", "MPO", "GIF", "BMP", "WEBP")
_HARMLESS = frozenset(
    [
        "ImageWidth",
        "ImageLength",
        "BitsPerSample",
        "Compression",
        "PhotometricInterpretation",
        "StripOffsets",
        "SamplesPerPixel",
        "RowsPerStrip",
        "StripByteCounts",
        "XResolution",
        "YResolution",
        "PlanarConfiguration",
        "ResolutionUnit",
        "Orientation",
        "ColorSpace",
        "ExifImageWidth",
        "ExifImageHeight",
        "ExifOffset",
        "YCbCrPositioning",
        "ExifVersion",
        "ComponentsConfiguration",
        "FlashPixVersion",
        "FillOrder",
        "NewSubfileType",
        "SubfileType",
        "Predictor",
        "ColorMap",
        "ExtraSamples",
        "SampleFormat",
        "PageNumber",
        "TileWidth",
        "TileLength",
        "TileOffsets",
        "TileByteCounts",
        "JPEGTables",
        "YCbCrSubSampling",
        "ReferenceBlackWhite",
        "YCbCrCoefficients",
        "JpegIFOffset",
        "JpegIFByteCount",
        "ExifInteroperabilityOffset",
        "InterColorProfile",
        "T4Options",
        "T6Options",
        "GPSInfo",
        "Software",
    ]
)
_PLAIN_INFO = frozenset(
    [
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "progressive",
        "progression",
        "adobe",
        "adobe_transform",
        "gamma",
        "srgb",
        "chromaticity",
        "interlace",
        "transparency",
        "aspect",
        "compression",
        "resolution",
        "duration",
        "loop",
        "blend",
        "disposal",
        "background",
        "default_image",
        "icc_profile",
        "exif",
        "mp",
        "mpoffset",
        "photoshop",
        "xmp",
        "XML:com.adobe.xmp",
        "Raw",
        "profile",
        "type",
        "exif",
    ]
)
_XML = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"[\w:]+\s*=\s*[\"']([^\"'<>]*[^\"'<>\s\d.:/#-][^\"'<>]*)[\"']")
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    AttributeError,
)


def read_image(data: bytes, into: Collector) -> None:
    """A picture file."""
    frames = read_picture(data, into, "图片")
    into.facts["pages"] = str(frames)
    for number in range(frames):
        where = "图片" if frames == 1 else f"第 {number + 1} 页"
        ocr.read_frame(data, number, into, where)


def read_picture(data: bytes, into: Collector, where: str) -> int:
    """What a picture carries beside its pixels, also one inside another file; the number of its frames."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _huge() from bomb
    except (UnidentifiedImageError, *_BROKEN) as broken:
        raise Refused("damaged", f"{where}损坏或者不完整", "请重新导出或者另存一份") from broken
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _huge()
        try:
            frames = int(getattr(picture, "n_frames", 1))
            if frames > MOST_FRAMES:
                raise Refused(
                    "too-many-pages", f"图片有 {frames} 页，超过 {MOST_FRAMES} 页", "请拆分后再检查"
                )
            picture.load()
            _metadata(picture, into, where)
            for number in range(1, frames if picture.format == "TIFF" else 1):
                picture.seek(number)
                _metadata(picture, into, f"{where}第 {number + 1} 页")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise _huge() from bomb
        except _BROKEN as broken:
            raise Refused("damaged", f"{where}损坏或者不完整", "请重新导出或者另存一份") from broken
    for place, rest in unshown(data):
        said = rest[:2000].decode("utf-8", "ignore").strip("\x00 \r\n")
        into.hide("file.hidden_text.left", f"{where}{place}", said or f"{len(rest)} 字节")
    return frames


def read_page(data: bytes, into: Collector, where: str) -> None:
    """A picture with the shape and size of a sheet is likely a scan: read by OCR, else for a person."""
    with Image.open(io.BytesIO(data)) as picture:
        short, long = sorted(picture.size)
    if long >= 1_000 and 1.36 <= long / max(short, 1) <= 1.46:
        ocr.read_frame(data, 0, into, where)


def _huge() -> Refused:
    return Refused("too-big", f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素", "请缩小后再检查")


def _metadata(picture: Image.Image, into: Collector, where: str) -> None:
    """What a frame carries beside its pixels; of the formats only TIFF gives each frame its own."""
    exif = picture.getexif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if gps:
        into.hide("file.exif_gps", where, _position(gps))
    tags = {**dict(exif), **exif.get_ifd(ExifTags.IFD.Exif)}
    named = {ExifTags.TAGS.get(tag, str(tag)): value for tag, value in tags.items()}
    told = [
        f"{name}：{_plain(value)}" for name, value in named.items() if name not in _HARMLESS and _plain(value)
    ]
    if told:
        into.hide("file.metadata.picture", f"{where}的 EXIF", "\n".join(told))
    if exif.get_ifd(ExifTags.IFD.IFD1):
        into.note("file.metadata.picture", f"{where}的缩略图", "缩略图，可能是剪裁或者遮盖以前的样子")
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or named.get("XMLPacket") or b""
    _xmp(xmp, into, where)
    for key, value in picture.info.items():
        told_value = _plain(value)
        if str(key).lower() not in _PLAIN_INFO and key not in _PLAIN_INFO and told_value:
            rule = "file.metadata.program" if str(key) == "Software" else "file.metadata.picture"
            into.hide(rule, f"{where}的 {str(key)[:40]}", told_value)
    if "photoshop" in picture.info:
        into.note("file.metadata.picture", f"{where}的 IPTC", "图像处理软件写入的说明信息")


def _xmp(xmp: Any, into: Collector, where: str) -> None:
    """Text in an XMP packet."""
    raw = xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else str(xmp)
    said = xmp_text(raw)
    if said:
        into.hide("file.metadata.picture", f"{where}的 XMP", said)


def xmp_text(raw: str) -> str:
    """What an XMP packet says, without its tags."""
    raw = re.sub(r"<\?.*?\?>|xmlns:\w+\s*=\s*[\"'][^\"']*[\"']", "", raw, flags=re.DOTALL)
    pieces = [piece.strip() for piece in (*_XML.split(raw), *_ATTRIBUTE.findall(raw))]
    return "\n".join(piece for piece in pieces if piece)


def _position(gps: dict[int, Any]) -> str:
    """Position as a person reads it."""
    named = {ExifTags.GPSTAGS.get(tag, str(tag)): value for tag, value in gps.items()}
    return "；".join(f"{name} {_plain(value)}" for name, value in named.items() if _plain(value))


def _plain(value: Any) -> str:
    """A value of metadata as text; empty for binary data."""
    if isinstance(value, bytes):
        for codec in ("utf-8", "utf-16-le"):
            text = (
                value.removeprefix(b"ASCII\x00\x00\x00").removeprefix(b"UNICODE\x00").decode(codec, "ignore")
            )
            text = text.replace("\x00", "").strip()
            if text and text.isprintable():
                return text[:2000]
        return ""
    if isinstance(value, tuple | list):
        return " ".join(_plain(item) for item in value)[:2000]
    text = _misread(str(value)).replace("\x00", "").strip()
    return "" if text in ("", "0", "{}") else text[:2000]


def _misread(text: str) -> str:
    """Chinese that was written as bytes into a field for Latin letters."""
    if text.isascii():
        return text
    for codec in ("utf-8", "gb18030"):
        try:
            return text.encode("latin-1").decode(codec)
        except UnicodeError:
            continue
    return text
