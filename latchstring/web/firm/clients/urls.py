"""Literal paths come before identifiers."""

from django.urls import URLPattern, path

from latchstring.web.firm.clients import archive, contacts, listing, record
from latchstring.web.firm.clients.portal import access, views

urlpatterns: list[URLPattern] = [
    path("clients/", listing.index, name="clients"),
    path("clients/new/", record.new, name="client-new"),
    path("clients/<uuid:client_id>/", record.show, name="client"),
    path("clients/<uuid:client_id>/edit/", record.edit, name="client-edit"),
    path("clients/<uuid:client_id>/restore/", archive.restore, name="client-restore"),
    path("clients/<uuid:client_id>/archive/", archive.archive, name="client-archive"),
    path("clients/<uuid:client_id>/contacts/new/", contacts.new, name="contact-new"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/", contacts.edit, name="contact-edit"),
    path("clients/<uuid:client_id>/contacts/<uuid:contact_id>/email/", contacts.email, name="contact-email"),
    path("clients/<uuid:client_id>/portal/", views.window, name="portal-window"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/resend/", access.resend, name="access-resend"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/remove/", access.remove, name="access-remove"),
    path("clients/<uuid:client_id>/portal/<uuid:access_id>/undo/", access.restore, name="access-restore"),
]
