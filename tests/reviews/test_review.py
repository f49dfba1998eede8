"""Going through who has access: what is decided is carried out at the end, and the evidence can be believed."""

import json
import subprocess
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.complete_review import complete_review
from latchstring.reviews.actions.decide import decide, decide_all
from latchstring.reviews.actions.propose_due import propose_due
from latchstring.reviews.actions.start_review import start_review
from latchstring.reviews.models import Decision, Evidence, Line, Review
from latchstring.reviews.queries import A_QUARTER, lines, progress
from latchstring.reviews.run import review_due
from latchstring.signing.models import Certificate
from tests.portals.people import BOB, LUIS, accepted, invited
from tests.reviews.team import keep_the_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast):
    """Carla and Luis of Acme, and Bob of Beta, who has not accepted."""
    return [accepted(cast.owner, cast.acme), accepted(cast.admin, cast.acme, LUIS), invited(cast.owner, cast.beta, BOB)]


def line_of(review, name):
    return Line.objects.get(review=review, name=name)


@pytest.fixture
def completed(cast, people):
    people[0].name = 'Carla #import("x") 李 ]'
    people[0].save(update_fields=["name"])
    review = start_review(cast.owner)
    decide(cast.owner, review, Line.objects.filter(review=review).values_list("pk", flat=True), Decision.KEEP)
    decide(cast.admin, review, [line_of(review, "Luis Acme").pk], Decision.REMOVE)
    keep_the_team(cast.owner, review)
    return complete_review(cast.owner, review)


def test_a_review_has_a_line_for_everybody_who_has_access_now(cast, people):
    remove_access(cast.owner, people[1])
    review = start_review(cast.owner)
    assert [(line.client_name, line.name, line.granted_by) for line in lines(cast.owner, review)] == [
        ("Acme Bakery LLC", "Carla Acme", "Olive"), ("Beta Farms", "Bob Beta", "Olive")
    ]  # fmt: skip
    assert start_review(cast.admin) == review
    assert Event.objects.filter(name="review.started").count() == 1


def test_nothing_is_removed_before_the_end_and_then_it_is(cast, people):
    review = start_review(cast.owner)
    keep_the_team(cast.owner, review)
    decide(cast.owner, review, [line_of(review, "Luis Acme").pk], Decision.REMOVE)
    assert Access.objects.live().filter(person=people[1]).exists()
    with pytest.raises(Refusal, match="2 are still to be decided"):
        complete_review(cast.owner, review)
    decide(cast.owner, review, [line_of(review, name).pk for name in ("Carla Acme", "Bob Beta")], Decision.KEEP)
    complete_review(cast.owner, review)
    assert not Access.objects.live().filter(person=people[1]).exists()
    assert Access.objects.live().count() == 2
    assert Event.objects.get(name="access.removed").actor_name == "Olive"


def test_what_is_for_later_is_still_to_do(cast, people):
    review = start_review(cast.owner)
    everybody = Line.objects.filter(review=review).values_list("pk", flat=True)
    assert decide(cast.owner, review, list(everybody), Decision.LATER) == 3
    assert progress(review) == {"keep": 0, "remove": 0, "later": 3, "all": 3, "done": 0, "todo": 3}
    assert len(lines(cast.owner, review)) == 3
    assert [line.name for line in lines(cast.owner, review, q="LUIS")] == ["Luis Acme"]
    assert decide_all(cast.owner, review, Decision.KEEP, state="todo", q="luis") == 1
    assert progress(review)["keep"] == 1


def test_after_the_end_nothing_is_decided_and_twice_is_once(cast, completed):
    with pytest.raises(Refusal, match="completed"):
        decide(cast.owner, completed, [line_of(completed, "Bob Beta").pk], Decision.REMOVE)
    complete_review(cast.admin, completed)
    assert Evidence.objects.count() == 1


def test_the_evidence_says_who_decided_what_and_its_digest_is_in_the_log(completed):
    evidence = Evidence.objects.get(review=completed)
    found = {line["name"]: (line["decision"], line["decided_by"]) for line in json.loads(evidence.data)["access"]}
    assert found["Luis Acme"] == ("remove", "Adam")
    assert found["Bob Beta"] == ("keep", "Olive")
    assert sha256(evidence.data.encode()).hexdigest() == evidence.digest
    assert Event.objects.get(name="review.completed").detail["sha256"] == evidence.digest


