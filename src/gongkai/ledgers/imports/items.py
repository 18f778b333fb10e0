"""The register of items: the item, where it was placed, its attachments, its three sign-offs."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from gongkai.desk.casework import secrecy
from gongkai.desk.casework.bulk import Table, Values, json_text, table_of
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import COLUMNS as EVENT_COLUMNS
from gongkai.desk.casework.recording import heads
from gongkai.desk.disclosure import catalogue, files
from gongkai.desk.disclosure.models import (
    INNER_EXTRAS,
    OF_REGISTER,
    Item,
    ItemFile,
    Placement,
    SignOff,
    Stage,
)
from gongkai.ledgers import registers
from gongkai.ledgers.cells import clock as shown_clock
from gongkai.ledgers.exports import items as exported
from gongkai.ledgers.imports.cases import clock, day, event_values
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Batch, Context, NotTaken
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.registrations import Known
from gongkai.ledgers.rows import ItemRow
from gongkai.papers import blocks, markdown
from gongkai.refusal import Refused

KIND = "items"
ATTACHMENTS = "附件"

ITEM = table_of(
    Item,
    *("id", "uid", "agency", "index", "title", "kind", "category", "means", "unit", "doc_no", "formed_on"),
    *("published_on", "is_norm", "validity", "text", "body", "secrecy_reviewed_on", "content_digest"),
    *("extras", "correction"),
)
PLACEMENT = table_of(Placement, "item", "outlet", "on")
ITEM_FILE = table_of(ItemFile, "item", "position", "name", "type", "size", "sha256", "alt")
SIGN_OFF = table_of(SignOff, "item", "stage", "by", "on", "time")
EVENT = table_of(Event, *EVENT_COLUMNS)
_KEPT = ("id", "uid", "agency_id", "kind", "correction")
_UPDATED = Table(ITEM.name, tuple(column for column in ITEM.columns if column not in _KEPT))

_KNOWN = 'SELECT "index", id, content_digest FROM disclosure_item WHERE agency_id = %s AND "index" {among}'
_PLACES: dict[str, tuple[Any, str]] = {
    name: (Item, name) for name in ("index", "title", "category", "doc_no")
} | dict.fromkeys(("first_reviewer", "secrecy_reviewer", "signer"), (SignOff, "by"))
_MARKED_FILE = (
    "有附件带密级标志，没有导入；本系统为非涉密系统，请停止办理，清除本机上的这份文件并报告保密办公室"
)
NOT_KEPT = ("malware", "scanner-silent")
"""Refusals of the sandbox with which a file is not kept at all."""
_MARKDOWN = re.compile(r"^(#{1,4} |\|.*\|$|[-*] \S)", re.MULTILINE)
SIGN_OFFS = (
    (Stage.FIRST.value, "初审人", "初审时间", "first_reviewer", "first_reviewed"),
    (Stage.SECRECY.value, "保密审查人", "保密审查时间", "secrecy_reviewer", "secrecy_reviewed"),
    (Stage.SIGN.value, "签发人", "签发时间", "signer", "signed"),
)
"""Stage, the two headers, the two fields of a row."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file beside the register: as the register names it, its name in the item, its bytes' digest."""

    path: Path
    name: str
    size: int
    sha256: str


