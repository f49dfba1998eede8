from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("latchstring.web.public.brand.urls")),
    path("", include("latchstring.web.public.setup.urls")),
    path("", include("latchstring.web.public.health.urls")),
    path("", include("latchstring.web.public.start.urls")),
    path("", include("latchstring.web.public.sign_in.urls")),
    path("", include("latchstring.web.public.invitations.urls")),
    path("", include("latchstring.web.public.secure_links.urls")),
    path("", include("latchstring.web.public.joining.urls")),
    path("", include("latchstring.web.public.mailbox.urls")),
    path("", include("latchstring.web.public.webhooks.urls")),
    path("", include("latchstring.web.public.stopping.urls")),
]
