from django.urls import path

from latchstring.web.firm.settings import branding, details, domains, logo, reminders, sign_in, single_sign_on

urlpatterns = [
    path("settings/", details.settings, name="settings"),
    path("settings/branding/", branding.branding, name="settings-branding"),
    path("settings/branding/logo/remove/", logo.remove, name="settings-logo-remove"),
    path("settings/branding/colour/", branding.colour, name="settings-colour"),
    path("settings/sign-in/", sign_in.sign_in, name="settings-sign-in"),
    path("settings/single-sign-on/", single_sign_on.change, name="settings-sso"),
    path("settings/single-sign-on/remove/", single_sign_on.remove, name="settings-sso-remove"),
    path("settings/single-sign-on/<uuid:member_id>/forget/", single_sign_on.forget, name="settings-sso-forget"),
    path("settings/reminders/", reminders.reminders, name="settings-reminders"),
    path("settings/domain/", domains.domains, name="settings-domains"),
    path("settings/domain/<uuid:domain_id>/check/", domains.check, name="settings-domain-check"),
    path("settings/domain/<uuid:domain_id>/remove/", domains.remove, name="settings-domain-remove"),
]
