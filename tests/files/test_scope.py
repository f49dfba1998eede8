"""Files for people whose access is narrow, or over: not seen, not served, not told of, not counted."""

from datetime import timedelta

import pytest

from latchstring.files.actions.make_link import make_link
from latchstring.files.actions.open_link import look_at_link
from latchstring.files.actions.share import share
from latchstring.files.models import Document, Folder, Upload, Version
from latchstring.files.queries import listing
from latchstring.files.queries.audience import people_with_access
from latchstring.files.refusals import LinkRefused
from latchstring.files.zipping import zip_of
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import OutOfScope
from latchstring.policy.scopes import Scope
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access
from tests.doors.world import make_person
from tests.files.kit import begun, bytes_of, sent


@pytest.fixture
def people(cast):
    """Bill's access is for billing only, Fay's for files only, Nora's without billing, Una's is over."""
    return {
        "bill": make_person(cast.acme, "Bill", scope=Scope.BILLING_ONLY),
        "fay": make_person(cast.acme, "Fay", scope=Scope.FILES_ONLY),
        "nora": make_person(cast.acme, "Nora", scope=Scope.NO_BILLING),
        "una": make_person(cast.acme, "Una", ends_at=clock.now()),
    }


@pytest.fixture
def shared(cast):
    document = sent(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [document])
    return Document.objects.select_related("client", "current").get(pk=document.pk)


def actor_of(people, name):
    return client_actor_for(people[name][0], people[name][1].firm)


def test_files_are_open_to_files_only_and_to_no_billing(cast, people, shared):
    for name in ("fay", "nora"):
        assert bytes_of(actor_of(people, name), shared)
        assert [each.pk for each in listing.rows(actor_of(people, name), cast.acme).documents] == [shared.pk]


def test_nothing_of_files_is_there_for_billing_only(cast, people, shared):
    mine = sent(actor_of(people, "fay"), cast.acme, "Mine.pdf")
    upload = begun(actor_of(people, "fay"), cast.acme, "half.pdf", 100)
    Access.objects.filter(pk=people["fay"][1].pk).update(scope=Scope.BILLING_ONLY)
    for name in ("bill", "fay"):
        actor = actor_of(people, name)
        for model in (Document, Version, Upload, Folder):
            assert not model.objects.visible_to(actor).exists(), model
        with pytest.raises(Version.DoesNotExist):
            bytes_of(actor, shared)
        for refused in (
            lambda actor=actor: listing.rows(actor, cast.acme),
            lambda actor=actor: listing.recent(actor, cast.acme),
            lambda actor=actor: zip_of(actor, cast.acme, documents=[shared, mine]),
            lambda actor=actor: begun(actor, cast.acme, "new.pdf", 10),
        ):
            with pytest.raises(OutOfScope):
                refused()
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_another_client_of_theirs_stays_open(cast, people):
    user, access = people["bill"]
    now = clock.now()
    Access.objects.create(firm=cast.firm, person=access.person, client=cast.beta, expires_at=now, accepted_at=now)
    document = sent(cast.owner, cast.beta)
    share(cast.owner, cast.beta, [document])
    actor = client_actor_for(user, cast.firm)
    assert [each.pk for each in listing.rows(actor, cast.beta).documents] == [document.pk]


def test_only_those_whom_files_are_open_to_are_told_and_counted(cast, people):
    outcome = share(cast.owner, cast.acme, [sent(cast.owner, cast.acme)])
    told = set(Message.objects.filter(kind="file-shared").values_list("to_address", flat=True))
    assert told == {people[name][1].person.email for name in ("fay", "nora")}
    found = people_with_access(cast.acme)
    assert ([str(each) for each in found.now], [str(each) for each in found.shut]) == (["Fay", "Nora"], ["Bill"])
    assert (len(found), outcome.told) == (2, 2)


@pytest.mark.parametrize("change", [{"ends_at": clock.now}, {"scope": lambda: Scope.BILLING_ONLY}])
def test_a_secure_link_to_who_is_shut_out_opens_nothing(cast, people, shared, change):
    access = people["fay"][1]
    later = clock.now() + timedelta(days=1)
    made = make_link(cast.owner, shared, expires_at=later, email=access.person.email)
    assert look_at_link(cast.firm.pk, made.token)
    Access.objects.filter(pk=access.pk).update(**{name: value() for name, value in change.items()})
    with pytest.raises(LinkRefused, match="This link was withdrawn"):
        look_at_link(cast.firm.pk, made.token)


def test_no_secure_link_is_made_for_who_may_not_see_files(cast, people, shared):
    later = clock.now() + timedelta(days=1)
    with pytest.raises(LinkRefused, match=r"The access of Bill does not include files\. Change it first\."):
        make_link(cast.owner, shared, expires_at=later, email=people["bill"][1].person.email)


def test_a_secure_link_made_after_the_end_is_meant(cast, people, shared):
    later = clock.now() + timedelta(days=1)
    made = make_link(cast.owner, shared, expires_at=later, email=people["una"][1].person.email)
    assert look_at_link(cast.firm.pk, made.token)
