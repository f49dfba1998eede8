from django.urls import URLPattern, path

from latchstring.web.firm.importing import preview, rejected, upload

urlpatterns: list[URLPattern] = [
    path("clients/import/", upload.index, name="import"),
    path("clients/import/<uuid:import_id>/", preview.show, name="import-preview"),
    path("clients/import/<uuid:import_id>/apply/", preview.apply, name="import-apply"),
    path("clients/import/<uuid:import_id>/rejected.csv", rejected.download, name="import-rejected"),
]
