"""Addresses of the pages of publishing."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.archive.urls import paths
from gongkai.desk.disclosure import views
from gongkai.desk.disclosure.keeping import ROOM

app_name = "disclosure"
urlpatterns = [
    path("", views.home, name="home"),
    path("items/", views.items, name="items"),
    path("items/new", views.new, name="new"),
    path("items/new/autosave", views.autosave_new, name="autosave-new"),
    path("items/preview", views.preview, name="preview"),
    path("items/standing/", views.standing, name="standing"),
    path("items/standing/<slug:uid>/review", views.review_standing, name="review-standing"),
    path("consultations/", views.consultations, name="consultations"),
    *paths("consultations/retention/", ROOM),
    path("consultations/<slug:uid>/", views.consultation, name="consultation"),
    path("consultations/<slug:uid>/feedback", views.draft_feedback, name="draft-feedback"),
    path("consultations/<slug:uid>/opinions/<int:number>", views.opinion, name="opinion"),
    path(
        "consultations/<slug:uid>/opinions/<int:number>/files/<int:pk>",
        views.opinion_file,
        name="opinion-file",
    ),
    path("items/<slug:uid>/", views.item, name="item"),
    path("items/<slug:uid>/edit", views.edit, name="edit"),
    path("items/<slug:uid>/findings", views.findings, name="findings"),
    path("items/<slug:uid>/purge", views.purge, name="purge"),
    path("exchange/", views.exchange, name="exchange"),
    path("exchange/keys", views.exchange_keys, name="exchange-keys"),
    path("exchange/parked", views.parked, name="parked"),
    path("reading/", views.reading, name="reading"),
    path("reading/lists", views.word_lists, name="word-lists"),
    path("reading/<int:pk>/settle", views.settle_reading, name="settle-reading"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/records/", views.purge_records, name="purge-records"),
    path("incidents/<int:pk>/", views.met, name="met"),
    path("items/<slug:uid>/paper", views.paper, name="paper"),
    path("items/<slug:uid>/paper/sheet.pdf", views.paper_sheet, name="sheet"),
    path("items/<slug:uid>/paper/scans/<slug:digest>", views.paper_scan, name="scan"),
    path("items/<slug:uid>/relation", views.relation, name="relation"),
    path("items/<slug:uid>/term", views.term, name="term"),
    path("items/<slug:uid>/approve", views.approve, name="approve"),
    path("items/<slug:uid>/approve/paper", views.withdrawal_paper, name="withdrawal-paper"),
    path("items/<slug:uid>/approve/sheet.pdf", views.withdrawal_sheet, name="withdrawal-sheet"),
    path("items/<slug:uid>/autosave", views.autosave, name="autosave"),
    path("items/<slug:uid>/hand-in", views.hand_in, name="hand-in"),
    path("items/<slug:uid>/review", views.review, name="review"),
    path("items/<slug:uid>/recall", views.recall, name="recall"),
    path("items/<slug:uid>/withdraw", views.withdraw, name="withdraw"),
    path("items/<slug:uid>/files/<slug:digest>", views.file, name="file"),
    path("items/<slug:uid>/files/<slug:digest>/looked", views.looked, name="looked"),
]
