from django.urls import path

from latchstring.web.firm.help import views

urlpatterns = [path("help/", views.help, name="help")]
