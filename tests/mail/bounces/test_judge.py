"""The table decides, and the rule that decided has a name."""

import pytest

from latchstring.mail.bounces import answers
from latchstring.mail.bounces.answers import Answer
from latchstring.mail.bounces.facts import Facts, Kind, Original, Recipient, Stage
from latchstring.mail.bounces.judge import judge, judge_each
from latchstring.mail.bounces.reasons import REASONS, Fault, Verdict
from latchstring.mail.bounces.table import Evidence, table
from latchstring.mail.bounces.table.phrases import groups_in


def report(said="", **fields):
    recipient = Recipient("ana@mail.example", fields.pop("action", "failed"), fields.pop("status", ""), said)
    return Facts(Kind.REPORT, (recipient,), **fields)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.1 <ana@mail.example>: Recipient address rejected: User unknown in relay map", "user-unknown"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "user-unknown"),
        ("550-5.1.1 The email account that you tried to reach does not exist. https://x/?p=NoSuchUser", "user-unknown"),
        ("Host or domain name not found. Name service error for name=x.example type=A: Host not found", "no-host"),
        ("550 5.7.1 <ana@mail.example>: Recipient address rejected: User unknown", "user-unknown"),
        ("556 5.1.10 Domain does not accept mail (nullMX)", "no-host"),
        ("551 5.1.6 User has moved; please try <bea@mail.example>", "moved"),
        ("550 5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy", "not-authentic"),
        ("554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org", "reputation"),
        ("550 5.7.25 The IP address sending this message does not have a PTR record setup", "reverse-dns"),
        ("554 5.7.1 <ana@mail.example>: Relay access denied", "relaying"),
        ("552 5.3.4 Message size exceeds fixed limit", "too-large"),
        ("553 5.1.8 <x@firm.example>... Domain of sender address x@firm.example does not exist", "sender"),
        ("452 4.2.2 <ana@mail.example>... Mailbox full", "mailbox-full"),
        ("550 5.1.1 sorry, mailbox ana@mail.example is over quota", "mailbox-full"),
        ("554 4.4.7 Message expired: unable to deliver in 840 minutes", "expired"),
        ("connect to mx.mail.example[192.0.2.1]:25: Connection timed out", "no-connection"),
        ("550 5.2.1 The email account that you tried to reach is disabled", "suspended"),
        ("450 4.2.0 <ana@mail.example>: Recipient address rejected: Greylisted, see http://postgrey", "later"),
    ],
)  # fmt: skip
def test_what_servers_say(said, reason):
    judgement = judge(report(said))
    assert (judgement.reason, judgement.address) == (reason, "ana@mail.example")
    assert judgement.rule


def test_words_in_addresses_and_links_are_nobodys_words():
    said = "550 5.1.1 <spam.blocked.quota@mail.example> user unknown, see https://mail.example/mailbox-full/"
    assert judge(report(said)).reason == "user-unknown"


def test_the_gravest_of_several_recipients_counts_and_has_its_address():
    full = Recipient("full@mail.example", "failed", "5.2.2", "550 5.2.2 full")
    gone = Recipient("gone@mail.example", "failed", "5.1.1", "550 5.1.1 no such user")
    facts = Facts(Kind.REPORT, (full, gone))
    assert [each.reason for each in judge_each(facts)] == ["mailbox-full", "user-unknown"]
    assert judge(facts).address == "gone@mail.example"


def test_an_email_that_is_only_late_never_kills_an_address():
    judgement = judge(report("450 4.1.1 user unknown", action="delayed", status="4.1.1"))
    assert (judgement.verdict, judgement.reason) == (Verdict.FAILED, "delayed")


def test_success_is_delivered():
    for action in ("delivered", "relayed", "expanded"):
        assert judge(report("250 2.1.5 Ok", action=action, status="2.0.0")).verdict is Verdict.DELIVERED


def test_what_is_said_of_the_address_after_the_content_comes_from_a_filter():
    assert judge(report("550 Unknown user", stage=Stage.CONTENT)).reason == "filtered"
    assert judge(report("550 5.1.1 Unknown user", stage=Stage.CONTENT)).reason == "user-unknown"


def test_a_complaint_and_an_answer():
    assert judge(Facts(Kind.COMPLAINT, original=Original(to="ana@mail.example"))).address == "ana@mail.example"
    assert judge(Facts(Kind.REPLY)).verdict is Verdict.AUTOREPLY
    assert judge(Facts(Kind.UNREADABLE)).verdict is Verdict.UNKNOWN


