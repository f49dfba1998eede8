from django.urls import path

from latchstring.web.firm.settings import branding, details, logo

urlpatterns = [
    path("settings/", details.settings, name="settings"),
    path("settings/branding/", branding.branding, name="settings-branding"),
    path("settings/branding/logo/remove/", logo.remove, name="settings-logo-remove"),
    path("settings/branding/colour/", branding.colour, name="settings-colour"),
]
