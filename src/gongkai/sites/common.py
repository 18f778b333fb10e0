"""Settings that desk and portal share; each world's module says what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from gongkai.refusal import Refused
from gongkai.sites import home as homes
from gongkai.sites import postgresql

HOME = homes.home()
VALUES = homes.read(HOME)

DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
GONGKAI_LANGUAGE = str(VALUES["language"])
if GONGKAI_LANGUAGE not in dict(LANGUAGES):
    raise Refused("bad-setting", f"没有界面语言“{GONGKAI_LANGUAGE}”", "请把 language 改为 zh-hans 或 en")
USE_I18N = True
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
APPEND_SLASH = False
DATABASE_ROUTERS = ["gongkai.sites.router.TwoWorlds"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA secure_delete=ON;"  # what is emptied leaves no copy in free pages
    " PRAGMA cache_size=-32768;",  # KB
}
_KEPT = {"CONN_MAX_AGE": 3600, "CONN_HEALTH_CHECKS": True}
"""A connection lives an hour: opening a database reads all of its schema, 6 ms on SQLite (ADR 0096)."""


def _sqlite(file: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": dict(_SQLITE), **_KEPT}


def database(url: str, file: str) -> dict[str, Any]:
    """The Django database settings for a URL, or for ``file`` in the home where there is none."""
    if not url:
        return _sqlite(str(HOME / file))
    unclear = Refused("bad-setting", "数据库地址看不懂", "请写成 postgresql://用户:口令@主机:端口/库名")
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise unclear from None
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise unclear
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        **_KEPT,
        "OPTIONS": postgresql.options(prepared=bool(VALUES["prepared_statements"])),
    }


DATABASES = {
    "default": database(str(VALUES["desk_database_url"]), "desk.sqlite3"),
    "portal": database(str(VALUES["portal_database_url"]), "portal.sqlite3"),
}

DESK_APPS = [
    "gongkai.desk.agencies",
    "gongkai.desk.casework",
    "gongkai.desk.accounts",
    "gongkai.desk.jobs",
    "gongkai.desk.lists",
    "gongkai.desk.finding",
    "gongkai.desk.mailbox",
    "gongkai.desk.signing",
    "gongkai.desk.archive",
    "gongkai.desk.disclosure",
    "gongkai.desk.outlets",
    "gongkai.desk.foi",
    "gongkai.desk.complaints",
    "gongkai.desk.enforcement",
    "gongkai.desk.remedies",
    "gongkai.desk.oversight",
    "gongkai.desk.reporting",
    "gongkai.exchange",
]

GONGKAI_JOBS: dict[str, str] = {
    "lists.export": "gongkai.ledgers.listed.export",
    "foi.destroy": "gongkai.desk.foi.keeping.portion",
    "complaints.destroy": "gongkai.desk.complaints.keeping.portion",
    "foi.file": "gongkai.desk.foi.keeping.file_portion",
    "complaints.file": "gongkai.desk.complaints.keeping.file_portion",
    "opinions.destroy": "gongkai.desk.disclosure.keeping.portion",
    "disclosure.reading": "gongkai.desk.disclosure.reading.portion",
    "hotlines.import": "gongkai.ledgers.hotlines.take",
    "exchange.rerelease": "gongkai.exchange.rereleases.working.portion",
}
"""Kinds of background work, and the function that does the next portion of each (desk.jobs.running)."""
GONGKAI_INDEXED: tuple[str, ...] = (
    "gongkai.desk.complaints.indexed.PARTS",
    "gongkai.desk.foi.indexed.PARTS",
    "gongkai.desk.disclosure.indexed.PARTS",
    "gongkai.ledgers.imports.redigest.PARTS",
)
"""What rooms keep under the key of the index, made anew when it changes (desk.casework.reindexing)."""
GONGKAI_WRAPPED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "handling": (("casework.CaseKey", "case__uid", "dek_h"), ("disclosure.Opinion", "uid", "dek")),
    "identity": (("casework.CaseKey", "case__uid", "dek_i"),),
}
"""Tables of data keys by the key that wraps them: whose they are, the column (desk.casework.rewrapping)."""
GONGKAI_RESEALED: dict[str, tuple[str, ...]] = {
    "handling": ("gongkai.desk.accounts.resealing.seal_anew", "gongkai.desk.complaints.drafting.seal_anew"),
}
"""What lies under a key itself, without a data key: functions that seal it under the newest, and say how many
they did and how many no key opens."""
GONGKAI_REGISTERS: dict[str, str] = {"samples": "gongkai.ledgers.uploaded.SAMPLES"}
GONGKAI_WORKBOOK = "gongkai.ledgers.uploaded.workbook"
"""What reads registers that officers upload on a page (desk.enforcement.sampling)."""
GONGKAI_LISTS: tuple[str, ...] = (
    "gongkai.desk.disclosure.rows.LISTING",
    "gongkai.desk.disclosure.consulting_list.LISTING",
    "gongkai.desk.finding.rows.LISTING",
    "gongkai.desk.foi.rows.LISTING",
    "gongkai.desk.complaints.rows.LISTING",
    "gongkai.desk.complaints.listed.LISTING",
    "gongkai.desk.complaints.signals.listing.LISTING",
    "gongkai.desk.foi.listed.LISTING",
    "gongkai.desk.foi.mail.LISTING",
    "gongkai.desk.remedies.listing.LISTING",
    "gongkai.desk.enforcement.listing.INVESTIGATIONS",
    "gongkai.desk.enforcement.listing.PENALTIES",
    "gongkai.desk.enforcement.listing.BATCHES",
    "gongkai.desk.enforcement.listing.SAMPLES",
    "gongkai.desk.outlets.rows.LISTING",
    "gongkai.desk.outlets.listing.PLACES",
    "gongkai.desk.outlets.listing.COLUMNS",
    "gongkai.desk.outlets.listing.DELIVERIES",
    "gongkai.desk.oversight.listing.FINDINGS",
    "gongkai.desk.oversight.listing.PLAN",
    "gongkai.desk.oversight.listing.ACTIVITIES",
)
"""The desk's lists (desk.lists.listing)."""
GONGKAI_WAITING: tuple[str, ...] = (
    "gongkai.desk.complaints.waiting.waiting",
    "gongkai.desk.foi.waiting.waiting",
    "gongkai.desk.remedies.waiting.waiting",
    "gongkai.desk.outlets.waiting.waiting",
    "gongkai.desk.outlets.overdue.waiting",
    "gongkai.desk.enforcement.waiting.waiting",
    "gongkai.desk.enforcement.revoking.waiting",
    "gongkai.desk.enforcement.voiding.waiting",
    "gongkai.desk.enforcement.pushing.waiting",
    "gongkai.desk.oversight.waiting.waiting",
    "gongkai.desk.disclosure.standing.waiting",
    "gongkai.desk.disclosure.consulting.waiting",
    "gongkai.desk.disclosure.calls.waiting",
    "gongkai.desk.disclosure.approving.waiting",
    "gongkai.desk.signing.waiting.waiting",
    "gongkai.exchange.rereleases.waiting.waiting",
    "gongkai.exchange.waiting.waiting",
)
"""What each room adds to the first page (desk.casework.waiting)."""
GONGKAI_SIGNED: dict[str, str] = {
    "destroy-foi": "gongkai.desk.foi.keeping.SIGNED",
    "destroy-complaints": "gongkai.desk.complaints.keeping.SIGNED",
    "destroy-disclosure": "gongkai.desk.disclosure.keeping.SIGNED",
    "inspection-change": "gongkai.desk.oversight.signed.PAPER",
    "rerelease": "gongkai.exchange.rereleases.signed.PAPER",
    "supervision-notice": "gongkai.desk.complaints.signed.PAPER",
}
"""What leaders may decide on paper, by kind (desk.signing.papers)."""
GONGKAI_ITEM_PANELS: tuple[str, ...] = (
    "gongkai.desk.outlets.panel.panel",
    "gongkai.desk.enforcement.revoking.panel",
    "gongkai.desk.enforcement.voiding.panel",
    "gongkai.desk.enforcement.pushing.panel",
    "gongkai.desk.enforcement.tie_views.panel",
    "gongkai.desk.oversight.panel.panel",
)
"""What rooms above publishing add to the page of an item."""
GONGKAI_CAUTIONS: tuple[str, ...] = (
    "gongkai.desk.enforcement.due.cautions",
    "gongkai.desk.enforcement.early.cautions",
)
"""What rooms above publishing tell who writes or reviews an item, beside its own cautions."""
GONGKAI_HOLDS: tuple[str, ...] = ("gongkai.desk.enforcement.early.holds",)
"""What rooms above publishing say bars the last signature of an item on a day."""
GONGKAI_SHEETS: dict[str, str] = {
    "seals": "gongkai.desk.casework.sheets.seals",
    "deliveries": "gongkai.desk.casework.sheets.deliveries",
    "activities": "gongkai.desk.oversight.sheets.activities",
    "inspections": "gongkai.desk.oversight.sheets.inspections",
    "supervisions": "gongkai.desk.complaints.sheets.supervisions",
}
"""Ledgers to print of rooms other than publishing (desk.disclosure.sheets)."""
GONGKAI_UNIT_MOVERS: tuple[str, ...] = (
    "gongkai.desk.casework.moving",
    "gongkai.desk.disclosure.moving",
    "gongkai.desk.enforcement.moving",
    "gongkai.desk.outlets.moving",
    "gongkai.desk.oversight.moving",
)
"""Modules that count and hand over the open work of a unit that is merged (desk.accounts.units)."""
GONGKAI_HOME = HOME
GONGKAI_DESK_FILES = HOME / "files" / "desk"
GONGKAI_PORTAL_FILES = HOME / "files" / "portal"
GONGKAI_KEYS = HOME / "keys"
GONGKAI_PORTAL_KEYS = HOME / "portal"
GONGKAI_VALUES = VALUES
GONGKAI_PUBLISHES: dict[str, str] = {
    "take": "gongkai.desk.disclosure.requested.take",
    "address": "gongkai.desk.disclosure.requested.address",
}
"""Which room drafts for everyone what one got on request, and where its draft is seen."""
GONGKAI_EXCHANGE_STANDING = "gongkai.exchange.showing.standing"
GONGKAI_EXCHANGE_KEYS = "gongkai.exchange.showing.keys"
GONGKAI_EXCHANGE_AGAIN = "gongkai.exchange.receiving.again"
"""What the desk's pages of the door show, and what tries a parked message again: the desk does not know the
exchange."""
GONGKAI_RECEIVERS: dict[str, str] = {
    "foi": "gongkai.desk.foi.arriving.receive",
    "opinion": "gongkai.desk.disclosure.opinions.receive",
} | dict.fromkeys(
    ("complaint", "report", "both", "ask", "suggest"), "gongkai.desk.complaints.arriving.receive"
)
"""Who takes citizens' messages of a kind, by dotted path (see gongkai.desk.mailbox)."""
GONGKAI_PURGED: tuple[str, ...] = ("gongkai.exchange.outbox.forget",)
"""What else forgets a purged item 涉密误入处置, by dotted path; called with it, in the transaction."""


def templates(processors: list[str]) -> list[dict[str, Any]]:
    """The one template engine, with a world's own context processors."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request", *processors]},
        }
    ]


def hosts(name: str) -> list[str]:
    """A list of host names in a setting."""
    return [host.strip() for host in str(VALUES[name]).split(",") if host.strip()]
