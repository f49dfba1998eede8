from django.urls import path

from latchstring.web.firm.mail import reactivating

urlpatterns = [
    path("emails/people/<uuid:person_id>/reactivate/", reactivating.of_person, name="person-reactivate"),
    path("emails/contacts/<uuid:contact_id>/reactivate/", reactivating.of_contact, name="contact-reactivate"),
]
