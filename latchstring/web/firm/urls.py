from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("latchstring.web.firm.home.urls")),
    path("", include("latchstring.web.firm.manager.urls")),
    path("", include("latchstring.web.firm.importing.urls")),
    path("", include("latchstring.web.firm.files.urls")),
    path("", include("latchstring.web.firm.doctor.urls")),
    path("", include("latchstring.web.firm.clients.urls")),
    path("", include("latchstring.web.firm.view_as.urls")),
    path("", include("latchstring.web.firm.mail.urls")),
    path("", include("latchstring.web.firm.settings.urls")),
    path("", include("latchstring.web.firm.team.urls")),
    path("", include("latchstring.web.firm.set_up.urls")),
    path("", include("latchstring.web.firm.audit.urls")),
    path("", include("latchstring.web.firm.reviews.urls")),
    path("", include("latchstring.web.firm.profile.urls")),
    path("", include("latchstring.web.firm.help.urls")),
]
