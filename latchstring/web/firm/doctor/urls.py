from django.urls import path

from latchstring.web.firm.doctor import views

_ONE = "clients/access-doctor/<uuid:person_id>/"

urlpatterns = [
    path("clients/access-doctor/", views.doctor, name="doctor"),
    path(f"{_ONE}code/", views.read_code, name="doctor-code"),
    path(f"{_ONE}second-step/", views.reset, name="doctor-reset"),
    path(f"{_ONE}log-out/", views.log_out, name="doctor-log-out"),
    path(f"{_ONE}reset-pin/", views.reset_pin, name="doctor-pin"),
    path(f"{_ONE}wake/", views.wake, name="user-wake"),
    path(f"{_ONE}suspend/", views.suspend, name="user-suspend"),
    path(f"{_ONE}forgive/", views.forgive, name="doctor-forgive"),
]
