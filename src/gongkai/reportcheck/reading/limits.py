"""How much of a file is read: a report has a few pages, a bomb has many."""

MAX_BYTES = 30 * 1024 * 1024
MAX_PAGES = 300
MAX_TEXT = 2_000_000
"""Characters of text over the whole file."""
MAX_LINES = 30_000
MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
