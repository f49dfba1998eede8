from django.urls import path

from latchstring.web.common.doors import staff_door
from latchstring.web.common.own_login.routes import routes
from latchstring.web.common.own_login.side import Side
from latchstring.web.firm.profile import views

SIDE = Side(prefix="profile", home="profile/", base="firm/profile/_own.html", around=lambda request: {})

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="profile-password"),
    *routes(SIDE, staff_door),
]
