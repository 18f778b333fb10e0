"""Django's ``migrate``; an empty database is laid at once (:mod:`gongkai.sites.laying`)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from gongkai.sites.laying import lay

_PARTLY = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""What asks for something else than the present schema."""


class Command(migrate.Command):
    """Brings a database to the present schema."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay what is empty, then whatever else there is to do."""
        if not any(options.get(name) for name in _PARTLY):
            lay(options["database"])
        super().handle(*args, **options)
