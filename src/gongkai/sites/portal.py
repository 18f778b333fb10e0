"""Settings of the portal's process: no staff accounts, no sessions, no desk tables, no keys."""

from __future__ import annotations

from gongkai.sites.common import *  # noqa: F403
from gongkai.sites.common import DATABASES as BOTH
from gongkai.sites.common import HOME, hosts, templates
from gongkai.sites.secret import secret_key

SECRET_KEY = secret_key(HOME / "portal" / "web.secret")
ALLOWED_HOSTS = hosts("portal_hosts")
ROOT_URLCONF = "gongkai.sites.portal_urls"
WSGI_APPLICATION = "gongkai.sites.portal_wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "gongkai.face", "gongkai.portal", "gongkai.sites"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.sites.policy.ContentPolicy",
]
TEMPLATES = templates([])
DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}, "portal": BOTH["portal"]}
if BOTH["portal"]["ENGINE"].endswith("sqlite3"):
    # questions read a few bytes of many pages: from memory that all threads share, not by a call for each,
    # and not from 32 MB that each of two dozen threads keeps
    BOTH["portal"]["OPTIONS"]["init_command"] += " PRAGMA mmap_size=1073741824; PRAGMA cache_size=-2000;"
GONGKAI_WORLD = "portal"
