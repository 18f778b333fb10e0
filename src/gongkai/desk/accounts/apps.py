"""The Django application of accounts."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """Second factor, password rules, sessions that end, recovery by two persons; deputies by date."""

    name = "gongkai.desk.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Logins start the clock of a session; changes of posts end it."""
        sessions = import_module("gongkai.desk.accounts.sessions")
        people = import_module("gongkai.desk.agencies.people")
        user_logged_in.connect(sessions.begin, dispatch_uid="accounts-begin")
        people.posts_changed.connect(sessions.end_of_changed, dispatch_uid="accounts-changed")
