"""What the tests share: the vectors of the format, their keys (32 equal bytes each), random values."""

import json
from pathlib import Path

import pytest
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.sealing.canon import MAX_INTEGER

FOLDER = Path(__file__).parent / "vectors"
VECTORS = json.loads((FOLDER / "vectors.json").read_text())
CLEAR, INTAKE, ANSWER, DOOR, LOG, WITNESS = (bytes([number]) * 32 for number in range(1, 7))
ORIGIN = "scj.example.gov.cn"
EVENT_KEY = b"\x45" * 32
"""Key of the events; below it key, nonce and salt of the field and key of the index."""
FIELD_KEY = b"\x77" * 32
FIELD_RANDOM = b"\x24" * 24 + b"\x53" * 32
INDEX_KEY = b"\x88" * 32
STREAM_ID = "01J0000000000000000000000A"


def unhex(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name])


KEYS = st.text(alphabet=st.characters(max_codepoint=127), max_size=6)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code
