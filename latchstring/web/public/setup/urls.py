from django.urls import path

from latchstring.web.public.setup import views

urlpatterns = [path("setup/", views.setup, name="setup")]
