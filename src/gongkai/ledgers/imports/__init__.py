"""Puts registers into the desk's database: :func:`run` for one kind, :func:`import_folder` for a folder.

Idempotent: a row that is there and equal is left alone, one that differs takes the place of the earlier
one and leaves an event, nothing is ever removed. All or nothing: one transaction a run.
"""

from __future__ import annotations

from gongkai.ledgers.imports.folder import FolderSummary, files_in, import_folder
from gongkai.ledgers.imports.organisation import run as import_organisation
from gongkai.ledgers.imports.running import Progress, run
from gongkai.ledgers.imports.summary import Summary

__all__ = [
    "FolderSummary",
    "Progress",
    "Summary",
    "files_in",
    "import_folder",
    "import_organisation",
    "run",
]
