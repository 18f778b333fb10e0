"""``/log/``: the release log for people: how far it is, who else signed it, how anybody checks it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings

from gongkai.portal import surroundings
from gongkai.portal.publishing import log, site
from gongkai.portal.store import Rendered
from gongkai.refusal import Refused
from gongkai.sealing import notes, witness
from gongkai.sealing.log import parse_checkpoint
from gongkai.sealing.notes import Verifier


def page() -> Rendered | None:
    """The finished page; null while there is no log."""
    newest = log.newest()
    if newest is None:
        return None
    found = parse_checkpoint(notes.split(newest.note)[0])
    values = site.context(
        checkpoint={
            "size": found.size,
            "root": found.root.hex(),
            "at": newest.updated,
            "origin": found.origin,
        },
        vkeys=surroundings.log_vkeys(),
        witnesses=[
            {"name": one.name, "size": one.size, "at": datetime.fromtimestamp(one.seconds, UTC)}
            for one in log.witnessed(_trusted())
        ],
        address=surroundings.address(),
        crumbs=[{"title": "发布日志", "url": ""}],
        nav="find",
        meta={
            "column_name": "发布日志",
            "column_description": "发布日志和核验方法",
            "column_keywords": "发布日志,核验",
            "column_type": "政府信息公开",
        },
    )
    return site.render("portal/log.html", values)


def _trusted() -> list[Verifier]:
    """The witnesses that this portal is set to name; none where the setting cannot be read."""
    try:
        return witness.trusted(str(settings.GONGKAI_VALUES["witness_vkeys"]))
    except Refused:
        return []
