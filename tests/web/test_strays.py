"""The page of what came back and was not matched."""

from datetime import timedelta

from latchstring.kernel import clock, tokens
from latchstring.mail.models import MailEvent
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body

PAGE = "/emails/strays/"


def stray(firm, number=0, **fields):
    usual = {"source": "email", "verdict": "unknown", "reason": "unreadable", "why": "It names no email of ours."}
    words = {"came_from": "mailer@else.example", "subject": f"Undelivered {number}", "excerpt": "<script>"}
    return MailEvent.objects.create(firm=firm, key=tokens.digest(f"{number}{fields}"), **(usual | words | fields))


def test_what_was_not_matched_is_listed_page_by_page(cast):
    assert "Nothing is left over" in body(browser_of(cast.olive).get(PAGE))
    for number in range(51):
        stray(cast.firm, number)
    page = body(browser_of(cast.olive).get(PAGE))
    assert "Undelivered 50<" in page
    assert "Undelivered 0<" not in page
    assert "It names no email of ours." in page
    assert "&lt;script&gt;" in page
    older = body(browser_of(cast.olive).get(PAGE, {"before": str(MailEvent.objects.order_by("pk")[1].pk)}))
    assert "Undelivered 0<" in older


def test_mailboxes_that_stay_full_ask_for_a_human(cast):
    for number in range(5):
        stray(
            cast.firm, number, why="", reason="mailbox-full", address="carla@acme.example",
            happened_at=clock.now() - timedelta(days=number),
        )  # fmt: skip
    page = body(browser_of(cast.olive).get(PAGE))
    assert "Full 5 times within 14 days" in page
    assert browser_of(cast.sam).get(PAGE).status_code == 403
