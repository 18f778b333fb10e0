"""The Django application of mailbox."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Citizens' mailboxes: sealed messages in, sealed answers back."""

    name = "gongkai.desk.mailbox"
    label = "mailbox"
    verbose_name = "来件信箱"
