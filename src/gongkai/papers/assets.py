"""Pictures come from a resolver: a mapping or a function from a picture's name to its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from gongkai.refusal import Refused

Assets: TypeAlias = Mapping[str, bytes] | Callable[[str], bytes]
PictureKind: TypeAlias = Literal["png", "jpeg", "gif"]

_MAGIC: dict[bytes, PictureKind] = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


def resolved(assets: Assets | None, name: str) -> bytes:
    """The bytes of the picture ``name``, or a refusal that names it."""
    try:
        if assets is None:
            raise KeyError(name)
        return assets(name) if callable(assets) else assets[name]
    except KeyError as missing:
        raise Refused(
            "no-picture", f"找不到图片“{name}”", mend="请重新上传这张图片，或者从正文中删去"
        ) from missing


def picture_kind(data: bytes, name: str) -> PictureKind:
    """The format of a picture by its content (never by its name): PNG, JPEG or GIF, else a refusal."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    raise Refused("bad-picture", f"图片“{name}”不是 PNG、JPEG 或 GIF", mend="请另存为 PNG 或 JPEG 后重新上传")
