from django.urls import path

from latchstring.web.public.secure_links import views

urlpatterns = [
    path("s/<str:token>/", views.secure_link, name="secure-link"),
    path("s/<str:token>/code/", views.send_code, name="secure-link-code"),
]
