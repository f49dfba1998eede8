"""Literal paths come before identifiers."""

from django.urls import URLPattern, path

from latchstring.web.client.files import listing, one, serving, uploading

FILES = "<uuid:client_id>/files/"
FILE = FILES + "<uuid:document_id>/"

urlpatterns: list[URLPattern] = [
    path(FILES, listing.index, name="portal-files"),
    path(FILES + "upload/", uploading.form, name="portal-files-upload"),
    path(FILES + "tus/", uploading.tus_create, name="portal-files-tus"),
    path(FILES + "tus/<uuid:upload_id>/", uploading.tus_speak, name="portal-files-tus-upload"),
    path(FILES + "zip/", serving.zipped, name="portal-files-zip"),
    path(FILE, one.show, name="portal-file"),
    path(FILE + "download/", serving.download, name="portal-file-download"),
    path(FILE + "preview/", serving.preview, name="portal-file-preview"),
    path(FILE + "rename/", one.rename, name="portal-file-rename"),
    path(FILE + "delete/", one.delete, name="portal-file-delete"),
]
