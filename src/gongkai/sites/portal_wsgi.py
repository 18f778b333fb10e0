"""The portal as a WSGI application: the page store in front, Django behind it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.portal"
_django = get_wsgi_application()

from gongkai.portal.front import Front  # noqa: E402  (needs the settings)
from gongkai.portal.messages.hardening import hardener  # noqa: E402

hardener.start()
application = Front(_django)
