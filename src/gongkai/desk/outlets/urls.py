"""Addresses of the pages of outlets."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.outlets.views import carrying, keeping

app_name = "outlets"
urlpatterns = [
    path("outlets/", carrying.tasks, name="tasks"),
    path("outlets/items/<slug:uid>/", carrying.item, name="item"),
    path("outlets/items/<slug:uid>/make/<slug:made>", carrying.make, name="make"),
    path("outlets/postings/<slug:posting>/", carrying.posting, name="posting"),
    path("outlets/postings/<slug:posting>/proof", carrying.proof, name="proof"),
    path("outlets/places/", keeping.places, name="places"),
    path("outlets/places/new", keeping.new_place, name="new-place"),
    path("outlets/places/<slug:place>/", keeping.place, name="place"),
    path("outlets/places/<slug:place>/photos/<int:hanging>", keeping.photo, name="photo"),
    path("outlets/columns/", keeping.columns, name="columns"),
    path("outlets/columns/new", keeping.new_column, name="new-column"),
    path("outlets/columns/<slug:duty>/", keeping.column, name="column"),
    path("outlets/deliveries/", keeping.deliveries, name="deliveries"),
    path("outlets/deliveries/<slug:delivery>/", keeping.delivery, name="delivery"),
    path("outlets/facts", keeping.facts, name="facts"),
]
