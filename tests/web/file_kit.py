"""What the tests of files share: somebody of Acme who is in, files by the real actions, and text of a page."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from latchstring.accounts.models import User
from latchstring.kernel import clock
from tests.doors.files import person_actor, put
from tests.web.client_kit import browser_of, let_in


def come_in(cast, client, email="carla@acme.example", name="Carla Acme"):
    """(actor, browser) of somebody who has accepted."""
    access = let_in(cast.olive, client, email, name, accepted_at=clock.now())
    access.person.user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    access.person.save(update_fields=["user"])
    return person_actor(access), browser_of(access.person.user)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def bytes_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def chosen(*files):
    """What a file field posts: (name, content) pairs."""
    return {"file": [SimpleUploadedFile(name, content) for name, content in files]}


def firm_url(name, client, *ids):
    return reverse(name, args=[client.pk, *(getattr(each, "pk", each) for each in ids)])


def share_now(document):
    """Visible to the client, without emails."""
    document.shared_at = clock.now()
    document.save(update_fields=["shared_at"])
    return document


__all__ = ["bytes_of", "chosen", "come_in", "firm_url", "put", "share_now", "text_of"]
