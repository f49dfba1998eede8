from django.urls import path

from latchstring.web.firm.audit import views

urlpatterns = [
    path("settings/audit/", views.index, name="audit"),
    path("settings/audit/export.csv", views.export, name="audit-export"),
]
