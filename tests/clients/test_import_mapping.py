"""Headers in any language and order find their fields; what the firm chose is remembered."""

import re

import pytest

from latchstring.clients.importing import fields, mapping
from latchstring.clients.importing.words import is_active, kind


def guessed(*headers):
    return [fields.guess(headers).get(column) for column in range(len(headers))]


@pytest.mark.parametrize(
    "headers",
    [
        ("Client ID", "Client Name", "First Name", "Last Name", "E-mail Address", "ZIP", "Assigned To"),
        ("Kundennummer", "Mandant", "Vorname", "Nachname", "E-Mail", "PLZ", "Betreuer"),
        ("N° client", "Raison sociale", "Prénom", "Nom", "Courriel", "Code postal", "Responsable"),
        ("Número de cliente", "Razón social", "Nombre", "Apellidos", "Correo electrónico", "Código postal", "Gestor"),
        ("Klantnummer", "Klantnaam", "Voornaam", "Achternaam", "E-mailadres", "Postcode", "Behandelaar"),
        ("Codice cliente", "Ragione sociale", "Nome proprio", "Cognome", "Posta elettronica", "CAP", "Responsabile"),
        ("client_id", "CLIENT-NAME", "firstName", " last  name ", "E_MAIL", "zip", "assigned to:"),
    ],
)
def test_headers_of_many_languages(headers):
    wanted = ["number", "name", "first_name", "last_name", "email", "postcode", "responsible"]
    assert guessed(*headers) == wanted
    assert guessed(*reversed(headers)) == wanted[::-1]


def test_each_field_is_held_by_one_column():
    assert guessed("Email", "E-Mail", "Shoe size") == ["email", None, None]


def test_no_word_means_two_fields():
    owners = {}
    for field, words in fields.SYNONYMS.items():
        for word in filter(None, map(fields.key, re.split(r"[,\n]", words))):
            assert owners.setdefault(word, field) == field


def test_every_field_has_words_and_a_label():
    assert set(fields.SYNONYMS) == set(fields.LABELS)


def test_a_choice_is_remembered_for_the_same_headers_in_any_order(cast):
    mapping.remember(cast.firm.pk, ["A", "B", "Email", "Email"], {"name": 1, "email": 3})
    assert mapping.propose(cast.firm.pk, ["Email", "Email", "b", "a"]) == {"name": 2, "email": 1}
    assert mapping.propose(cast.rival.pk, ["A", "B", "Email", "Email"]) == {"email": 2}
    mapping.remember(cast.firm.pk, ["A", "B", "Email", "Email"], {"name": 0})
    assert mapping.propose(cast.firm.pk, ["A", "B", "Email", "Email"]) == {"name": 0}


def test_a_mapping_needs_a_name():
    mapping.check({"last_name": 0})
    with pytest.raises(mapping.BadMapping, match="client’s name"):
        mapping.check({"email": 0})


def test_types_and_statuses_in_words():
    assert [kind(word) for word in ("", "individual", "1120-S", "Verein", "Our own")] == [
        "", "Individual", "S corporation", "Nonprofit", "Our own",
    ]  # fmt: skip
    assert [is_active(word) for word in ("", "AKTIV", "inactif")] == [None, True, False]
    with pytest.raises(ValueError, match="Write Partnership if that is meant"):
        kind("Partnrship")
    with pytest.raises(ValueError, match="“archived” is not a status"):
        is_active("archived")
