"""Addresses of the pages of the centre."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.archive.urls import paths
from gongkai.desk.complaints import views
from gongkai.desk.complaints.keeping import ROOM

app_name = "complaints"
urlpatterns = [
    path("complaints/", views.queue, name="queue"),
    path("complaints/many", views.many, name="many"),
    path("complaints/many/<slug:uid>", views.batch, name="batch"),
    path("complaints/callbacks/", views.callbacks, name="callbacks"),
    path("complaints/shift/", views.shift, name="shift"),
    path("complaints/shift/hand-over", views.hand_over, name="hand-over"),
    path("complaints/shift/<int:pk>/take", views.take_over, name="take-over"),
    path("complaints/roster", views.roster, name="roster"),
    path("signals/", views.signals, name="signals"),
    path("signals/excuse", views.excuse, name="excuse"),
    path("signals/<int:year>/<int:number>/", views.signal, name="signal"),
    path("signals/<int:year>/<int:number>/judge", views.judge_signal, name="judge-signal"),
    path("complaints/ledger/", views.ledger, name="ledger"),
    path("complaints/reconcile/", views.reconcile, name="reconcile"),
    path("complaints/disputes/", views.disputes, name="disputes"),
    path("complaints/directory/", views.directory, name="directory"),
    path("complaints/directory/publish", views.directory_publish, name="directory-publish"),
    path("complaints/directory/<slug:uid>/end", views.directory_end, name="directory-end"),
    path("complaints/imports/", views.imports, name="imports"),
    path("complaints/imports/<slug:uid>/rejected", views.import_rejected, name="import-rejected"),
    path("complaints/imports/<slug:uid>/seen", views.import_seen, name="import-seen"),
    *paths("complaints/retention/", ROOM),
    path("complaints/<slug:uid>/", views.case, name="case"),
    path("complaints/<slug:uid>/do/<slug:verb>", views.act, name="act"),
    path("complaints/<slug:uid>/copy", views.copy, name="copy"),
    path("complaints/<slug:uid>/supervision", views.supervised, name="supervision"),
    path("complaints/<slug:uid>/supervision/<int:number>", views.notice_paper, name="notice-paper"),
    path("complaints/<slug:uid>/look", views.look, name="look"),
    path("complaints/<slug:uid>/attach", views.attach, name="attach"),
    path("complaints/<slug:uid>/files/<int:pk>", views.enclosure, name="enclosure"),
    path("complaints/<slug:uid>/and/<slug:other>", views.supplement, name="supplement"),
    path("complaints/<slug:uid>/judge", views.judge, name="judge"),
    path("complaints/<slug:uid>/letters", views.letters_page, name="letters"),
    path("complaints/<slug:uid>/letters/write", views.write, name="write"),
    path("complaints/<slug:uid>/letters/<slug:letter>", views.letter_file, name="letter"),
    path("complaints/<slug:uid>/letters/<slug:letter>/<slug:verb>", views.letter_act, name="letter-act"),
    path("complaints/<slug:uid>/court-file", views.court_file, name="court-file"),
    path("complaints/<slug:uid>/archive", views.archive, name="archive"),
    path("complaints/<slug:uid>/openings", views.ask_opening, name="ask-opening"),
    path("complaints/<slug:uid>/openings/<int:pk>/approve", views.approve_opening, name="approve-opening"),
    path("complaints/<slug:uid>/openings/<int:pk>/open", views.open_identity, name="open-identity"),
    path("intake", views.intake, name="intake"),
    path("intake/side", views.side, name="side"),
    path("intake/keep", views.keep, name="keep"),
    path("intake/discard", views.discard, name="discard"),
]
