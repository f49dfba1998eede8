from django.urls import path

from latchstring.web.firm.settings import branding, details, team

urlpatterns = [
    path("settings/", details.settings, name="settings"),
    path("settings/branding/", branding.branding, name="settings-branding"),
    path("settings/branding/colour/", branding.colour, name="settings-colour"),
    path("settings/team/", team.team, name="settings-team"),
]
