from django.urls import path

from latchstring.web.firm.set_up import views

urlpatterns = [
    path("set-up/", views.overview, name="set-up"),
    path("set-up/skip/", views.skip, name="set-up-skip"),
    path("set-up/contact/", views.contact, name="set-up-contact"),
    path("set-up/logo/", views.logo, name="set-up-logo"),
    path("set-up/email/", views.email, name="set-up-email"),
    path("set-up/clients/", views.clients, name="set-up-clients"),
]
