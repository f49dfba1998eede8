"""Two who do the same to a file in the same moment: it is done, told and logged once."""

from datetime import timedelta
from functools import partial

import pytest

from latchstring.audit.models import Event
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.move import move
from latchstring.files.actions.open_link import open_link
from latchstring.files.actions.rename import rename
from latchstring.files.actions.restore import restore
from latchstring.files.actions.review import review
from latchstring.files.actions.revoke_link import revoke_link
from latchstring.files.actions.share import share
from latchstring.files.actions.unshare import unshare
from latchstring.files.refusals import LinkRefused, NotPossible
from latchstring.kernel import clock
from latchstring.mail.models import Message
from tests.cast import make_cast
from tests.files.kit import portal_actor, sent
from tests.races import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_what_two_do_at_once_happened_once():
    cast = make_cast()
    carla = portal_actor(cast.acme)
    document, theirs = sent(cast.owner, cast.acme, "A.pdf"), sent(carla, cast.acme, "C.pdf")
    link = make_link(cast.owner, document, expires_at=clock.now() + timedelta(days=1), password="a long password").link
    for act, name in (
        (partial(share, cast.owner, cast.acme, [document]), "file.shared"),
        (partial(unshare, cast.owner, cast.acme, [document]), "file.unshared"),
        (partial(rename, cast.owner, document, "B.pdf"), "file.renamed"),
        (partial(review, cast.owner, [theirs]), "file.reviewed"),
        (partial(revoke_link, cast.owner, link), "link.revoked"),
        (partial(delete, cast.owner, documents=[document]), "file.deleted"),
        (partial(restore, cast.owner, documents=[document]), "file.restored"),
    ):
        assert meanwhile(act, act) is None, name
        assert Event.objects.filter(name=name).count() == 1, name
    assert Message.objects.filter(kind="file-shared").count() == 1


def test_the_last_download_of_a_link_is_taken_once():
    cast = make_cast()
    until, document = clock.now() + timedelta(days=1), sent(cast.owner, cast.acme)
    made = make_link(cast.owner, document, expires_at=until, password="a long password", most=1)
    act = partial(open_link, cast.firm.pk, made.token, password="a long password")
    assert isinstance(meanwhile(act, act), LinkRefused)


def test_two_folders_never_end_up_within_each_other():
    cast = make_cast()
    one, two = (add_folder(cast.owner, cast.acme, None, name) for name in ("One", "Two"))
    into = [partial(move, cast.owner, cast.acme, folders=[a], to=b) for a, b in ((one, two), (two, one))]
    assert isinstance(meanwhile(*into), NotPossible)
    drop = partial(delete, cast.owner, folders=[two])
    assert meanwhile(drop, drop) is None
    assert Event.objects.filter(name="folder.deleted").count() == 1


def test_of_several_shares_at_once_no_name_is_lost():
    cast = make_cast()
    portal_actor(cast.acme)
    a, b, c = (sent(cast.owner, cast.acme, f"{name}.pdf") for name in "ABC")
    share(cast.owner, cast.acme, [a])
    assert meanwhile(*(partial(share, cast.owner, cast.acme, [each]) for each in (b, c))) is None
    [message] = Message.objects.filter(kind="file-shared")
    assert message.fields["names"] == "A.pdf, B.pdf, C.pdf"
    hide = [partial(unshare, cast.owner, cast.acme, [each]) for each in (a, b)]
    assert meanwhile(*hide) is None
    message.refresh_from_db()
    assert message.fields["names"] == "C.pdf"
