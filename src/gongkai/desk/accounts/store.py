"""Where the desk keeps sessions: Django's table, an open session written in one statement.

``settings.SESSION_ENGINE`` names this module.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """Django's sessions in the database.

    Once a minute a page writes down that its session was used: a transaction around that one statement would
    only be more to wait for.
    """

    def save(self, must_create: bool = False) -> None:
        """Write the session down; one that was ended meanwhile stays ended."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        made = self.create_model_instance(dict(self.items()))
        written = {"session_data": made.session_data, "expire_date": made.expire_date}
        if not self.model.objects.filter(pk=made.pk).update(**written):
            raise UpdateError
