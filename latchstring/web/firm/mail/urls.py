from django.urls import path

from latchstring.web.firm.mail import alerts, exports, log, reactivating, sending, strays, templates, trying

urlpatterns = [
    path("emails/", log.index, name="emails"),
    path("emails/export.csv", exports.as_csv, name="emails-export"),
    path("emails/strays/", strays.index, name="emails-strays"),
    path("emails/<uuid:message_id>/", log.show, name="email"),
    path("emails/<uuid:message_id>/resend/", log.resend, name="email-resend"),
    path("templates/", templates.index, name="templates"),
    path("templates/new/", templates.new, name="template-new"),
    path("templates/preview/", trying.preview, name="template-preview"),
    path("templates/test/", trying.test, name="template-test"),
    path("templates/<uuid:template_id>/", templates.edit, name="template"),
    path("templates/<uuid:template_id>/delete/", templates.delete, name="template-delete"),
    path("templates/<uuid:template_id>/duplicate/", templates.duplicate, name="template-duplicate"),
    path("settings/email/", sending.sending, name="settings-sending"),
    path("emails/alerts/<uuid:alert_id>/go-on/", alerts.go_on, name="alert-go-on"),
    path("emails/people/<uuid:person_id>/reactivate/", reactivating.of_person, name="person-reactivate"),
    path("emails/contacts/<uuid:contact_id>/reactivate/", reactivating.of_contact, name="contact-reactivate"),
]
