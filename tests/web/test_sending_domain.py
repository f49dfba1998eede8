"""Settings, Email: what is wrong with the sending domain, in plain words, from a real name server."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from latchstring.mail.sending.check import check
from tests.web.client_kit import browser_of

DOMAIN, SERVER, PAGE = "alder.example", "smtp.relay.example", "/settings/email/"


def key(bits):
    public = rsa.generate_private_key(65537, bits).public_key()
    text = base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    half = len(text) // 2
    return [f'"v=DKIM1; k=rsa; p={text[:half]}" "{text[half:]}"']


@pytest.fixture(scope="module")
def good_key():
    return key(2048)


@pytest.fixture
def right(cast, settings, name_server, good_key):
    cast.firm.sender_address = f"portal@{DOMAIN}"
    cast.firm.save()
    settings.MAILBOX = False
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": SERVER, "port": 25}}}
    name_server.records = {
        (DOMAIN, "TXT"): ['"v=spf1 include:_spf.relay.example -all"', '"something else"'],
        ("_spf.relay.example", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 ~all"'],
        (SERVER, "A"): ["192.0.2.7"],
        (f"s1._domainkey.{DOMAIN}", "TXT"): good_key,
        (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=quarantine; rua=mailto:d@alder.example"'],
        (DOMAIN, "MX"): [f"10 mx.{DOMAIN}."],
    }
    return name_server.records


def tones(firm, **typed):
    return [finding.tone.value for finding in check(firm, **typed)]


def said(firm, title, **typed):
    return next(finding for finding in check(firm, **typed) if finding.title == title)


def test_a_domain_that_is_right_says_so_four_times(cast, right):
    assert tones(cast.firm) == ["green"] * 4


@pytest.mark.parametrize(
    ("records", "tone", "words"),
    [
        ([], "red", "does not say who may send"),
        (['"v=spf1 -all"', '"v=spf1 mx -all"'], "red", "more than one SPF record"),
        (['"v=spf1 +all"'], "red", "lets everybody in the world"),
        (['"v=spf1 ip4:203.0.113.1 -all"'], "amber", "smtp.relay.example is not among them"),
        (['"v=spf1 ip4:not.an.address a:smtp.relay.example -all"'], "green", "may send for it"),
        (['"v=spf1 ' + " ".join(f"include:{n}.example" for n in range(11)) + ' -all"'], "red", "more than ten others"),
    ],
)
def test_spf(cast, right, records, tone, words):
    right[DOMAIN, "TXT"] = records
    finding = said(cast.firm, "SPF")
    assert (finding.tone.value, words in finding.sentence) == (tone, True), finding


@pytest.mark.parametrize(
    ("record", "tone", "words"),
    [
        (['"v=DKIM1; p="'], "red", "was taken back"),
        (['"v=DKIM1; k=rsa; p=MIIB"'], "red", "can’t be read"),
        (['"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="'], "green", "a key"),
    ],
)
def test_dkim(cast, right, record, tone, words):
    right[f"s1._domainkey.{DOMAIN}", "TXT"] = record
    finding = said(cast.firm, "DKIM")
    assert (finding.tone.value, words in finding.sentence) == (tone, True), finding


def test_dkim_under_a_name_of_ones_own(cast, right):
    right[f"latch26._domainkey.{DOMAIN}", "TXT"] = right.pop((f"s1._domainkey.{DOMAIN}", "TXT"))
    assert said(cast.firm, "DKIM").tone == "amber"
    assert said(cast.firm, "DKIM", selector="latch26").tone == "green"
    assert said(cast.firm, "DKIM", selector="other").tone == "red"


def test_dmarc_and_the_return_path(cast, right):
    del right[f"_dmarc.{DOMAIN}", "TXT"], right[DOMAIN, "MX"]
    assert said(cast.firm, "DMARC").value == "v=DMARC1; p=none"
    assert "no mail server (MX)" in said(cast.firm, "Return path").sentence
    right[f"_dmarc.{DOMAIN}", "TXT"] = ['"v=DMARC1; rua=mailto:d@alder.example"']
    assert "needs p=none" in said(cast.firm, "DMARC").sentence
    right[DOMAIN, "MX"] = ["0 ."]
    assert "takes no email at all" in said(cast.firm, "Return path").sentence


def test_with_a_domain_for_what_comes_back_spf_and_return_path_are_its(cast, right, settings):
    settings.BOUNCE_DOMAIN = "bounces.alder.example"
    assert tones(cast.firm) == ["red", "green", "green", "red"]
    right["bounces.alder.example", "TXT"] = right[DOMAIN, "TXT"]
    right["bounces.alder.example", "MX"] = ["10 portal.alder.example."]
    assert tones(cast.firm) == ["green"] * 4


def test_a_sender_without_a_domain_is_told_to_get_one(cast, right):
    cast.firm.sender_address = "portal@127.0.0.1"
    assert [finding.title for finding in check(cast.firm)] == ["Sender"]


def test_a_name_server_that_is_silent_is_no_finding(cast, right, name_server, monkeypatch):
    monkeypatch.setattr("latchstring.mail.sending.lookup.PATIENCE", 0.1)
    name_server.records = None
    assert tones(cast.firm) == ["amber"]


def test_the_page_asks_only_when_told_to_and_keeps_what_was_typed(cast, right):
    olive = browser_of(cast.olive)
    assert "Check now" in olive.get(PAGE).content.decode()
    page = olive.get(PAGE, {"check": "1", "selector": "s1"}).content.decode()
    assert "says that our mail server may send for it" in page
    assert 'value="s1"' in page
    assert (
        "letters, digits, dots and dashes only" in olive.get(PAGE, {"check": "1", "selector": "<b>"}).content.decode()
    )
    assert browser_of(cast.sam).get(PAGE).status_code == 403
