from django.urls import path

from latchstring.web.client.profile import email, passkeys, pin, views
from latchstring.web.common import records
from latchstring.web.common.doors import client_door
from latchstring.web.common.own_login.routes import routes
from latchstring.web.common.own_login.side import Side

SIDE = Side(prefix="portal", home="profile/", base="client/_own.html", around=records.shown)

urlpatterns = [
    path("profile/", views.profile, name="portal-profile"),
    path("profile/email/", email.email, name="portal-email"),
    path("profile/email/code/", email.code, name="portal-email-code"),
    path("profile/pin/", pin.pin, name="portal-pin"),
    path("profile/passkeys/", passkeys.passkeys, name="portal-passkeys"),
    path("profile/password/", views.password, name="portal-password"),
    *routes(SIDE, client_door),
]
