from django.urls import path

from latchstring.web.public.stopping import views

urlpatterns = [
    path("stop/<str:token>/", views.stop, name="stop-emails"),
]
