"""``organisation.toml`` out of the desk's database: what :mod:`..imports.organisation` takes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from gongkai.desk.agencies.models import Agency, LeadingGroup, Unit, YearOfMeans
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import files
from gongkai.desk.reporting.models import Narrative, NarrativePicture, StatedFigure
from gongkai.refusal import Refused, reason_of

KIND = "organisation"
FEN_OF_WAN = 1_000_000
_AGENCY = (
    "name",
    "short_name",
    "code",
    "uscc",
    "address",
    "postcode",
    "telephone",
    "site",
    "download_address",
)
_STAFFING = ("units", "reading_points", "full_time", "part_time")


def run(out: Path, *, agency: Agency, at: datetime, by: str = SYSTEM) -> tuple[int, int]:
    """Write the file, and the pictures of the narratives beside it; the number of lines and of pictures.

    Leaves an event. Raises Refused for a file that cannot be written.
    """
    lines = list(_lines(agency))
    data = {"register": KIND, "rows": len(lines)}
    record(f"agency/{agency.code}", "exported", by=by, occurred=shanghai_date(at), at=at, data=data)
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
        part.replace(out)
        return len(lines), sum(_lay(out.parent, one) for one in _pictures(agency))
    except OSError as problem:
        wrong = f"写不了文件“{out}”：{reason_of(problem)}"
        raise Refused("not-writable", wrong, "请核对文件夹和权限") from problem
    finally:
        part.unlink(missing_ok=True)


def _lines(agency: Agency) -> Iterator[str]:
    yield "[agency]"
    facts = {name: str(getattr(agency, name)) for name in _AGENCY} | {"parent": agency.superior_name}
    yield from _texts(facts)
    for unit in Unit.objects.filter(agency=agency).order_by("pk"):
        yield "\n[[units]]"
        yield from _texts({"code": unit.code, "name": unit.name, "kind": unit.kind, "line": unit.line})
    group = LeadingGroup.objects.filter(agency=agency).first()
    if group is not None:
        yield "\n[leading_group]"
        yield from _texts({"name": group.name, "head": group.head, "office": group.office})
    for year in _years(agency):
        yield from _year(agency, year)


def _years(agency: Agency) -> list[int]:
    said = (YearOfMeans, StatedFigure, Narrative)
    return sorted(
        {year for one in said for year in one.objects.filter(agency=agency).values_list("year", flat=True)}
    )


def _year(agency: Agency, year: int) -> Iterator[str]:
    means = YearOfMeans.objects.filter(agency=agency, year=year).first()
    if means is not None:
        known = [(name, getattr(means, name)) for name in _STAFFING if getattr(means, name) is not None]
        if known:
            yield f"\n[years.{year}.staffing]"
            yield from (f"{name} = {value}" for name, value in known)
        if means.budget_fen is not None:
            yield f"\n[years.{year}.funding]"
            yield f"budget_wan = {(Decimal(means.budget_fen) / FEN_OF_WAN).normalize():f}"
    stated = StatedFigure.objects.filter(agency=agency, year=year).order_by("pk")
    for place, one in enumerate(stated):
        if not place:
            yield f"\n[years.{year}.figures]"
        yield f"{_text(one.key)} = {{ value = {one.value}, stated_by = {_text(one.stated_by)} }}"
    for place, told in enumerate(Narrative.objects.filter(agency=agency, year=year).order_by("pk")):
        if not place:
            yield f"\n[years.{year}.narrative]"
        yield f"{_text(told.section)} = {_text(told.text)}"


def _texts(facts: dict[str, str]) -> Iterator[str]:
    return (f"{name} = {_text(text)}" for name, text in facts.items() if text)


def _text(text: str) -> str:
    """A basic string of TOML: JSON's, whose escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pictures(agency: Agency) -> Iterator[NarrativePicture]:
    yield from NarrativePicture.objects.filter(agency=agency).order_by("pk")


def _lay(folder: Path, one: NarrativePicture) -> bool:
    """A picture where the narrative says it is; another file of that name stays."""
    path = (folder / one.name).resolve()
    if not path.is_relative_to(folder.resolve()) or path.exists():
        return False
    source = files.place(one.sha256)
    if not source.is_file():
        raise Refused("E_BLOB", f"图片“{one.name}”在本系统中缺失", "请用 gongkai verify 检查")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    return True
