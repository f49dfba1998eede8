from django.urls import path

from latchstring.web.common.doors import staff_door
from latchstring.web.common.own_login.routes import routes
from latchstring.web.common.own_login.side import Side
from latchstring.web.firm.profile import tokens, views

SIDE = Side(prefix="profile", home="profile/", base="firm/profile/_own.html", around=lambda request: {})

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="profile-password"),
    path("profile/tokens/", tokens.index, name="profile-tokens"),
    path("profile/tokens/new/", tokens.new, name="profile-token-new"),
    path("profile/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="profile-token-revoke"),
    *routes(SIDE, staff_door),
]
