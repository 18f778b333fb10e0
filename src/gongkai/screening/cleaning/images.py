"""Pictures: only the pixels that are seen go into the new file, painted over where OCR has found something.

EXIF, GPS, XMP, comments, thumbnails, colour profiles, text chunks and further frames stay behind; what an
orientation tag did is done to the pixels; what lies under full transparency becomes white.
"""

from __future__ import annotations

import io
from collections.abc import Container, Sequence

from PIL import Image, ImageDraw, ImageOps, ImageSequence, UnidentifiedImageError

from gongkai.refusal import Refused
from gongkai.screening.cleaning import looks
from gongkai.screening.cleaning.pdf import raster
from gongkai.screening.cleaning.pieces import Edit, Note, Piece
from gongkai.screening.files import scans
from gongkai.screening.policies.model import Policy

FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "gif": "GIF", "bmp": "BMP"}
MOST_PIXELS = 100_000_000
MOST_FRAMES = 200
_QUALITY = 92
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def pixels(data: bytes, kind: str, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """The picture again with nothing but its pixels, in the same format.

    ``crop`` are the shares cut off at left, top, right and bottom. Raises Refused.
    """
    frames = frames_of(data, kind)
    if crop:
        frames = [_cropped(frame, crop) for frame in frames]
    return written(frames, kind)


def frames_of(data: bytes, kind: str) -> list[Image.Image]:
    """The seen pixels of each frame of a picture. Raises Refused."""
    if kind not in FORMATS:
        raise Refused("unknown-picture", f"不能处理 {kind} 格式的图片", "请转换为 PNG")
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as picture:
            return _frames(picture, many=kind == "tiff")
    except _BROKEN as broken:
        raise Refused("damaged-picture", "图片损坏、不完整或者过大", "请重新导出图片") from broken


def written(frames: Sequence[Image.Image], kind: str) -> bytes:
    """Frames as a file of this format."""
    out = io.BytesIO()
    first, rest = frames[0], frames[1:]
    if kind == "jpeg":
        first.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    elif kind == "tiff":
        first.save(out, "TIFF", compression="tiff_deflate", save_all=bool(rest), append_images=rest)
    else:
        first.save(out, FORMATS[kind])
    return out.getvalue()


def kind_of(data: bytes) -> str:
    """The format of a picture by its first bytes, empty when it is none of ours."""
    for start, kind in ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"II*\0", "tiff"),
                        (b"MM\0*", "tiff"), (b"GIF8", "gif"), (b"BM", "bmp")):  # fmt: skip
        if data.startswith(start):
            return kind
    return ""


def blank() -> bytes:
    """A white PNG of one pixel, instead of a picture that cannot be checked."""
    out = io.BytesIO()
    Image.new("L", (1, 1), 255).save(out, "PNG")
    return out.getvalue()


def _frames(picture: Image.Image, *, many: bool) -> list[Image.Image]:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("picture-too-large", "图片超过一亿像素", "请缩小后再处理")
    frames: list[Image.Image] = []
    for frame in ImageSequence.Iterator(picture):
        if len(frames) >= MOST_FRAMES:
            raise Refused("too-many-pages", f"图片超过 {MOST_FRAMES} 页", "请拆分后再处理")
        frames.append(_bare(frame))
        if not many:
            break
    return frames


def _bare(frame: Image.Image) -> Image.Image:
    """A new picture that holds the seen pixels of a frame."""
    seen = ImageOps.exif_transpose(frame)
    if "A" in seen.getbands() or "transparency" in seen.info:
        layer = seen.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        seen = Image.alpha_composite(ground, layer).convert("RGB")
    elif seen.mode not in {"1", "L", "RGB"}:
        seen = seen.convert("L" if seen.mode.startswith(("I", "F", "L")) else "RGB")
    bare = Image.new(seen.mode, seen.size)
    bare.paste(seen)
    return bare


def _cropped(frame: Image.Image, crop: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = crop
    wide, high = frame.size
    box = (round(wide * left), round(high * top), round(wide * (1 - right)), round(high * (1 - bottom)))
    if box[0] >= box[2] or box[1] >= box[3]:
        return frame
    return frame.crop(box)


class ImageDraft:
    """A picture. Its text is what OCR reads; without OCR it has none, and a person looks at it."""

    blackens = True

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self.notes: list[Note] = []
        self._frames = frames_of(data, kind)
        self._pieces: list[Piece] = []
        self._owners: list[tuple[Image.Image, looks.Look]] = []
        if scans.is_on():
            self._read()

    def _read(self) -> None:
        for number, frame in enumerate(self._frames, start=1):
            where = "图片" if len(self._frames) == 1 else f"第 {number} 页"
            views, illegible = looks.looks(frame)
            if illegible:
                self.notes.append(looks.illegible(where))
                looks.paint(frame, illegible)
            self._pieces += looks.pieces(views, where)
            self._owners += [(frame, view) for view in views]

    def pieces(self) -> Sequence[Piece]:
        """What was read on each frame, in both views."""
        return self._pieces

    def save(self, edits: dict[int, list[Edit]]) -> bytes:
        """Pixels only, with what was found painted over."""
        self.notes.append(Note("metadata", "图片", "只保留像素，去掉全部元数据"))
        painted = [
            (self._owners[index], self._pieces[index], edit) for index, some in edits.items() for edit in some
        ]
        for (frame, view), _, edit in painted:
            looks.paint(frame, looks.boxes_of(view, edit))
        for (frame, view), piece, edit in painted:
            stays = piece.text[edit.start : edit.start + edit.kept]
            word = edit.replacement.removeprefix(stays)
            boxes = looks.on_lines(looks.boxes_of(view, edit))
            if word and boxes and not piece.again:
                widest = max(boxes, key=lambda box: box[2] - box[0])
                raster.write(ImageDraw.Draw(frame), widest, word)
        return written(self._frames, self.kind)


def open_png(data: bytes, _policy: Policy, _pictures: Container[int]) -> ImageDraft:
    """A PNG as a draft."""
    return ImageDraft(data, "png")


def open_jpeg(data: bytes, _policy: Policy, _pictures: Container[int]) -> ImageDraft:
    """A JPEG as a draft."""
    return ImageDraft(data, "jpeg")


def open_tiff(data: bytes, _policy: Policy, _pictures: Container[int]) -> ImageDraft:
    """A TIFF as a draft."""
    return ImageDraft(data, "tiff")
