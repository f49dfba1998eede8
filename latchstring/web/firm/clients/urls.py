"""Literal paths come before identifiers."""

from django.urls import URLPattern, path

from latchstring.web.firm.clients import (
    archive,
    contacts,
    exports,
    history,
    links,
    listing,
    merging,
    notes,
    record,
    removing,
    tags,
    team,
)
from latchstring.web.firm.clients.bulk import progress
from latchstring.web.firm.clients.bulk import views as bulk
from latchstring.web.firm.clients.portal import access, asks, beside, changing, reminders, views

urlpatterns: list[URLPattern] = [
    path("clients/", listing.index, name="clients"),
    path("clients/new/", record.new, name="client-new"),
    path("clients/export.csv", exports.as_csv, name="clients-export-csv"),
    path("clients/export.xlsx", exports.as_xlsx, name="clients-export-xlsx"),
    path("clients/bulk/", bulk.change, name="clients-bulk"),
    path("clients/bulk/<uuid:change_id>/", progress.show, name="clients-change"),
    path("clients/bulk/<uuid:change_id>/undo/", progress.undo, name="clients-undo"),
    path("clients/<uuid:client_id>/", record.show, name="client"),
    path("clients/<uuid:client_id>/edit/", record.edit, name="client-edit"),
    path("clients/<uuid:client_id>/restore/", archive.restore, name="client-restore"),
    path("clients/<uuid:client_id>/archive/", archive.archive, name="client-archive"),
    path("clients/<uuid:client_id>/contacts/new/", contacts.new, name="contact-new"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/", contacts.edit, name="contact-edit"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/email/", contacts.email, name="contact-email"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/beside/", beside.beside, name="contact-beside"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/merge/", merging.merge, name="contact-merge"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/remove/", removing.remove, name="contact-remove"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/restore/", removing.restore, name="contact-restore"),
    path("clients/<uuid:client_id>/links/new/", links.new, name="client-link"),
    path("clients/<uuid:client_id>/links/<uuid:linked_id>/remove/", links.remove, name="client-unlink"),
    path("clients/<uuid:client_id>/notes/", notes.index, name="client-notes"),
    path("clients/<uuid:client_id>/notes/<uuid:note_id>/", notes.edit, name="note-edit"),
    path("clients/<uuid:client_id>/notes/<uuid:note_id>/pin/", notes.pin, name="note-pin"),
    path("clients/<uuid:client_id>/notes/<uuid:note_id>/delete/", notes.delete, name="note-delete"),
    path("clients/<uuid:client_id>/notes/<uuid:note_id>/restore/", notes.restore, name="note-restore"),
    path("clients/<uuid:client_id>/tags/", tags.change, name="client-tags"),
    path("clients/<uuid:client_id>/team/", team.change, name="client-team"),
    path("clients/<uuid:client_id>/activity/", history.index, name="client-activity"),
    path("clients/<uuid:client_id>/portal/", views.window, name="portal-window"),
    path("clients/<uuid:client_id>/portal/reminders/pause/", reminders.pause, name="reminders-pause"),
    path("clients/<uuid:client_id>/portal/reminders/resume/", reminders.resume, name="reminders-resume"),
    path("clients/<uuid:client_id>/portal/asked/<uuid:ask_id>/approve/", asks.approve, name="ask-approve"),
    path("clients/<uuid:client_id>/portal/asked/<uuid:ask_id>/decline/", asks.decline, name="ask-decline"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/resend/", access.resend, name="access-resend"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/remove/", access.remove, name="access-remove"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/access/", changing.change, name="access-change"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/undo/", access.restore, name="access-restore"),
]
