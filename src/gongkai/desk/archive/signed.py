"""A list 销毁清册 that the leader in charge approves on paper; each room with files has its own kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import eligible, held
from gongkai.desk.archive.rooms import Room
from gongkai.desk.casework.models import DestructionList
from gongkai.desk.casework.verbs import destroying
from gongkai.desk.casework.verbs.filing import KEEPS
from gongkai.desk.signing.papers import Content, Paper

SEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties over the whole agency that see lists."""
_SPARED = "重新办理或者有未结的复议诉讼，不销毁"
_HEADS = ("序号", "编号", "题名", "保管期限", "文书", "附件")


class DestructionPaper(Paper):
    """The approval of a list of one room."""

    title = "档案销毁审批单"
    name = _("销毁清册")
    yes, no = _("批准销毁"), _("不予批准")

    def __init__(self, room: Room) -> None:
        self.kind, self.room = room.signed_kind, room

    def found(self, officer: Officer, day: date, subject: str) -> DestructionList | None:
        """A list of the room, for those who keep files, approve lists or audit."""
        if not _holds(officer, SEES, day):
            return None
        rows = self.room.lists(officer.agency).filter(uid=subject)
        return rows.select_related("agency", "drawn_by").first()

    def locked(self, matter: DestructionList) -> DestructionList:
        """The list as it stands."""
        rows = DestructionList.objects.select_for_update(of=("self",))
        return rows.select_related("agency", "drawn_by").get(pk=matter.pk)

    def subject(self, matter: DestructionList) -> str:
        """Its uid."""
        return str(matter.uid)

    def waits(self, matter: DestructionList) -> bool:
        """Whether nobody has approved or refused it."""
        return matter.state == DestructionList.State.DRAWN

    def content(self, matter: DestructionList) -> Content:
        """Every file that it names; one that was reopened or contested since is named as spared."""
        ready = self.room.ready(matter)
        lines = tuple(
            (
                *(str(one.no), one.number, one.title),
                f"{one.label}，至{one.until_year}年" if one.filing_id in ready else _SPARED,
                *(str(one.letters), str(one.files)),
            )
            for one in self.room.entries(matter)
        )
        rows = (
            ("销毁清册", matter.number),
            ("卷数", f"{len(lines)}卷"),
            ("鉴定意见", matter.appraisal),
            ("编制人、日期", f"{matter.drawn_by.name}　{matter.drawn_on:%Y-%m-%d}"),
            ("批准后", "销毁案卷的密钥、文书、附件和原文，不能恢复；登记、统计和本清册保留"),
        )
        return Content(matter.number, rows, _HEADS, lines, (1, 4, 5, 4, 1, 1))

    def since(self, matter: DestructionList) -> date:
        """The day on which it was drawn up."""
        return matter.drawn_on

    def drafters(self, matter: DestructionList) -> frozenset[int]:
        """Who drew it up."""
        return frozenset({matter.drawn_by_id})

    def leaders(self, matter: DestructionList, day: date) -> Iterable[Officer]:
        """The leaders in charge, but not who drew it up."""
        return eligible(Duty.Kind.LEADER, None, day, agency=matter.agency).exclude(pk=matter.drawn_by_id)

    def enters(self, officer: Officer, matter: DestructionList, day: date) -> bool:
        """Those who keep the files."""
        return _holds(officer, KEEPS, day)

    def compares(self, officer: Officer, matter: DestructionList, day: date) -> bool:
        """Those who keep the files, and the leaders."""
        return _holds(officer, (*KEEPS, *destroying.APPROVES), day)

    def decide(self, matter: DestructionList, agreed: bool, note: str, *, by: Officer, at: datetime) -> None:
        """Approve or refuse it, as on its page."""
        self.room.decide(matter, agreed, note, by=by, at=at)

    def stream(self, matter: DestructionList) -> str:
        """The chain of the list."""
        return f"destruction/{matter.uid}"

    def page(self, matter: DestructionList) -> str:
        """Its page in the room."""
        return reverse(self.room.destruction, args=[matter.uid])


def _holds(officer: Officer, kinds: Iterable[str], day: date) -> bool:
    wanted = set(kinds)
    return any(one.kind in wanted and one.unit_id is None for one in held(officer, day))
