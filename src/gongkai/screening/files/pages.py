"""What a reader sees of a web page that is somebody else's: its text, with scripts and styles left out.

Other than :func:`~gongkai.screening.files.html.read_html` it refuses no page for being active, as the pages
of every site are: nothing of it is kept or run. Called in the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from gongkai.screening.files.html import decoded
from gongkai.screening.files.markup import BLOCKS, Element, local, whole

TASK = "gongkai.screening.files.pages:text_of"
"""For :func:`gongkai.screening.sandbox.run`: a page in, its text in UTF-8 out; option ``charset``."""
_UNREAD = frozenset(["script", "style", "template", "noscript", "head", "svg", "object", "iframe"])
_DEEPEST = 200
"""Elements within each other; what lies deeper is passed over."""


def text_of(data: bytes, options: Mapping[str, str]) -> bytes:
    """The text of a page, a line for a block; title first. ``charset`` is what the server said of it."""
    text = whole(decoded(data, options.get("charset", "")))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return b""
    title = root.findtext(".//title") or ""
    return "\n".join((title, "".join(_pieces(root, 0)))).encode("utf-8", "replace")


def _pieces(element: Element, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str) or local(element).lower() in _UNREAD or depth > _DEEPEST:
        return
    yield element.text or ""
    for inner in element:
        yield from _pieces(inner, depth + 1)
        yield inner.tail or ""
    if local(element).lower() in BLOCKS:
        yield "\n"
