from django.urls import path

from latchstring.web.client.profile import views

urlpatterns = [
    path("profile/", views.profile, name="portal-profile"),
    path("profile/password/", views.password, name="portal-password"),
]
