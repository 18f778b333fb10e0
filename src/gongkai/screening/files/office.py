"""Old Office files through LibreOffice, when it is installed; without it they cannot be checked."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from gongkai.refusal import Refused
from gongkai.screening.sandbox import MEGABYTE, Limits, command

LIMITS = Limits(seconds=20, memory=0, private=512 * MEGABYTE, file_size=200 * MEGABYTE)
"""LibreOffice maps far more address space than it uses, so that what it uses is limited."""
_PROGRAMS = ("soffice", "libreoffice")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def program() -> str:
    """The path of LibreOffice, empty when there is none."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def convert(data: bytes, ending: str, target: str) -> bytes:
    """An old file as ``docx`` or ``xlsx``. Raises Refused when it cannot be converted."""
    office = program()
    if not office:
        raise Refused(
            "convert-first",
            f".{ending} 文件无法检查，没有安装 LibreOffice",
            "请先另存为 DOCX 或者 XLSX 再检查",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as name:
        folder = Path(name)
        source = folder / f"in.{ending}"
        source.write_bytes(data)
        arguments = [
            office, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
            f"-env:UserInstallation=file://{folder}/profile", "--convert-to", _FILTERS[target],
            "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        status = command(arguments, folder, limits=LIMITS)
        made = folder / "out" / f"in.{target}"
        if status != 0 or not made.is_file():
            raise Refused(
                "convert-first",
                f".{ending} 文件无法转换，不能检查",
                "请用办公软件打开并另存为 DOCX 或者 XLSX 再检查",
            )
        return made.read_bytes()