class Items:
    """Puts rows of the register into the desk's database."""

    kind = KIND
    model = Item

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lengths = Lengths(registers.ITEMS, _PLACES)
        self.starts_empty = False

    def key(self, row: ItemRow) -> str:
        """The index number."""
        return row.index

    def digest(self, row: ItemRow) -> bytes:
        """The keyed hash of the row and its attachments. Raises NotTaken for a missing file."""
        return self._digest(row, self._attached(row))

    def _attached(self, row: ItemRow) -> list[Attached]:
        """The files beside the register; where they may lack, those that are there."""
        context, names = self._context, row.attachments
        if context.files_may_lack:
            names = tuple(name for name in names if (context.folder / name).exists())
        return attached(context.folder, names)

    def _digest(self, row: ItemRow, found: Sequence[Attached]) -> bytes:
        return self._context.keys.row_digest(row, "".join(one.sha256 for one in found))

    def known(self, rows: Sequence[ItemRow]) -> Known:
        """Which of the rows the agency has, by index number."""
        found = self._context.store.among(_KNOWN, (row.index for row in rows), [self._context.agency.pk])
        return {index: (id_, bytes(digest)) for index, id_, digest in found}

    def add(self, rows: Sequence[ItemRow]) -> int:
        """Write new rows; returns how many were taken."""
        context = self._context
        batch: Batch = {table: [] for table in (ITEM, PLACEMENT, ITEM_FILE, SIGN_OFF, EVENT)}
        for row, id_ in zip(rows, context.store.ids(Item, len(rows)), strict=True):
            try:
                values, found = self._item(row, id_, uid := context.hand.next_uid())
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            batch[ITEM].append(values)
            self._details(batch, row, id_, found)
            self._event(batch, row, uid, "imported", found)
        context.store.insert_all(batch)
        return len(batch[ITEM])

    def finish(self) -> None:
        """Nothing waits."""

    def replace(self, row: ItemRow, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken.

        What the program notes beside the columns stays, and catalogue metadata where no column says any.
        """
        context = self._context
        item = Item.objects.get(pk=id_)
        if item.kind != Item.Kind.ITEM:
            raise NotTaken("索引号", f"“{row.index}”是年度报告的索引号；请改用别的编号")
        values, found = self._item(row, id_, item.uid)
        before = exported.row_of(id_)
        changed = changed_fields(registers.ITEMS, replace(before, text=before.text.strip()), row)
        if not changed:
            if [one.sha256 for one in found] == _digests(id_):
                return False
            changed = ["attachments"]  # the same names with other bytes
        said = dict(zip(ITEM.columns, values, strict=True))
        inner = {name: value for name, value in item.extras.items() if name in INNER_EXTRAS}
        said["extras"] = json_text(inner | json.loads(said["extras"]))
        context.store.update(_UPDATED, id_, tuple(said[column] for column in _UPDATED.columns))
        for model in (Placement, ItemFile, SignOff):
            context.store.delete(model, "item_id = %s", id_)
        batch: Batch = {table: [] for table in (PLACEMENT, ITEM_FILE, SIGN_OFF, EVENT)}
        self._details(batch, row, id_, found)
        self._event(batch, row, item.uid, "changed", found, changed)
        context.store.insert_all(batch)
        return True

    def _item(self, row: ItemRow, id_: int, uid: str) -> tuple[Values, list[Attached]]:
        context = self._context
        self._lengths.check(row)
        unit = context.units.find(row.unit, "责任单位")
        found = self._attached(row)
        if lacking := len(row.attachments) - len(found):
            context.notice(row, ATTACHMENTS, f"有 {lacking} 个附件不在台账旁边，只按目录统计")
        for data in [self._screened(row, one) for one in found]:
            if not context.dry_run:
                files.store(data)
        values = (
            *(id_, uid, context.agency.pk, row.index, row.title, Item.Kind.ITEM.value, row.category),
            *(row.means, unit, row.doc_no, day(row.formed_on), day(row.published_on)),
            *(bool(row.is_norm), row.validity, row.text, json_text(body_of(row.text))),
            *(day(row.secrecy_reviewed_on), self._digest(row, found), json_text(self._rest(row)), ""),
        )
        return values, found

    def _rest(self, row: ItemRow) -> dict[str, Any]:
        """Unknown columns, what the other columns do not hold, and the catalogue metadata of the row."""
        rest = _rest(row)
        told, long = catalogue.of_register(row.extras)
        for header in long:
            self._context.notice(row, header, "太长，不作为目录元数据，只按原样留存")
        if told:
            taken = {catalogue.HEADERS[key] for key in told}
            rest = {name: value for name, value in rest.items() if name not in taken}
            rest[catalogue.KEY] = told
        return rest

    def _screened(self, row: ItemRow, one: Attached) -> bytes:
        """The bytes of an attachment without a secrecy mark. Raises NotTaken.

        What the sandbox cannot read is kept with a notice; nothing of it goes out without another check.
        """
        data = one.path.read_bytes()
        try:
            secrecy.demand_unmarked_file(one.name, data)
        except Refused as refused:
            if refused.code == secrecy.CODE:
                raise NotTaken(ATTACHMENTS, _MARKED_FILE, is_marked=True) from refused
            if refused.code in NOT_KEPT:
                raise NotTaken(
                    ATTACHMENTS, f"文件“{one.name}”：{refused.sentence}；{refused.mend}"
                ) from refused
            self._context.notice(row, ATTACHMENTS, f"文件“{one.name}”没有检查：{refused.sentence}")
        return data

    def _details(self, batch: Batch, row: ItemRow, id_: int, found: Sequence[Attached]) -> None:
        if row.published_on:
            on = row.published_on.isoformat()
            batch[PLACEMENT] += [(id_, outlet, on) for outlet in row.outlets]
        for position, one in enumerate(found):
            kind = mimetypes.guess_type(one.name)[0] or "application/octet-stream"
            batch[ITEM_FILE].append((id_, position, one.name, kind, one.size, one.sha256, ""))
        for stage, _, _, who, when in SIGN_OFFS:
            by, on_, at = signed_off(row, who, when)
            if by and on_:
                batch[SIGN_OFF].append((id_, stage, by, on_.isoformat(), clock(at)))

    def _event(
        self,
        batch: Batch,
        row: ItemRow,
        uid: str,
        type: str,
        found: Sequence[Attached],
        changed: Sequence[str] = (),
    ) -> None:
        context = self._context
        stream = f"item/{uid}"
        chain = context.hand.chain(stream, heads([stream]).get(stream) if type != "imported" else None)
        said: dict[str, Any] = {"register": KIND, "index": row.index, "means": row.means}
        if row.published_on:
            said["published"] = row.published_on.isoformat()
        if found:
            said["files"] = [one.sha256 for one in found]
        if changed:
            said["columns"] = list(changed)
        occurred = (row.published_on or row.formed_on or context.today).isoformat()
        sealed = chain.add(type, context.by, occurred, context.hand.recorded, said)
        batch[EVENT].append(event_values(chain, type, context.by, occurred, context.hand.recorded, sealed))


def _digests(id_: int) -> list[str]:
    """The files of an item, in their order."""
    return list(ItemFile.objects.filter(item=id_).order_by("position", "id").values_list("sha256", flat=True))


def signed_off(row: ItemRow, who: str, when: str) -> tuple[str, date | None, time | None]:
    """Who signed off when, for the two fields of a row."""
    return getattr(row, who), getattr(row, f"{when}_on"), getattr(row, f"{when}_time")


def attached(folder: Path, names: Sequence[str]) -> list[Attached]:
    """The files that a register names beside itself. Raises NotTaken for one that is not there or outside."""
    found: list[Attached] = []
    taken: set[str] = set()
    root = folder.resolve()
    for name in names:
        path = (folder / name).resolve()
        if not path.is_relative_to(root):
            raise NotTaken(ATTACHMENTS, f"“{name}”不在台账所在的文件夹之内")
        if not path.is_file():
            raise NotTaken(ATTACHMENTS, f"找不到文件“{name}”；请放在台账旁边，并核对名称")
        shown = _free_name(PurePosixPath(name.replace("\\", "/")).name, taken)
        try:
            with path.open("rb") as file:
                digest = sha256()
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError as problem:
            raise NotTaken(ATTACHMENTS, f"文件“{name}”不能读取；请核对权限") from problem
        found.append(Attached(path, shown, path.stat().st_size, digest.hexdigest()))
    return found


def _free_name(name: str, taken: set[str]) -> str:
    """A name that no other attachment of the item has, at most 200 characters."""
    stem, dot, end = name.rpartition(".")
    stem, end = (stem, f".{end}") if dot else (name, "")
    number, free = 1, f"{stem[: 190 - len(end)]}{end}"
    while free in taken:
        number += 1
        free = f"{stem[: 190 - len(end)]}（{number}）{end}"
    taken.add(free)
    return free


def body_of(text: str) -> list[dict[str, Any]]:
    """A text as blocks: Markdown where it has headings, lists or tables, else a paragraph a line."""
    if _MARKDOWN.search(text):
        try:
            return blocks.body_to_json(markdown.parse(text))
        except Refused:
            pass  # not meant as Markdown: its lines are paragraphs
    lines = (line.strip() for line in text.splitlines())
    return blocks.body_to_json(blocks.paragraph(line) for line in lines if line)


def _rest(row: ItemRow) -> dict[str, Any]:
    """Unknown columns, and what the other columns do not hold."""
    rest: dict[str, Any] = {
        name + OF_REGISTER if name in INNER_EXTRAS else name: value for name, value in row.extras.items()
    }
    if row.is_norm is None:
        rest["规范性文件"] = ""
    if row.attachments:
        rest[ATTACHMENTS] = "；".join(row.attachments)
    if row.outlets and not row.published_on:
        rest["公开渠道"] = "；".join(row.outlets)
    for _, name, moment, who, when in SIGN_OFFS:
        by, on, at = signed_off(row, who, when)
        if by and not on:
            rest[name] = by
        if on and not by:
            rest[moment] = on.isoformat() if at is None else f"{on.isoformat()} {shown_clock(at)}"
    return rest
