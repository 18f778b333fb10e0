"""Settings of the test suite: both worlds in one process, on SQLite by default.

``GONGKAI_TEST_POSTGRESQL`` holds ``postgresql://user@host:port`` of a server on which
the tests may create databases.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="gongkai-tests-"))
os.environ["GONGKAI_HOME"] = str(_HOME)
for _name in [name for name in os.environ if name.endswith("_DATABASE_URL") and name.startswith("GONGKAI_")]:
    del os.environ[_name]
_SERVER = os.environ.get("GONGKAI_TEST_POSTGRESQL", "")
if _SERVER:
    os.environ["GONGKAI_DESK_DATABASE_URL"] = f"{_SERVER}/gongkai_desk"
    os.environ["GONGKAI_PORTAL_DATABASE_URL"] = f"{_SERVER}/gongkai_portal"

from gongkai.sites.common import DATABASES as BOTH  # noqa: E402
from gongkai.sites.desk import *  # noqa: E402, F403

SECRET_KEY = "for tests only"  # noqa: S105
DATABASES = {
    "default": BOTH["default"] | {"TEST": {}, "CONN_MAX_AGE": 0},
    "portal": BOTH["portal"] | {"TEST": {"DEPENDENCIES": []}, "CONN_MAX_AGE": 0},
}
if not _SERVER:
    for _alias in DATABASES:
        DATABASES[_alias]["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What asks for no order gets the other one: nothing may lean on the order of writing.
            "init_command": "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            " PRAGMA reverse_unordered_selects=ON;",
        }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
ALLOWED_HOSTS = ["*"]
