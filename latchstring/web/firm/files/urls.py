"""Literal paths come before identifiers."""

from django.urls import URLPattern, path

from latchstring.web.firm.files import (
    bin,
    folders,
    inbox,
    links,
    listing,
    many,
    moving,
    one,
    serving,
    sharing,
    uploading,
)

CLIENT = "clients/<uuid:client_id>/files/"
FILE = CLIENT + "<uuid:document_id>/"

urlpatterns: list[URLPattern] = [
    path("files/", inbox.index, name="files"),
    path("files/links/", links.index, name="files-links"),
    path(CLIENT, listing.index, name="client-files"),
    path(CLIENT + "upload/", uploading.form, name="files-upload"),
    path(CLIENT + "tus/", uploading.tus_create, name="files-tus"),
    path(CLIENT + "tus/<uuid:upload_id>/", uploading.tus_speak, name="files-tus-upload"),
    path(CLIENT + "bin/", bin.index, name="files-bin"),
    path(CLIENT + "share/", sharing.share, name="files-share"),
    path(CLIENT + "private/", many.make_private, name="files-private"),
    path(CLIENT + "move/", moving.move, name="files-move"),
    path(CLIENT + "delete/", many.delete, name="files-delete"),
    path(CLIENT + "restore/", many.restore, name="files-restore"),
    path(CLIENT + "reviewed/", many.reviewed, name="files-reviewed"),
    path(CLIENT + "zip/", serving.zipped, name="files-zip"),
    path(CLIENT + "folders/new/", folders.new, name="folder-new"),
    path(CLIENT + "folders/<uuid:folder_id>/", folders.edit, name="folder-edit"),
    path(CLIENT + "folders/<uuid:folder_id>/delete/", folders.delete, name="folder-delete"),
    path(CLIENT + "folders/<uuid:folder_id>/restore/", folders.restore, name="folder-restore"),
    path(FILE, one.show, name="file"),
    path(FILE + "rename/", one.rename, name="file-rename"),
    path(FILE + "download/", serving.download, name="file-download"),
    path(FILE + "versions/<uuid:version_id>/", serving.version, name="version-download"),
    path(FILE + "versions/<uuid:version_id>/preview/", serving.preview, name="version-preview"),
    path(FILE + "links/new/", links.new, name="link-new"),
    path(FILE + "links/<uuid:link_id>/revoke/", links.revoke, name="link-revoke"),
]
