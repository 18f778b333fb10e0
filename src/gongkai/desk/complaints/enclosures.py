"""Reading a file that a citizen sent: for who handles the case, each look an event, run by no browser."""

from __future__ import annotations

import base64
from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.personal import open_value
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.arriving import ENCLOSURE
from gongkai.desk.complaints.models import Enclosure
from gongkai.desk.mailbox import sealed_files
from gongkai.refusal import Refused
from gongkai.sealing.attachments import open_blob


def read(enclosure: Enclosure, *, by: Officer, at: datetime) -> tuple[str, bytes]:
    """Name and bytes of a file. Raises Refused: ``not-allowed``, ``E_BLOB``, ``E_SHREDDED``."""
    case, day = enclosure.case, shanghai_date(at)
    if not rules.sees_contact(by, case, day):
        raise Refused("not-allowed", "只有承办人和投诉举报中心能看附件", "请由承办人查看")
    secret = open_value(case, ENCLOSURE, enclosure.blob, bytes(enclosure.sealed))
    key = base64.b64decode(secret["key"])
    pieces = open_blob(sealed_files.read(enclosure.blob), key, enclosure.size, enclosure.sha256)
    data = b"".join(pieces)
    record(case.stream, "file-opened", by=by, occurred=day, at=at, data={"sha256": enclosure.sha256})
    return str(secret["name"]), data