def status(pdf):
    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    ours = x509.Certificate.load(bytes(Certificate.objects.get().certificate))
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[ours], allow_fetching=False))


def test_the_signature_covers_all_of_it_and_one_changed_byte_is_found(completed):
    evidence = Evidence.objects.get(review=completed)
    pdf = bytes(evidence.pdf)
    good = status(pdf)
    assert good.intact
    assert good.valid
    assert good.trusted
    assert good.coverage.name == "ENTIRE_FILE"
    assert good.signing_cert.dump() == bytes(Certificate.objects.get().certificate)
    for place in (200, len(pdf) // 3):
        spoilt = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert not status(spoilt).intact


def test_another_program_finds_the_same(completed, tmp_path):
    pdf = bytes(Evidence.objects.get().pdf)
    for name, content, verdict in (
        ("good.pdf", pdf, "Signature is Valid"),
        ("bad.pdf", pdf[:200] + bytes([pdf[200] ^ 1]) + pdf[201:], "Digest Mismatch"),
    ):
        (tmp_path / name).write_bytes(content)
        said = subprocess.run(
            ["pdfsig", "-nocert", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert verdict in said.stdout


def test_the_data_travels_in_the_file(completed):
    evidence = Evidence.objects.get()
    files = PdfFileReader(BytesIO(bytes(evidence.pdf))).root["/Names"]["/EmbeddedFiles"]["/Names"]
    kept = {files[place]: files[place + 1]["/EF"]["/F"].data for place in range(0, len(files), 2)}
    assert kept["review.json"].decode() == evidence.data
    assert "carla@acme.example" in kept["access.csv"].decode("utf-8-sig")


def test_who_may_not_manage_portals_reviews_nothing(cast, people):
    review = start_review(cast.owner)
    for who in (cast.staff, cast.viewer):
        for verb in (
            start_review,
            lambda who: decide(who, review, [], Decision.KEEP),
            lambda who: complete_review(who, review),
        ):
            with pytest.raises(Refused):
                verb(who)
    with pytest.raises(Review.DoesNotExist):
        complete_review(cast.rival_owner, review)


def test_a_review_is_proposed_each_quarter_and_once(cast, people):
    assert propose_due() == 0
    with time_machine.travel(clock.now() + A_QUARTER + timedelta(hours=1)):
        assert propose_due() == 1
        assert propose_due() == 0
        assert Event.objects.filter(name="review.proposed", actor_kind="system").count() == 1
        told = Message.objects.filter(kind="review-due").values_list("to_address", flat=True)
        assert set(told) == {"olive@alder-pike.example", "adam@alder-pike.example"}
        review = start_review(cast.owner)
        assert review == Review.objects.get()
        decide(cast.owner, review, Line.objects.values_list("pk", flat=True), Decision.KEEP)
        keep_the_team(cast.owner, review)
        complete_review(cast.owner, review)
        assert propose_due() == 0


def test_who_lost_sight_of_a_client_meanwhile_leaves_it_to_a_colleague(cast, people):
    """Closed while all was in sight, and carried out by the worker after that."""
    review = start_review(cast.owner)
    decide(cast.owner, review, Line.objects.filter(review=review).values_list("pk", flat=True), Decision.REMOVE)
    keep_the_team(cast.owner, review)
    Review.objects.filter(pk=review.pk).update(closing_at=clock.now(), closing_by=cast.sam.pk)
    can_all = {Action.PORTALS_MANAGE, Action.ACCESS_REMOVE, Action.TEAM_MANAGE, Action.CLIENT_VIEW}
    cast.sam.permission_set = save_permission_set(cast.owner, name="Reviewer", actions=can_all, all_clients=False)
    cast.sam.save()
    review_due()
    review.refresh_from_db()
    assert (review.completed_at, review.closing_at) == (None, None)
    assert review.stopped == "You have no access to Beta Farms, so a colleague has to complete this."
    assert list(Access.objects.live().values_list("client__name", flat=True)) == ["Beta Farms"]
    assert not Evidence.objects.exists()
    complete_review(cast.admin, review)
    assert not Access.objects.live().exists()
    assert Evidence.objects.get().review == review
