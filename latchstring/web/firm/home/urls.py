from django.urls import path

from latchstring.web.firm.home import views

urlpatterns = [path("home/", views.home, name="home")]
