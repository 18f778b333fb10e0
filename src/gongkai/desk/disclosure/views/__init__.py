"""The pages of publishing: home, list, item, draft, review, withdrawal."""

from gongkai.desk.disclosure.views.drafts import edit, new, preview
from gongkai.desk.disclosure.views.findings import findings
from gongkai.desk.disclosure.views.home import home
from gongkai.desk.disclosure.views.incidents import incidents, purge
from gongkai.desk.disclosure.views.items import file, hand_in, item
from gongkai.desk.disclosure.views.listing import items
from gongkai.desk.disclosure.views.reviews import recall, review
from gongkai.desk.disclosure.views.withdrawals import withdraw

__all__ = [
    "edit",
    "file",
    "findings",
    "hand_in",
    "home",
    "incidents",
    "item",
    "items",
    "new",
    "preview",
    "purge",
    "recall",
    "review",
    "withdraw",
]
