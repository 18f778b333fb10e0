"""What an import knows of its rows after the key of the index was changed.

The keyed hash of a row cannot be made anew: the row itself is nowhere kept. It is taken away instead, so that
nobody can try phones on it with the key that leaked; the next import of the row compares it value by value
with what the desk has, as for a row that changed, and gives it a hash again.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from gongkai.desk.casework.bulk import Store, table_of
from gongkai.desk.casework.models import Registration
from gongkai.desk.casework.reindexing import Part
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.desk.oversight.models import Activity

UNKNOWN = b"\x00"
"""In the place of a hash: the record came from a register, and its row is to be compared by value."""
BATCH = 5_000


def remember(store: Store, model: type[models.Model], id_: int, digest: bytes) -> None:
    """The hash of a row that says the same as the record without one."""
    store.update(table_of(model, "content_digest"), id_, (digest,))


def forget(
    model: type[models.Model], after: int, _old: bytes | None, _new: bytes
) -> tuple[int, int, int] | None:
    """Take away the hashes of the next records of registers: the last record, none made, how many lost."""
    rows: Any = model._default_manager.filter(pk__gt=after).order_by("pk")
    found = list(rows.values_list("pk", flat=True)[:BATCH])
    if not found:
        return None
    held = rows.filter(pk__lte=found[-1]).exclude(content_digest=b"").exclude(content_digest=UNKNOWN)
    return found[-1], 0, held.order_by().update(content_digest=UNKNOWN)


PARTS = tuple(
    Part(name, label, partial(forget, model), is_after=True)
    for name, label, model in (
        ("rows.cases", gettext_lazy("投诉举报、公开申请、复议诉讼台账的行"), Registration),
        ("rows.items", gettext_lazy("信息台账的行"), Item),
        ("rows.penalties", gettext_lazy("行政处罚台账的行"), Penalty),
        ("rows.samples", gettext_lazy("抽检台账的行"), Sample),
        ("rows.activities", gettext_lazy("工作活动台账的行"), Activity),
    )
)
"""For ``settings.GONGKAI_INDEXED``."""
