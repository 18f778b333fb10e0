from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.sealing import merkle, tiles
from gongkai.sealing.merkle import Frontier, leaf_hash
from gongkai.sealing.tests.known import VECTORS, refusal, unhex
from gongkai.sealing.tiles import Nodes, TiledTree, number_path, parse_path, tile_path

LEAVES = [leaf_hash(str(number).encode()) for number in range(70)]
KNOWN = [
    unhex("leaf_0"),
    bytes.fromhex(VECTORS["inclusion_0_of_5"][0]),
    bytes.fromhex(VECTORS["consistency_3_5"][0]),
    bytes.fromhex(VECTORS["consistency_3_5"][1]),
    unhex("leaf_4"),
]


def mth(leaves):
    """The tree hash of RFC 6962 2.1, as it is written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    """PATH(m, D) of RFC 6962 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, whole):
    """SUBPROOF(m, D, b) of RFC 6962 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def nodes(leaves):
    return lambda level, number: mth(leaves[number << level : (number + 1) << level])


def stored(leaves, steps=(1,)):
    """Grow a tree in steps, keeping every tile that is to be stored, as a database would."""
    kept, tree, at = {}, TiledTree(), 0
    while at < len(leaves):
        for step in steps:
            for tile in tree.extend(leaves[at : at + step]):
                kept[tile.level, tile.number, tile.width] = tile.data
            at += step
    return kept, tree


def test_vectors_of_the_log_tree():
    assert mth(KNOWN).hex() == VECTORS["root_5"] == merkle.root_of(KNOWN).hex()
    assert mth(KNOWN[:3]).hex() == VECTORS["root_3"] == merkle.root_of(KNOWN[:3]).hex()
    proof = merkle.inclusion_proof(nodes(KNOWN), 0, 5)
    assert [one.hex() for one in proof] == VECTORS["inclusion_0_of_5"]
    assert [one.hex() for one in merkle.consistency_proof(nodes(KNOWN), 3, 5)] == VECTORS["consistency_3_5"]
    kept, tree = stored(KNOWN)
    tile = kept[0, 0, 5]
    assert f"{sha256(tile).hexdigest()} {len(tile)} bytes" == VECTORS["tiles"]["tile/0/000.p/5"]
    assert tree.root().hex() == VECTORS["root_5"]
    assert number_path(1234067) == VECTORS["path_1234067"]


def test_roots_grown_leaf_by_leaf_are_those_of_rfc_6962():
    tree = Frontier()
    assert tree.root() == mth([])
    for size, leaf in enumerate(LEAVES, start=1):
        tree.append(leaf)
        assert tree.root() == mth(LEAVES[:size])
        assert Frontier(tree.size, tree.hashes).root() == tree.root()


def test_every_inclusion_proof_of_small_trees_is_that_of_rfc_6962_and_holds():
    for size in range(1, 34):
        root = mth(LEAVES[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(nodes(LEAVES), index, size)
            assert proof == path(index, LEAVES[:size])
            assert merkle.verify_inclusion(root, size, index, LEAVES[index], proof)


def test_every_consistency_proof_of_small_trees_is_that_of_rfc_6962_and_holds():
    for new in range(1, 34):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(nodes(LEAVES), old, new)
            assert proof == subproof(old, LEAVES[:new], True)
            assert merkle.verify_consistency(old, mth(LEAVES[:old]), new, mth(LEAVES[:new]), proof)


@given(st.integers(1, 70), st.data())
@settings(max_examples=200, deadline=None)
def test_a_proof_with_anything_changed_does_not_hold(size, data):
    index = data.draw(st.integers(0, size - 1))
    root, proof = mth(LEAVES[:size]), path(index, LEAVES[:size])
    holds = merkle.verify_inclusion
    assert not holds(root, size, index, LEAVES[(index + 1) % 70], proof)
    assert not holds(root, size, index, LEAVES[index], [*proof, bytes(32)])
    assert not holds(bytes(32), size, index, LEAVES[index], proof)
    assert not holds(root, size, size, LEAVES[index], proof) and not holds(
        root, size, -1, LEAVES[index], proof
    )
    other = data.draw(
        st.integers(0, size - 1).filter(lambda number: number != index) if size > 1 else st.none()
    )
    if other is not None:
        assert not holds(root, size, other, LEAVES[index], proof)
        assert not holds(root, size, index, LEAVES[index], proof[:-1])
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not holds(root, size, index, LEAVES[index], [*proof[:at], bytes(32), *proof[at + 1 :]])


@given(st.integers(1, 70), st.data())
@settings(max_examples=200, deadline=None)
def test_a_rewritten_or_shortened_history_is_not_consistent(new, data):
    old = data.draw(st.integers(1, new))
    proof = subproof(old, LEAVES[:new], True)
    changed = list(LEAVES[:old])
    changed[data.draw(st.integers(0, old - 1))] = bytes(32)
    new_root, old_root = mth(LEAVES[:new]), mth(LEAVES[:old])
    holds = merkle.verify_consistency
    assert not holds(old, mth(changed), new, new_root, proof)
    assert not holds(old, old_root, new, bytes(32), proof)
    assert not holds(new + 1, old_root, new, new_root, proof) and not holds(0, old_root, new, new_root, [])
    if proof:
        assert not holds(old, old_root, new, new_root, proof[:-1])
    assert not holds(old, old_root, new, new_root, [*proof, bytes(32)])


@pytest.mark.parametrize("steps", [(1,), (255, 1, 2), (256,), (257,), (1000,)])
@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_tiles_hold_the_tree_however_it_grew(steps, size):
    leaves = [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]
    kept, tree = stored(leaves, steps)
    assert tree.size == size
    assert tree.root() == mth(leaves)
    read = Nodes(lambda level, number, width: kept[level, number, width], size)
    for index in {0, size // 2, size - 1}:
        assert merkle.inclusion_proof(read, index, size) == path(index, leaves)
    again = TiledTree.load(size, lambda level, number, width: kept[level, number, width])
    again.extend([bytes(32)])
    assert again.root() == mth([*leaves, bytes(32)])


def test_only_tiles_that_changed_are_given_to_store():
    tree = TiledTree()
    assert [tile.path for tile in tree.extend(LEAVES[:1] * 300)] == [
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
    ]
    assert tree.extend([]) == []
    assert [tile.path for tile in tree.extend(LEAVES[:1])] == ["tile/0/001.p/45"]


def test_a_proof_for_sizes_of_another_shape_does_not_hold():
    """Sizes 5 to 8 have proofs of one shape: which of them it is, only the signed checkpoint says."""
    proof = subproof(3, LEAVES[:5], True)
    roots = mth(LEAVES[:3]), mth(LEAVES[:5])
    assert merkle.verify_consistency(3, roots[0], 5, roots[1], proof)
    for new in (4, *range(9, 40)):
        assert not merkle.verify_consistency(3, roots[0], new, roots[1], proof)


def test_a_third_level_of_tiles_begins_at_65536_leaves():
    leaves = [number.to_bytes(32, "big") for number in range(65_536 + 300)]
    kept, tree = stored(leaves, (65_535, 1, 300))
    assert tree.root() == merkle.root_of(leaves)
    assert {place for place in kept if place[0] == 2} == {(2, 0, 1)}
    assert (1, 0, 256) in kept and (1, 1, 1) in kept and (0, 257, 44) in kept
    read = Nodes(lambda level, number, width: kept[level, number, width], tree.size)
    proof = merkle.inclusion_proof(read, 65_540, tree.size)
    assert merkle.verify_inclusion(tree.root(), tree.size, 65_540, leaves[65_540], proof)
    grown = merkle.consistency_proof(read, 40_000, tree.size)
    assert merkle.verify_consistency(40_000, merkle.root_of(leaves[:40_000]), tree.size, tree.root(), grown)


def test_a_missing_or_short_tile_is_named_not_guessed():
    assert refusal(Nodes(lambda level, number, width: b"", 300), 0, 299) == "E_TREE"
    assert refusal(Frontier, 3, [bytes(32)]) == refusal(TiledTree, 3, [bytes(32)]) == "E_TREE"
    assert refusal(TiledTree, 300, [bytes(32 * 44)]) == "E_TREE"
    assert refusal(merkle.inclusion_proof, nodes(LEAVES), 5, 5) == "E_PROOF"
    assert refusal(merkle.consistency_proof, nodes(LEAVES), 0, 5) == "E_PROOF"


@given(st.integers(0, 7), st.integers(0, 10**10), st.integers(1, 256))
@settings(max_examples=100, deadline=None)
def test_a_tile_path_reads_back(level, number, width):
    assert parse_path(tile_path(level, number, width)) == (level, number, width)
    assert parse_path(tile_path("entries", number, width)) == (None, number, width)


@pytest.mark.parametrize(
    "wrong",
    [
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/00/001",
        "tile/0/001.p/256",
        "tile/0/001.p/0",
        "tile/8/001",
        "tile/0/../001",
        "tile/x/001",
        "",
        "checkpoint",
        "tile/0/００１",
        "tile/0/001/",
        "tile/0/001.p/1x",
    ],
)
def test_another_spelling_of_a_tile_path_is_refused(wrong):
    assert refusal(parse_path, wrong) == "E_TREE"


@given(st.lists(st.binary(max_size=300), max_size=20))
@settings(max_examples=50, deadline=None)
def test_entries_read_back_from_their_tile(entries):
    data = tiles.pack_entries(entries)
    assert tiles.unpack_entries(data) == entries
    if entries:
        assert refusal(tiles.unpack_entries, data[:-1]) == "E_TREE"
    assert refusal(tiles.unpack_entries, data + b"\x00") == "E_TREE"


def test_an_entry_longer_than_its_length_field_is_refused():
    assert refusal(tiles.pack_entries, [bytes(65_536)]) == "E_TREE"
