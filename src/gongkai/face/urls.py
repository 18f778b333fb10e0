"""Where the component page stands; the composition root includes it under a prefix of its own."""

from django.urls import path

from gongkai.face import views

app_name = "face"
urlpatterns = [path("", views.components, name="components")]
