"""What a receiver of the desk is given and gives back; see the package's description.

Fields by kind (all texts, absent where not filled in):

* ``complaint``, ``report``, ``both``: ``respondent``, ``respondent_address``, ``product``, ``happened_on``
  (``YYYY-MM-DD``), ``amount`` (元, such as ``168.00``), ``text``, ``wish`` (``refund``, ``compensate``,
  ``replace``, ``other``; not of a report), ``secrecy`` (``1``: 要求保密), ``insider`` (``1``: 内部举报人),
  ``anonymous`` (``1``), ``notice`` (``1``: the reporter wants to be told the result)
* ``ask``, ``suggest``: ``title``, ``text``
* ``foi``: ``applicant`` (自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他), ``text``, ``doc_no``,
  ``purpose``, ``form`` (``paper``, ``electronic``, ``copy``), ``way`` (``portal``, ``post``, ``email``,
  ``pick_up``), ``waiver`` (``1``)
* ``opinion``: ``about`` (index number of the draft), ``sender`` (``person``, ``firm``, ``association``,
  ``other``), ``clause``, ``text``
* ``reply``, ``supplement``, ``withdraw``: ``text``
* ``rate``: ``rating`` (``good``, ``fair``, ``bad``), ``text``

``person``, by the names that :func:`gongkai.desk.casework.personal.keep_person` takes: ``name``, ``phone``,
``id``, ``id_type``, ``address``, ``postcode``, ``email``, ``organisation``, ``agent``; empty for anonymous
reports. ``form`` of the message is ``portal/1``, or ``open311/1`` for a city's application; then ``fields``
may hold ``service_code``, ``lat``, ``long``, ``media_url``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from gongkai.desk.casework.models import Case
from gongkai.desk.mailbox import sealed_files
from gongkai.sealing.attachments import open_blob

FIRST = ("complaint", "report", "both", "ask", "suggest", "foi", "opinion")
"""Kinds that open a box."""
LATER = ("reply", "supplement", "withdraw", "rate")
"""Kinds that follow in it, signed by the box."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: name and type as the citizen's browser gave them, size and SHA-256 of the plain file.

    Types and contents are to be judged here: the portal looked at the first bytes only.
    """

    name: str
    type: str
    size: int
    sha256: str
    blob: str
    key: bytes = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The plain bytes; ``E_BLOB`` may come last: keep what was read only when it ended."""
        return open_blob(sealed_files.read(self.blob), self.key, self.size, self.sha256)

    def read(self) -> bytes:
        """The whole plain file, at most 50 MB."""
        return b"".join(self.pieces())


@dataclass(frozen=True, slots=True)
class Message:
    """An opened message of a citizen. ``receipt`` names the box, ``id`` the message; both are random.

    ``submitted_at`` is the legal time of receipt by the portal's clock unless ``doubtful_time``; ``n`` counts
    within the box from 0; ``cases`` are those that its earlier messages led to.
    """

    receipt: str
    id: str
    kind: str
    form: str
    fields: Mapping[str, str]
    person: Mapping[str, str] = field(repr=False)
    files: tuple[File, ...]
    submitted_at: datetime
    arrived_at: datetime
    doubtful_time: bool
    n: int
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a receiver did: the cases that took the message, and what the citizen is told.

    ``text`` is the mail 已登记 (empty: none is sent for a later message, the usual words for a first one),
    ``status`` the word that the receipt page shows from now on (empty: unchanged).
    """

    cases: tuple[Case, ...]
    text: str = ""
    status: str = ""


Receiver = Callable[[Message], Taken]


def receiver_of(kind: str) -> Receiver | None:
    """Who takes first messages of this kind and all that follows them; null when nobody does yet."""
    path = settings.GONGKAI_RECEIVERS.get(kind)
    if path is None:
        return None
    found: Receiver = import_string(path)
    return found
