"""Addresses of the pages of disclosure on request."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.archive.urls import paths
from gongkai.desk.foi import views
from gongkai.desk.foi.keeping import ROOM

app_name = "foi"
urlpatterns = [
    path("requests/", views.cases, name="cases"),
    path("requests/new", views.intake, name="intake"),
    path("requests/ledger", views.ledger, name="ledger"),
    path("requests/late", views.late, name="late"),
    path("requests/mail/", views.mail, name="mail"),
    path("requests/mail/<int:pk>", views.mail_act, name="mail-act"),
    path("requests/templates", views.templates, name="templates"),
    path("requests/often/", views.asked_often, name="often"),
    *paths("requests/retention/", ROOM),
    path("requests/<slug:uid>/", views.case, name="case"),
    path("requests/<slug:uid>/do/<slug:verb>", views.act, name="act"),
    path("requests/<slug:uid>/look", views.look, name="look"),
    path("requests/<slug:uid>/decide", views.decide, name="decide"),
    path("requests/<slug:uid>/reply", views.reply, name="reply"),
    path("requests/<slug:uid>/sheet", views.sheet, name="sheet"),
    path("requests/<slug:uid>/files", views.files, name="files"),
    path("requests/<slug:uid>/files/<int:pk>", views.file, name="file"),
    path("requests/<slug:uid>/copies/<int:pk>", views.copy, name="copy"),
    path("requests/<slug:uid>/paper", views.paper, name="paper"),
    path("requests/<slug:uid>/publish", views.publish, name="publish"),
    path("requests/<slug:uid>/court-file", views.court_file, name="court-file"),
    path("requests/<slug:uid>/archive", views.archive, name="archive"),
    path("requests/<slug:uid>/letters/<slug:letter>", views.letter, name="letter"),
]
