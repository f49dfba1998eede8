from django.urls import URLPattern, URLResolver, path

from latchstring.web.public.start import views

urlpatterns: list[URLPattern | URLResolver] = [path("", views.start, name="start")]
