"""The archive's addresses, under those of a room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.desk.archive import views
from gongkai.desk.archive.rooms import Room


def paths(under: str, room: Room) -> list[URLPattern]:
    """The pages of retention of a room, under ``under`` (``requests/retention/``)."""
    more = {"room": room}
    return [
        path(under, views.retention, more, name="retention"),
        path(f"{under}file", views.file_all, more, name="file-all"),
        path(f"{under}<int:pk>/longer", views.longer, more, name="longer"),
        path(f"{under}lists/<slug:uid>/", views.destruction, more, name="destruction"),
        path(f"{under}lists/<slug:uid>/print", views.destruction_paper, more, name="destruction-paper"),
    ]
