"""A link's token is in the email and nowhere else: not in the database, not in the logs."""

import logging
import re

from latchstring.kernel import tokens
from latchstring.mail import links
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import MailLink
from tests.mail.conftest import address
from tests.rows import every_row


def token_in(email):
    return re.search(r"/i/([\w-]{43})/", email.get_body(["plain"]).get_content())[1]


def test_a_token_is_in_no_row_and_in_no_log(smtp, campaign, queue_n, caplog):
    smtp.answers[address(1)] = "451 4.3.2 Later"
    queue_n(2, campaign)
    with caplog.at_level(logging.DEBUG):
        deliver_due(lambda ids: None)
    token = token_in(smtp.emails(address(0))[0])
    assert token not in every_row()
    assert token not in caplog.text


def test_a_token_finds_its_link_and_no_other_does(smtp, campaign, queue_n, cast):
    messages = queue_n(2, campaign)
    deliver_due(lambda ids: None)
    token = token_in(smtp.emails(address(1))[0])
    link = links.find(token)
    assert (link.message_id, link.subject) == (messages[1].pk, messages[1].link_subject)
    assert (link.firm_id, link.address, link.purpose) == (cast.firm.pk, address(1), "invite")
    for wrong in ("", token[:-1], token + "x", token.swapcase(), "x" * 43, "%" * 43, "é" * 43):
        assert links.find(wrong) is None
    assert {bytes(row.digest) for row in MailLink.objects.all()} == {
        tokens.digest(token_in(email)) for i in range(2) for email in smtp.emails(address(i))
    }
