"""Every URL, by face. A name that is not in the doors table does not land."""

from django.urls import include, path

urlpatterns = [
    path("", include("latchstring.web.public.urls")),
    path("", include("latchstring.web.firm.urls")),
    path("portal/", include("latchstring.web.client.urls")),
    path("api/v1/", include("latchstring.api.v1.urls")),
]

handler400 = "latchstring.web.common.errors.bad_request"
handler403 = "latchstring.web.common.errors.forbidden"
handler404 = "latchstring.web.common.errors.not_found"
handler500 = "latchstring.web.common.errors.server_error"
