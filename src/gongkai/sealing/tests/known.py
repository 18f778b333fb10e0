"""The vectors of the format, and the keys they were made with: 32 equal bytes each."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "vectors"
VECTORS = json.loads((FOLDER / "vectors.json").read_text())
CLEAR, INTAKE, ANSWER, DOOR, LOG, WITNESS = (bytes([number]) * 32 for number in range(1, 7))
ORIGIN = "scj.example.gov.cn"
EVENT_KEY = b"\x45" * 32
"""Found by trial: the description names no event key, field key or salt."""
FIELD_KEY = b"\x77" * 32
FIELD_RANDOM = b"\x24" * 24 + b"\x53" * 32
INDEX_KEY = b"\x88" * 32
STREAM_ID = "01J0000000000000000000000A"


def unhex(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name])
