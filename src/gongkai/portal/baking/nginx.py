"""The configuration of nginx for a baked folder: the headers of the portal, 410 for what was withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from gongkai.face import statics
from gongkai.portal import store
from gongkai.portal.baking.entries import BYTES, ERRORS, FILE_GONE, GONE, MISSING, SITE, TEXT, Entry
from gongkai.portal.baking.places import is_odd
from gongkai.portal.front import CACHE, SECURITY
from gongkai.portal.publishing import blobs, hall
from gongkai.portal.publishing.blobs import SAFE_TYPES

JSON_FEED, ATOM = "application/feed+json; charset=utf-8", "application/atom+xml; charset=utf-8"
_TYPES = {
    "json": store.JSON,
    "xml": "application/xml; charset=utf-8",
    "txt": TEXT,
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}
_LONGEST_EXACT = 255  # nginx keeps the length of an exact location in one byte
_NOWHERE = "/.none"
"""An address at which nothing is ever baked."""
_SHOWN = "pdf|png|jpe?g"


@dataclass(frozen=True, slots=True)
class Server:
    """How the site is reached: host name, port, the portal behind it (or none), whether brotli is there."""

    name: str = "_"
    listen: str = "80"
    upstream: str = ""
    brotli: bool = False


def configuration(root: Path, wanted: Mapping[str, Entry], server: Server) -> str:
    """The text to be included in the ``http`` block of nginx."""
    here = str(root.resolve())
    behind = _behind(server.upstream)
    parts = [
        "# 由 gongkai bake 生成，放进 http 块中：include …/nginx.conf;",
        "# 重新生成后，只有“odd”各行变了才需要 nginx -s reload。",
        "map $request_uri $gongkai_name { ~^/files/[0-9a-f]+/(?<gongkai_part>[^?/]+) $gongkai_part; }",
        f'map $uri $gongkai_shown {{ default attachment; "~*\\.(?:{_SHOWN})$" inline; }}',
        f'map $request_method $gongkai_read {{ GET ""; HEAD ""; default "{_NOWHERE}"; }}',
        "server {",
        f"  listen {server.listen};",
        f"  server_name {server.name};",
        "  server_tokens off;",
        "  charset off;",
        "  absolute_redirect off;",
        "  # 文件按打开的留用，每秒核对一次：撤下的一秒内不再发出。",
        "  open_file_cache max=20000 inactive=60s;",
        "  open_file_cache_valid 1s;",
        f'  root "{_quoted(here)}/{SITE}";',
        "  gzip_static on;",
        "  gzip_vary on;",
        *(["  brotli_static on;"] if server.brotli else []),
        "  error_page 410 @tombstone;",
        *([] if server.upstream else ["  error_page 404 @missing;"]),
        *_location("/", _TYPES, store.HTML, CACHE),
        *_location("/gk/", {"json": store.JSON, "tlog-proof": TEXT}, store.HTML, CACHE),
        *_location("/feeds/", {"atom": ATOM, "json": JSON_FEED}, store.HTML, CACHE),
        *_location(statics.URL, statics.TYPES, BYTES, statics.CACHE),
        *_location("= /log/checkpoint", {}, TEXT, "public, max-age=5"),
        *_location("= /log/vkey", {}, TEXT, "public, max-age=300"),
        *_location("/log/tile/", {}, BYTES, "public, max-age=31536000, immutable"),
        *_location("/screen/", {"json": store.JSON, "js": hall.JAVASCRIPT}, store.HTML, CACHE, hall.HEADERS),
        *_attachments(),
        *(line for place, entry in wanted.items() if is_odd(place) for line in _told(here, place, entry)),
        *_odd_twins(wanted, behind),
        "  location @gone {",
        f'    if (-f "{_quoted(here)}/{GONE}$uri") {{ return 410; }}',
        *_twins(f"{_quoted(here)}/{SITE}", f"{_quoted(here)}/{GONE}"),
        *([] if server.upstream else [f'    if ($uri ~ "^{blobs.ADDRESS}$") {{ return 410; }}']),
        *behind,
        "  }",
        "  location @tombstone {",
        f'    root "{_quoted(here)}/{GONE}";',
        *_types({"json": store.JSON}, store.HTML),
        *_headers(CACHE),
        "    try_files $uri @file_gone;",
        "  }",
        *_error("@file_gone", here, FILE_GONE),
        *_error("@missing", here, MISSING),
        "}",
    ]
    return "\n".join(parts) + "\n"


def _location(
    where: str, types: Mapping[str, str], default: str, cache: str, own: Mapping[str, str] | None = None
) -> list[str]:
    return [
        f"  location {where} {{",
        *_types(types, default),
        *_headers(cache, own or {}),
        f"    if ($uri ~ (?:\\.(?:gz|br|part)|/index\\.html)/?$) {{ rewrite ^ {_NOWHERE} last; }}",
        "    try_files $uri ${uri}index.html @gone;",
        "  }",
    ]


def _error(name: str, here: str, page: str) -> list[str]:
    """A page that tells why there is none; the status is that of the answer that led here."""
    return [
        f"  location {name} {{",
        f'    root "{_quoted(here)}/{ERRORS}";',
        *_types({}, store.HTML),
        *_headers(CACHE),
        f"    try_files {page} =404;",
        "  }",
    ]


def _twins(site: str, gone: str) -> list[str]:
    """Lead a reader who typed a slash too few or too many to the page that was meant; never a form."""
    few, many = "rewrite ^(.*)$ $1/ permanent;", "rewrite ^(.+)/$ $1 permanent;"
    return [
        f'    if (-f "{site}$uri$gongkai_read/index.html") {{ {few} }}',
        f'    set $gongkai_bare "{_NOWHERE}";',
        "    if ($uri ~ ^(.+)/$) { set $gongkai_bare $1$gongkai_read; }",
        *(f'    if (-f "{where}$gongkai_bare") {{ {many} }}' for where in (site, gone)),
    ]


def _attachments() -> list[str]:
    """Files under their name; PDF and pictures are shown, the rest is saved."""
    return [
        "  location /files/ {",
        "    gzip_static off;",
        *_types(SAFE_TYPES, BYTES),
        *_headers(CACHE),
        "    add_header Content-Disposition \"$gongkai_shown; filename*=UTF-8''$gongkai_name\" always;",
        "    try_files $uri @gone;",
        "  }",
    ]


def _told(here: str, place: str, entry: Entry) -> list[str]:
    """One address that lies under a digest; of what was withdrawn, its notice with 410."""
    if not entry.path.isprintable():
        return []
    if entry.area == GONE:
        return [
            f"  location {_where(entry.path)} {{",
            "    error_page 410 @gone_" + place.rpartition("/")[2] + ";",
            "    return 410;",
            "  }",
            "  location @gone_" + place.rpartition("/")[2] + " {",
            *_types({}, entry.content_type),
            *_headers(CACHE),
            f'    root "{_quoted(here)}";',
            f"    try_files /{place} =404;",
            "  }",
        ]
    return [
        f"  location {_where(entry.path)} {{",
        *_types({}, entry.content_type),
        *_headers(CACHE),
        *(f'    add_header {name} "{_quoted(value)}" always;' for name, value in entry.headers.items()),
        f'    alias "{_quoted(here)}/{place}";',
        "  }",
    ]


def _odd_twins(wanted: Mapping[str, Entry], behind: Sequence[str]) -> list[str]:
    """The same as :func:`_twins` for addresses that lie under a digest: no file tells that they are there."""
    known = {entry.path for entry in wanted.values()}
    lines: list[str] = []
    for place, entry in wanted.items():
        twin = entry.path.removesuffix("/") if entry.path.endswith("/") else f"{entry.path}/"
        if not is_odd(place) or not entry.path.isprintable() or twin in known or not twin:
            continue
        meant = escape_leading_slashes(escape_uri_path(entry.path))
        lines += [
            f"  location {_where(twin)} {{",
            f'    if ($gongkai_read = "") {{ return 301 "{_quoted(meant)}$is_args$args"; }}',
            *behind,
            "  }",
        ]
    return lines


def _where(path: str) -> str:
    """A location for one address alone."""
    if len(path.encode()) <= _LONGEST_EXACT:
        return f'= "{_quoted(path)}"'
    return f'~ "^{_quoted(re.escape(path))}$"'


def _behind(upstream: str) -> list[str]:
    """What answers an address that is not baked."""
    if not upstream:
        return ["    return 404;"]
    return [
        f"    proxy_pass {upstream};",
        "    proxy_set_header Host $host;",
        "    proxy_set_header X-Forwarded-Proto $scheme;",
        "    proxy_set_header X-Forwarded-For $remote_addr;",
        "    proxy_request_buffering off;",  # attachments never lie on a disk in the clear
        "    client_max_body_size 60m;",
    ]


def _types(types: Mapping[str, str], default: str) -> list[str]:
    listed = " ".join(f'"{kind}" {ending};' for ending, kind in types.items())
    return [f"    types {{ {listed} }}", f'    default_type "{default}";']


def _headers(cache: str, own: Mapping[str, str] | None = None) -> list[str]:
    named = [*(dict(SECURITY) | dict(own or {})).items(), ("Cache-Control", cache)]
    return [f'    add_header {name} "{_quoted(value)}" always;' for name, value in named]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
