"""Writes the generated documents (``docs/glossary.md``); ``--check`` fails when one is out of date."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def glossary() -> str:
    """The glossary as a Markdown table, in the order of its TOML file."""
    rooms = tomllib.loads((HERE / "glossary.toml").read_text(encoding="utf-8"))["room"]
    lines = ["# Glossary", "", "Made from `glossary.toml` by `make docs`.", ""]
    for room in rooms:
        lines += [f"## {room['name']}", "", "| Chinese | English | in code |", "|---|---|---|"]
        lines += [f"| {zh} | {en} | `{code}` |" for zh, en, code in room["terms"]]
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Write or check."""
    target, text = HERE / "glossary.md", glossary()
    if "--check" in sys.argv:
        if target.read_text(encoding="utf-8") != text:
            sys.stderr.write("docs/glossary.md is out of date: run `make docs`\n")
            return 1
        return 0
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
