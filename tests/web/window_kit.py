"""What the tests of the Client Portal window share."""

from django.urls import reverse

from latchstring.clients.models import Contact


def url(client):
    return reverse("portal-window", args=[client.pk])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def key(email):
    return str(Contact.objects.get(email=email).pk)
