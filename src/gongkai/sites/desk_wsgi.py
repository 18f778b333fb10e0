"""The desk as a WSGI application."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gongkai.face.statics import Statics

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
application = Statics(get_wsgi_application(), settings.STATIC_ROOT)
