"""``organisation.toml`` into the desk's database: agency, units, and what a report needs beside registers."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from gongkai.desk.agencies.models import Agency, LeadingGroup, Unit, YearOfMeans
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.words import official
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.bulk import limits_of
from gongkai.desk.casework.recording import IMPORT, record
from gongkai.desk.disclosure import files
from gongkai.desk.reporting.models import Narrative, NarrativePicture, StatedFigure
from gongkai.ledgers.checking import Notice
from gongkai.ledgers.exports import organisation as exported
from gongkai.ledgers.imports import running
from gongkai.ledgers.imports.items import NOT_KEPT
from gongkai.ledgers.imports.summary import Summary
from gongkai.ledgers.organisation import Organisation, Year, read_organisation
from gongkai.refusal import Refused

KIND, FEN_OF_WAN = exported.KIND, exported.FEN_OF_WAN
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)>?[^)]*\)")
_MAX_PICTURE = 20 << 20

Record = TypeVar("Record", bound=models.Model)


def run(
    files_: list[Path],
    *,
    at: datetime,
    dry_run: bool = False,
    by: str = IMPORT,
    progress: Callable[[int, int], None] | None = None,
    files_may_lack: bool = False,
    enters: bool = True,
) -> Summary:
    """Import organisation files, the later one wins; all or nothing. Raises Refused for what cannot be read.

    ``files_may_lack``: a picture that is not there is a warning (the report's check names it as an error).
    Units, years and figures that a file does not name stay as they are. The agency of the last file is
    :func:`gongkai.desk.agencies.queries.the_agency` when it is the only one. A file or a picture with a
    secrecy mark is refused before anything of it is stored; ``enters`` 涉密误入处置 with the agency that is
    known by then (in a caller's transaction the caller does that behind it).
    """
    try:
        return _run(files_, at, dry_run, by, progress, files_may_lack)
    except Refused as refused:
        known = Agency.objects.order_by("pk").first()
        if refused.code != secrecy.CODE or not enters or known is None:
            raise
        raise running.with_number(refused, running.entered(known, by, at)) from None


def _run(
    files_: list[Path],
    at: datetime,
    dry_run: bool,
    by: str,
    progress: Callable[[int, int], None] | None,
    files_may_lack: bool,
) -> Summary:
    said = [read_organisation(path) for path in files_]
    for path, organisation in zip(files_, said, strict=True):
        _demand_unmarked(path, organisation)
    summary = Summary(KIND, [path.name for path in files_], dry_run=dry_run)
    with transaction.atomic(using="default"):
        for number, organisation in enumerate(said, start=1):
            _Writer(organisation, summary, files_may_lack).write(at, by)
            if progress:
                progress(number, len(said))
        if dry_run:
            transaction.set_rollback(True, using="default")
    return summary


class _Writer:
    """Writes one file; every record counts as new, changed or unchanged."""

    def __init__(self, said: Organisation, summary: Summary, files_may_lack: bool) -> None:
        self._said = said
        self._summary = summary
        self._files_may_lack = files_may_lack
        self._changed: set[str] = set()

    def write(self, at: datetime, by: str) -> None:
        said = self._said
        superior = Agency.objects.filter(name=said.agency.parent).first() if said.agency.parent else None
        agency = self._put(
            Agency,
            {"code": said.agency.code},
            {
                "name": said.agency.name,
                "short_name": said.agency.short_name,
                "uscc": said.agency.uscc,
                "parent": superior,
                "superior_name": said.agency.parent,
                "address": said.agency.address,
                "postcode": said.agency.postcode,
                "telephone": said.agency.telephone,
                "site": said.agency.site,
                "download_address": said.agency.download_address,
            },
        )
        for unit in said.units:
            self._unit(agency, unit.code, {"name": unit.name, "kind": unit.kind, "line": unit.line})
        if group := said.leading_group:
            values = {"name": group.name, "head": group.head, "office": group.office}
            self._put(LeadingGroup, {"agency": agency}, values)
        for year, one in said.years.items():
            self._year(agency, year, one)
        if self._changed:
            data = {"register": KIND, "records": sorted(self._changed)}
            record(f"agency/{agency.code}", "imported", by=by, occurred=shanghai_date(at), at=at, data=data)

    def _unit(self, agency: Agency, code: str, values: dict[str, Any]) -> None:
        """A unit by its code; one that a register made under this name gets the code."""
        made = Unit.objects.filter(agency=agency, name=values["name"]).exclude(code=code).first()
        if made is not None:
            if Unit.objects.filter(agency=agency, code=code).exists():
                raise Refused(
                    "unit-name-taken",
                    f"单位“{values['name']}”已有编码 {made.code}，又写成 {code}",
                    "请在 organisation.toml 中沿用原来的编码",
                )
            made.code = code
            made.save(update_fields=["code"])
        self._put(Unit, {"agency": agency, "code": code}, values)

    def _year(self, agency: Agency, year: int, said: Year) -> None:
        where = {"agency": agency, "year": year}
        wan = said.funding.budget_wan
        means = {
            "units": said.staffing.units,
            "reading_points": said.staffing.reading_points,
            "full_time": said.staffing.full_time,
            "part_time": said.staffing.part_time,
            "budget_fen": None if wan is None else int(wan * FEN_OF_WAN),
        }
        if any(value is not None for value in means.values()):
            self._put(YearOfMeans, where, means)
        for key, stated in said.figures.items():
            values = {"value": f"{stated.value:f}", "stated_by": stated.stated_by}
            self._put(StatedFigure, where | {"key": key}, values)
        for section, text in said.narrative.items():
            if self._is_written_here(where, section, text):
                continue
            self._put(Narrative, where | {"section": section}, {"text": text})
            for name in dict.fromkeys(_PICTURE.findall(text)):
                self._picture(where, name)

    def _is_written_here(self, where: Mapping[str, Any], section: str, text: str) -> bool:
        """Whether somebody wrote the section on the desk, and otherwise: then it stays, and that is told."""
        found = Narrative.objects.filter(**where, section=section, by__isnull=False).first()
        if found is None or found.text.strip() == text.strip():
            return False
        self._summary.read += 1
        self._summary.unchanged += 1
        self._summary.warned += 1
        reason = f"{where['year']} 年报告的“{section}”一节在工作台上写过，与文件不同，没有覆盖"
        self._summary.warnings.append(Notice("organisation.toml", 0, "", reason))
        return True

    def _picture(self, where: Mapping[str, Any], name: str) -> None:
        """A picture that a narrative shows, under the name that the narrative uses."""
        if "://" in name:
            raise Refused("picture-outside", f"图片“{name}”是网址", "请把图片放在 organisation.toml 旁边")
        folder = self._said.folder.resolve()
        path = (folder / name).resolve()
        if self._files_may_lack and not path.exists():
            self._summary.warned += 1
            reason = f"找不到报告中的图片“{name}”；请放在 organisation.toml 旁边，并核对名称"
            self._summary.warnings.append(Notice("organisation.toml", 0, "", reason))
            return
        if not path.is_relative_to(folder) or not path.is_file():
            raise Refused(
                "no-picture", f"找不到报告中的图片“{name}”", "请放在 organisation.toml 旁边，并核对名称"
            )
        size = path.stat().st_size
        if size > _MAX_PICTURE:
            raise Refused("picture-too-large", f"图片“{name}”有 {size >> 20} MB", "请缩小到 20 MB 以内")
        digest = files.store(self._screened(path, name))
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._put(NarrativePicture, {**where, "name": name}, {"sha256": digest, "type": kind, "size": size})

    def _screened(self, path: Path, name: str) -> bytes:
        """The bytes of a picture without a secrecy mark; what the sandbox cannot read gives a notice."""
        data = path.read_bytes()
        try:
            secrecy.demand_unmarked_file(path.name, data)
        except Refused as refused:
            if refused.code == secrecy.CODE or refused.code in NOT_KEPT:
                raise
            self._summary.warned += 1
            reason = f"图片“{name}”没有检查：{refused.sentence}"
            self._summary.warnings.append(Notice("organisation.toml", 0, "", reason))
        return data

    def _put(self, model: type[Record], where: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
        """The record at ``where`` with these values; counted, and written only when it differs."""
        _demand_short(model, {**where, **values})
        summary = self._summary
        summary.read += 1
        manager = model._default_manager
        found = manager.filter(**where).first()
        if found is None:
            summary.new += 1
            self._changed.add(model._meta.model_name or "")
            return manager.create(**where, **values)
        different = [name for name, value in values.items() if getattr(found, name) != value]
        if not different:
            summary.unchanged += 1
            return found
        summary.changed += 1
        self._changed.add(model._meta.model_name or "")
        for name in different:
            setattr(found, name, values[name])
        found.save(update_fields=different)
        return found


def _demand_unmarked(path: Path, said: Organisation) -> None:
    """Refuse a file with a secrecy mark as it is written, comments too, and as its escapes read."""
    written = path.read_bytes().decode("utf-8-sig", "replace")
    years = said.years.values()
    texts = [text for year in years for text in (*year.narrative.values(), *year.narrative)]
    texts += [text for year in years for one in year.figures.values() for text in (one.stated_by,)]
    shown: list[Any] = [said.agency, *said.units, *([said.leading_group] if said.leading_group else [])]
    texts += [str(value) for one in shown for value in asdict(one).values()]
    secrecy.demand_unmarked((written, *texts))


def _demand_short(model: type[models.Model], values: Mapping[str, Any]) -> None:
    limits = limits_of(model)
    for name, value in values.items():
        if isinstance(value, str) and name in limits and len(value) > limits[name]:
            label = official(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            raise Refused(
                "text-too-long",
                f"organisation.toml 的{label}“{value[:20]}…”有 {len(value)} 个字，超过 {limits[name]} 个字",
                "请缩短",
            )
