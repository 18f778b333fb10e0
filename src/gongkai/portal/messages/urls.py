"""Addresses of forms and receipts."""

from __future__ import annotations

from django.urls import include, path

from gongkai.portal.messages.views import box, filling, receipts

urlpatterns = [
    path("complain", filling.complain, name="complain"),
    path("ask", filling.ask, name="ask"),
    path("apply", filling.apply, name="apply"),
    path("opinion/<path:index>", filling.opinion, name="opinion"),
    path("receipt", box.receipt, name="receipt"),
    path("receipt/retype", receipts.retype, name="receipt-retype"),
    path("receipt/write", box.write, name="receipt-write"),
    path("receipt/leave", box.leave, name="receipt-leave"),
    path("receipt/file/<int:n>/<int:place>", box.attachment, name="receipt-file"),
    path("open311/v2/", include("gongkai.portal.messages.open311.urls")),
]
