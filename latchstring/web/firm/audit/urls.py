from django.urls import path

from latchstring.web.firm.audit import seen, views

urlpatterns = [
    path("settings/audit/", views.index, name="audit"),
    path("settings/audit/export.csv", views.export, name="audit-export"),
    path("settings/audit/seen/", seen.choose, name="audit-seen"),
    path("clients/<uuid:client_id>/seen/", seen.show, name="client-seen"),
    path("clients/<uuid:client_id>/seen/export.csv", seen.export, name="client-seen-export"),
    path("clients/<uuid:client_id>/files/<uuid:document_id>/seen/", seen.show, name="file-seen"),
    path("clients/<uuid:client_id>/files/<uuid:document_id>/seen/export.csv", seen.export, name="file-seen-export"),
]
