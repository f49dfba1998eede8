from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("latchstring.web.client.profile.urls")),
    path("", include("latchstring.web.client.files.urls")),
    path("", include("latchstring.web.client.people.urls")),
    path("", include("latchstring.web.client.home.urls")),
]
