"""RFC 6962 Merkle trees: roots grown leaf by leaf, inclusion and consistency proofs.

Leaves are hashes (:func:`leaf_hash` of an entry). A proof is made from a function that gives the hash of a
complete subtree: ``node(level, number)`` covers the leaves ``number·2^level`` up to the next multiple. Tiles
(:mod:`~gongkai.sealing.tiles`) are one such function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from gongkai.refusal import Refused

Node = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree (level, number); level 0 are the leaf hashes."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, largest first.

    ``size`` and ``hashes`` are all there is to keep between runs; a tree of 40 million leaves keeps 26.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(hashes) or any(len(one) != 32 for one in hashes):
            raise Refused("E_TREE", "日志树的存档与条数不符", "请由分片重新计算")
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        size, hashes = self.size, self.hashes
        while size & 1:
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
        hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaf hashes."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = Frontier()
    tree.extend(leaves)
    return tree.root()


def subtree_hash(node: Node, start: int, end: int) -> bytes:
    """The RFC 6962 hash over the leaves ``start`` … ``end`` − 1, where ``start`` fits the tree's cuts."""
    width = end - start
    if width == 1 << (width.bit_length() - 1) and start % width == 0:
        return node(width.bit_length() - 1, start // width)
    cut = start + _split(width)
    return node_hash(subtree_hash(node, start, cut), subtree_hash(node, cut, end))


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf ``index`` to the root of ``size`` leaves, nearest first."""
    if not 0 <= index < size:
        raise Refused("E_PROOF", f"日志只有 {size} 条，没有第 {index} 条", "请核对序号")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        cut = start + _split(end - start)
        if index < cut:
            proof.append(subtree_hash(node, cut, end))
            end = cut
        else:
            proof.append(subtree_hash(node, start, cut))
            start = cut
    proof.reverse()
    return proof


def consistency_proof(node: Node, old: int, new: int) -> list[bytes]:
    """The hashes that show the tree of ``old`` leaves to be the beginning of the tree of ``new`` leaves."""
    if not 0 < old <= new:
        raise Refused("E_PROOF", f"无法证明 {old} 条到 {new} 条的一致性", "旧条数须大于零且不超过新条数")
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while end != old:
        cut = start + _split(end - start)
        if old <= cut:
            proof.append(subtree_hash(node, cut, end))
            end = cut
        else:
            proof.append(subtree_hash(node, start, cut))
            start, whole = cut, False
    if not whole:
        proof.append(subtree_hash(node, start, end))
    proof.reverse()
    return proof


def verify_inclusion(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``leaf`` (a leaf hash) is number ``index`` of the tree of this root and size (RFC 9162)."""
    if not 0 <= index < size:
        return False
    number, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            found = node_hash(one, found)
            while not number & 1 and number:
                number >>= 1
                last >>= 1
        else:
            found = node_hash(found, one)
        number >>= 1
        last >>= 1
    return last == 0 and found == root


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of ``old`` leaves is the beginning of that of ``new`` leaves (RFC 9162)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    number, last = old - 1, new - 1
    while number & 1:
        number >>= 1
        last >>= 1
    first = second = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not number & 1 and number:
                number >>= 1
                last >>= 1
        else:
            second = node_hash(second, one)
        number >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root


def _split(width: int) -> int:
    """The largest power of two below ``width`` (which is 2 or more)."""
    return 1 << ((width - 1).bit_length() - 1)
