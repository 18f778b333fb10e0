"""Receipts of a matter that was registered twice by mistake 误录合并: both show how the kept case stands.

Every mail to the kept case reaches every box that leads to it (:func:`.answering.tell`); what a citizen adds
in either box comes to the kept case.
"""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Merge
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.casework.verbs.merging import is_same_person
from gongkai.desk.mailbox import answering
from gongkai.desk.mailbox.models import Box, Mail
from gongkai.desk.mailbox.queries import boxes
from gongkai.refusal import Refused

GOES_ON, OVER = "办理中", "已办结"
"""Short words at the head of a receipt page."""


def follow(merge: Merge, *, by: Officer, at: datetime) -> None:
    """Lead the boxes of the merged cases to the kept ones, and say so in them; in the verb's transaction.

    Raises Refused (``unknown-person``) where a box might show somebody what is another's.
    """
    moved = []
    for uid, was in merge.before.items():
        case = Case.objects.get(uid=uid)
        heir = Case.objects.select_related("registration").get(uid=was["into"])
        status = _status_of(heir)
        led = list(boxes(case))
        if led and not is_same_person(case, heir):
            raise Refused(
                "unknown-person",
                f"{merge.gone.number} 来自门户，不能确认与 {merge.kept.number} 是同一个人",
                "它的查询页会看到另一件的答复，所以不能合并；请分别答复",
            )
        for box in led:
            # a box that led to both already is not told of the kept one anew when it is led back
            had = "both" if box.cases.filter(pk=heir.pk).exists() else ""
            box.cases.remove(case)
            box.cases.add(heir)
            moved.append([box.uid, uid, heir.uid, had])
            words = (
                f"这件事重复登记了，编号 {merge.gone.number} 的登记已并入 {heir.registration.number}。"
                "不需要您做什么：进度和答复仍在本页显示。"
            )
            answering.tell(box, kind="status", status=status, text=words, at=at, by=by)
            if heir.stage in ENDED:
                answering.close(box, at=at)
    merge.boxes = moved
    merge.save(update_fields=["boxes"])


def part(merge: Merge, *, by: Officer, at: datetime) -> None:
    """Lead the boxes back when a merging was taken back; what came in between stays with the kept case."""
    for box_uid, uid, into, had in merge.boxes:
        box = Box.objects.get(uid=box_uid)
        case, heir = Case.objects.get(uid=uid), Case.objects.get(uid=into)
        if not had:
            box.cases.remove(heir)
        box.cases.add(case)
        words = f"编号 {merge.gone.number} 的登记恢复单独办理，进度和答复仍在本页显示。"
        if case.stage in ENDED:
            answering.tell(box, kind="status", status=OVER, text=words, at=at, by=by)
        else:
            answering.reopen(box, at=at)
            answering.tell(box, kind="status", status=GOES_ON, text=words, at=at, by=by)


def _status_of(case: Case) -> str:
    """How the case stands in the words that its citizen read last, or else in the two general ones."""
    last = Mail.objects.filter(box__cases=case).exclude(status="").order_by("-pk").first()
    if last is not None:
        return last.status
    return OVER if case.stage in ENDED else GOES_ON
