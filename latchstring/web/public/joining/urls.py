from django.urls import URLPattern, URLResolver, path

from latchstring.web.public.joining import views

urlpatterns: list[URLPattern | URLResolver] = [path("join/<str:token>/", views.joining, name="join")]
