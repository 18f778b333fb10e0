"""Applications for disclosure and what happens to them."""

from gongkai.desk.foi.models.application import Application
from gongkai.desk.foi.models.asked import Asked, AskedGram, AskedUpTo
from gongkai.desk.foi.models.giving import Copy, PaperOpinion
from gongkai.desk.foi.models.handling import Consulted, Decision, Link, Opinion, Search
from gongkai.desk.foi.models.rows import ApplicationRow, MailRow

__all__ = [
    "Application",
    "ApplicationRow",
    "Asked",
    "AskedGram",
    "AskedUpTo",
    "Consulted",
    "Copy",
    "Decision",
    "Link",
    "MailRow",
    "Opinion",
    "PaperOpinion",
    "Search",
]
