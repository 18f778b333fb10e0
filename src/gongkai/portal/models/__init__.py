"""The portal's tables, in a database of their own (alias ``portal``)."""

from gongkai.portal.models.base import ALIAS
from gongkai.portal.models.door import DoorAck, DoorBlob, DoorIn
from gongkai.portal.models.items import Link, Published, PublishedFile, Tombstone
from gongkai.portal.models.log import Checkpoint, LogEntry, LogTile
from gongkai.portal.models.messages import (
    DeskAck,
    DoorOut,
    Envelope,
    FailedCodes,
    IntakeKey,
    Mailbox,
    OwnCopy,
    PortalSalt,
    SealedBlob,
    SealedMail,
    SealedPiece,
)
from gongkai.portal.models.pages import Page, Renderer, SiteInfo, StalePage
from gongkai.portal.models.search import SearchRow

__all__ = [
    "ALIAS",
    "Checkpoint",
    "DeskAck",
    "DoorAck",
    "DoorBlob",
    "DoorIn",
    "DoorOut",
    "Envelope",
    "FailedCodes",
    "IntakeKey",
    "Link",
    "LogEntry",
    "LogTile",
    "Mailbox",
    "OwnCopy",
    "Page",
    "PortalSalt",
    "Published",
    "PublishedFile",
    "Renderer",
    "SealedBlob",
    "SealedMail",
    "SealedPiece",
    "SearchRow",
    "SiteInfo",
    "StalePage",
    "Tombstone",
]
