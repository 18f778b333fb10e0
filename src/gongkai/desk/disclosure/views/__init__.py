"""The pages of publishing: home, list, item, draft, review, withdrawal."""

from gongkai.desk.disclosure.views.autosaves import autosave, autosave_new
from gongkai.desk.disclosure.views.consulting import (
    consultation,
    consultations,
    draft_feedback,
    opinion,
    opinion_file,
)
from gongkai.desk.disclosure.views.drafts import edit, new, preview
from gongkai.desk.disclosure.views.exchange import exchange
from gongkai.desk.disclosure.views.exchange_keys import exchange_keys
from gongkai.desk.disclosure.views.findings import findings
from gongkai.desk.disclosure.views.home import home
from gongkai.desk.disclosure.views.incidents import incidents, met, purge, purge_records
from gongkai.desk.disclosure.views.items import file, hand_in, item
from gongkai.desk.disclosure.views.listing import items
from gongkai.desk.disclosure.views.papers import paper, paper_scan, paper_sheet
from gongkai.desk.disclosure.views.parked import parked
from gongkai.desk.disclosure.views.reading import reading, settle_reading, word_lists
from gongkai.desk.disclosure.views.relations import relation
from gongkai.desk.disclosure.views.reviews import recall, review
from gongkai.desk.disclosure.views.standing import review_standing, standing
from gongkai.desk.disclosure.views.terms import approve, term
from gongkai.desk.disclosure.views.uploads import looked
from gongkai.desk.disclosure.views.withdrawal_papers import withdrawal_paper, withdrawal_sheet
from gongkai.desk.disclosure.views.withdrawals import withdraw

__all__ = [
    "approve",
    "autosave",
    "autosave_new",
    "consultation",
    "consultations",
    "draft_feedback",
    "edit",
    "exchange",
    "exchange_keys",
    "file",
    "findings",
    "hand_in",
    "home",
    "incidents",
    "item",
    "items",
    "looked",
    "met",
    "new",
    "opinion",
    "opinion_file",
    "paper",
    "paper_scan",
    "paper_sheet",
    "parked",
    "preview",
    "purge",
    "purge_records",
    "reading",
    "recall",
    "relation",
    "review",
    "review_standing",
    "settle_reading",
    "standing",
    "term",
    "withdraw",
    "withdrawal_paper",
    "withdrawal_sheet",
    "word_lists",
]
