"""Makes the files of the corpus; nothing binary is stored. ``python tests/screening/make_files.py DIR``.

``EXPECTED`` is the table: each file's name with what screening has to find or that it has to refuse.
"""

import sys
from pathlib import Path

from builders import documents, hostile, pdfs, pictures, sheets, texts

CASES = (
    *documents.CASES,
    *sheets.CASES,
    *pdfs.CASES,
    *pictures.CASES,
    *texts.CASES,
    *hostile.CASES,
)
EXPECTED = {case.name: case for case in CASES}


def make(folder, case):
    """One file in ``folder``."""
    path = Path(folder) / case.name
    path.write_bytes(case.build())
    return path


def main(folder):
    """All files."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for case in CASES:
        make(folder, case)


if __name__ == "__main__":
    main(sys.argv[1])