def test_a_failure_without_a_reason_is_no_proof():
    judgement = judge(report())
    assert (judgement.verdict, judgement.fault) == (Verdict.FAILED, Fault.PASSING)


def test_without_its_rules_a_server_is_judged_by_the_rest():
    evidence = Evidence("550 5.7.1 nobody here")
    ruling = table().find(evidence)
    assert ruling.rule == "any: “nobody here”"
    assert table().without({ruling.rule}).find(evidence).reason.name == "policy"


def test_every_line_of_the_table_can_decide():
    """Each phrase is found in itself, and every reason that a line names is there."""
    for phrases in table().phrases:
        assert phrases.reason in REASONS
        for phrase in phrases.says:
            example = phrase
            for name, group in phrases.words.items():
                example = example.replace("{" + name + "}", group[0])
            example = example.replace("*", " some word ").replace("~", " word ").rstrip("$")
            words = Evidence(example).words
            assert phrases.find(words, None, groups_in(words, phrases.words)) or phrases.stage, phrase


@pytest.mark.parametrize(
    ("stage", "code", "words", "verdict"),
    [
        (Stage.RECIPIENT, 550, "no", answers.Verdict.DEAD),
        (Stage.RECIPIENT, 550, "Wibble has wobbled", answers.Verdict.DEAD),
        (Stage.RECIPIENT, 550, "5.1.1 User unknown", answers.Verdict.DEAD),
        (Stage.RECIPIENT, 550, "5.7.1 SPF check failed", answers.Verdict.OURS),
        (Stage.RECIPIENT, 552, "5.2.2 Mailbox full", answers.Verdict.PASSING),
        (Stage.RECIPIENT, 550, "5.2.1 Mailbox disabled", answers.Verdict.REFUSED),
        (Stage.RECIPIENT, 450, "4.1.1 User unknown", answers.Verdict.PASSING),
        (Stage.SENDER, 550, "5.1.1 User unknown", answers.Verdict.OURS),
        (Stage.CONTENT, 554, "no", answers.Verdict.OURS),
        (Stage.CONNECTION, 0, "The connection broke", answers.Verdict.PASSING),
    ],
)
def test_our_own_session_is_judged_by_the_same_table(stage, code, words, verdict):
    assert answers.judge(Answer(stage, code, words)).verdict is verdict


@pytest.mark.parametrize("stage", [Stage.SENDER, Stage.CONNECTION])
def test_what_is_said_before_the_recipient_was_named_is_never_about_their_address(stage):
    judgement = answers.judge(Answer(stage, 550, "5.1.2 Host not found"))
    assert judgement.verdict is answers.Verdict.OURS


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("550 <ana@mail.example>", Verdict.DEAD),
        ("550 <ana@mail.example> Wibble has wobbled", Verdict.FAILED),
        ("450 mailbox unavailable", Verdict.FAILED),
        ("550 mailbox unavailable", Verdict.DEAD),
        ("504 5.5.2 <portal>: Helo command rejected: Host not found", Verdict.FAILED),
        ("550 Mail could not be taken. If the user is unknown, ask again", Verdict.FAILED),
    ],
)
def test_a_550_with_words_that_nobody_understands_proves_nothing(said, verdict):
    assert judge(report(said, stage=Stage.RECIPIENT)).verdict is verdict


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 <b@firm.example>: unknown user", "sender"),
        ("550 domain firm.example does not exist", "sender"),
        ("550 <ana@mail.example>: unknown user", "user-unknown"),
    ],
)
def test_who_speaks_of_our_own_address_speaks_not_of_the_recipients(said, reason):
    ours = Original("1@firm.example", sender="b@firm.example")
    assert judge(report(said, stage=Stage.RECIPIENT, original=ours)).reason == reason


def test_of_a_domain_that_both_have_the_recipient_is_meant():
    ours = Original("1@mail.example", sender="b@mail.example")
    assert judge(report("550 domain mail.example does not exist", original=ours)).reason == "no-host"


@pytest.mark.parametrize("subject", ["Warning: message delayed 4 hours", "Delayed Mail (still being retried)"])
def test_a_warning_in_words_alone_never_kills_an_address(subject):
    facts = Facts(Kind.PROSE, (Recipient("ana@mail.example", diagnostic="450 4.1.1 User unknown"),), subject=subject)
    assert judge(facts).reason == "delayed"
