from django.urls import URLPattern, URLResolver, path

from latchstring.web.public.invitations import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("i/<str:token>/", views.invitation, name="invitation"),
    path("i/<str:token>/newest/", views.newest, name="invitation-newest"),
    path("i/<str:token>/decline/", views.decline, name="invitation-decline"),
]
