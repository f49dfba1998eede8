from django.urls import path

from latchstring.web.firm.profile import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="profile-password"),
]
