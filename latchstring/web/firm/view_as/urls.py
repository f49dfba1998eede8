from django.urls import path

from latchstring.web.firm.view_as import views

urlpatterns = [
    path("clients/<uuid:client_id>/access/<uuid:access_id>/view/", views.begin, name="view-as"),
    path("view-as/stop/", views.stop, name="view-as-stop"),
]
