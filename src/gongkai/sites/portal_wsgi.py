"""The portal as a WSGI application: the page store in front, Django behind it."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gongkai.face.statics import Statics

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.portal"
_django = get_wsgi_application()

from gongkai.portal.front import SECURITY, Front  # noqa: E402  (needs the settings)
from gongkai.portal.messages.hardening import hardener  # noqa: E402

hardener.start()
application = Statics(Front(_django), settings.STATIC_ROOT, SECURITY)
