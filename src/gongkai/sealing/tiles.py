"""Merkle trees as C2SP tlog-tiles: 256 hashes a tile, addressed by level, number and width.

A tile of level L holds the roots of complete subtrees of 256^L leaves. Full tiles never change; the right
edge is a partial tile of every level, published under its width until the full one is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gongkai.refusal import Refused
from gongkai.sealing.merkle import Frontier, node_hash

WIDTH = 256
"""Hashes in a full tile."""
HASH = 32
LONGEST_ENTRY = 65_535

Read = Callable[[int, int, int], bytes]
"""Gives at least the first ``width`` hashes of tile (level, number, width)."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile to be stored: its place and its bytes (``width`` hashes)."""

    level: int
    number: int
    width: int
    data: bytes

    @property
    def path(self) -> str:
        """Its public path below ``/log/``."""
        return tile_path(self.level, self.number, self.width)


def number_path(number: int) -> str:
    """A tile number in groups of three digits: 1234067 is ``x001/x234/067``."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    return "/".join(groups)


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """``tile/<level>/<number>`` with ``.p/<width>`` for a partial one; level ``entries`` for the entries."""
    if not 1 <= width <= WIDTH:
        raise Refused("E_TREE", f"分片宽度 {width} 不在 1 到 {WIDTH} 之间", "请核对分片地址")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{number_path(number)}{partial}"


def parse_path(path: str) -> tuple[int | None, int, int]:
    """Level (null for entries), number and width of a tile path; ``E_TREE`` for any other spelling."""
    kind, _, rest = path.removeprefix("tile/").partition("/")
    rest, _, width_text = rest.partition(".p/")
    digits = rest.replace("/x", "").removeprefix("x").replace("/", "")
    numbers = (kind if kind != "entries" else "0", digits, width_text or str(WIDTH))
    if all(one.isascii() and one.isdigit() and len(one) < 16 for one in numbers):
        level, number, width = (int(one) for one in numbers)
        fits = 1 <= width <= WIDTH and level < 8
        if fits and tile_path(kind if kind == "entries" else level, number, width) == path:
            return (None if kind == "entries" else level), number, width
    raise Refused("E_TREE", f"“{path}”不是分片地址", "请核对地址")


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """The bytes of an entries tile: each entry after its length as two bytes, big endian."""
    parts = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise Refused("E_TREE", "日志条目超过 65535 字节", "日志条目只放摘要")
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def unpack_entries(data: bytes) -> list[bytes]:
    """The entries of an entries tile; ``E_TREE`` when it is cut."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Refused("E_TREE", "日志条目分片不完整", "请重新获取")
        entries.append(data[at + 2 : end])
        at = end
    return entries


class Nodes:
    """Hashes of complete subtrees, read from tiles: the ``node`` function of proofs over ``size`` leaves."""

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self._size = size
        self._held: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, number: int) -> bytes:
        """The root of the subtree ``number`` of 2^``level`` leaves."""
        tile_level, inside = divmod(level, 8)
        number, first = divmod(number << inside, WIDTH)
        data = self._tile(tile_level, number)
        return _root(data[first * HASH : (first + (1 << inside)) * HASH])

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._held:
            width = min(WIDTH, (self._size >> 8 * level) - number * WIDTH)
            data = self._read(level, number, width)
            if width < 1 or len(data) < width * HASH:
                raise Refused("E_TREE", f"分片 {level}/{number} 缺失或不完整", "请由日志条目重新计算")
            self._held[level, number] = data
        return self._held[level, number]


class TiledTree:
    """A growing tree that says which tiles to store; keeps its right edge only.

    ``edges[L]`` are the hashes of the partial tile of level L. A database keeps all tiles; start again with
    :meth:`load`.
    """

    def __init__(self, size: int = 0, edges: Sequence[bytes] = ()) -> None:
        self.size = size
        self._edges = [bytearray(edge) for edge in edges]
        for level, edge in enumerate(self._edges):
            if len(edge) != (size >> 8 * level) % WIDTH * HASH:
                raise Refused("E_TREE", "日志树的存档与条数不符", "请由日志条目重新计算")
        if size >> 8 * len(self._edges):
            raise Refused("E_TREE", "日志树的存档缺少上层", "请由日志条目重新计算")

    @classmethod
    def load(cls, size: int, read: Read) -> TiledTree:
        """The tree of ``size`` leaves whose tiles ``read`` gives."""
        edges = []
        for level in range((size.bit_length() + 7) // 8):
            number, width = divmod(size >> 8 * level, WIDTH)
            edges.append(read(level, number, width)[: width * HASH] if width else b"")
        return cls(size, edges)

    def extend(self, leaves: Iterable[bytes]) -> list[Tile]:
        """Add leaf hashes; the tiles that became full and the partial ones of the new right edge."""
        tiles: list[Tile] = []
        before = self.size
        for leaf in leaves:
            self._push(0, leaf, tiles)
            self.size += 1
        for level, edge in enumerate(self._edges):
            number, width = divmod(self.size >> 8 * level, WIDTH)
            if width and self.size >> 8 * level != before >> 8 * level:
                tiles.append(Tile(level, number, width, bytes(edge)))
        return tiles

    def frontier(self) -> Frontier:
        """The roots of the complete subtrees, to compute the tree's root or to go on without tiles."""
        hashes = []
        for edge in reversed(self._edges):
            at, width = 0, len(edge) // HASH
            for bit in (128, 64, 32, 16, 8, 4, 2, 1):
                if width & bit:
                    hashes.append(_root(bytes(edge[at * HASH : (at + bit) * HASH])))
                    at += bit
        return Frontier(self.size, hashes)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return self.frontier().root()

    def _push(self, level: int, hashed: bytes, tiles: list[Tile]) -> None:
        if level == len(self._edges):
            self._edges.append(bytearray())
        edge = self._edges[level]
        edge += hashed
        if len(edge) == WIDTH * HASH:
            # the tile's number: how many full tiles of this level lie before the leaf being added
            tiles.append(Tile(level, self.size >> 8 * (level + 1), WIDTH, bytes(edge)))
            root = _root(bytes(edge))
            edge.clear()
            self._push(level + 1, root, tiles)


def _root(data: bytes) -> bytes:
    """The root over a power of two of hashes."""
    hashes = [data[at : at + HASH] for at in range(0, len(data), HASH)]
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]
