"""The fields a column can hold, and the headers that other programs and languages give them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from latchstring.clients.search import fold

LABELS: dict[str, str | Promise] = {
    "name": _("Client name"),
    "number": _("Client number"),
    "kind": _("Type"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "contact_name": _("Contact’s full name"),
    "email": _("Email"),
    "phone": _("Phone"),
    "spouse_first_name": _("Spouse’s first name"),
    "spouse_last_name": _("Spouse’s last name"),
    "spouse_email": _("Spouse’s email"),
    "street": _("Street"),
    "city": _("City"),
    "region": _("State or region"),
    "postcode": _("ZIP or postcode"),
    "status": _("Status"),
    "responsible": _("Team member"),
    "tags": _("Tags"),
    "fiscal_year_end": _("Fiscal year end"),
}

# One line per language: English, German, French, Spanish, Dutch, Italian and Portuguese.
SYNONYMS: dict[str, str] = {
    "name": """
        client name, name, client, company, company name, business name, customer, customer name, display name,
            account name, organization, organisation, entity name, file as, legal name, client records
        kundenname, mandant, mandantenname, kunde, firma, firmenname, bezeichnung, unternehmen
        nom du client, client nom, société, raison sociale, entreprise, dénomination
        nombre del cliente, cliente, razón social, empresa, denominación, nombre completo
        klantnaam, naam, klant, bedrijf, bedrijfsnaam, cliëntnaam, relatie
        ragione sociale, nome cliente, azienda, nome do cliente, razão social
    """,
    "number": """
        client id, client number, client no, id, number, no, client code, code, customer id, customer number,
            account number,
            account no, client ref, reference, file number
        kundennummer, mandantennummer, mandantennr, kundennr, kunden nr, nummer, nr, debitor, debitorennummer
        numéro client, numéro de client, n° client, code client, référence, numéro, identifiant
        número de cliente, número cliente, nº cliente, código, código de cliente, id cliente, número
        klantnummer, klantnr, cliëntnummer, relatienummer, debiteurnummer, klantcode
        codice cliente, numero cliente, código do cliente, número do cliente
    """,
    "kind": """
        type, client type, entity type, kind, category, entity, tax type
        art, typ, rechtsform, kundenart, mandantenart, kategorie
        type de client, forme juridique, catégorie, genre
        tipo, tipo de cliente, forma jurídica, categoría
        soort, klanttype, rechtsvorm, categorie
        tipo cliente, tipologia, categoria
    """,
    "first_name": """
        first name, firstname, given name, forename, contact first name, taxpayer first name, primary first name
        vorname, rufname, vorname ansprechpartner
        prénom, prénom du contact
        nombre, nombre de pila, nombre del contacto
        voornaam, roepnaam, voornaam contactpersoon
        nome proprio, nome contatto, primeiro nome
    """,
    "last_name": """
        last name, lastname, surname, family name, contact last name, taxpayer last name, primary last name
        nachname, familienname, zuname, nachname ansprechpartner
        nom, nom de famille, nom du contact
        apellido, apellidos, primer apellido
        achternaam, familienaam, achternaam contactpersoon
        cognome, sobrenome, apelido
    """,
    "contact_name": """
        contact, contact name, contact person, primary contact, full name, taxpayer, taxpayer name, main contact,
            portal user
        ansprechpartner, kontakt, kontaktperson, ansprechpartnerin
        personne de contact, interlocuteur, nom complet
        contacto, persona de contacto
        contactpersoon, volledige naam
        referente, persona di contatto, pessoa de contato
    """,
    "email": """
        email, e mail, email address, e mail address, mail, primary email, contact email, taxpayer email, email 1
        mailadresse, email adresse, e mail adresse
        courriel, adresse email, adresse e mail, mél, adresse électronique
        correo, correo electrónico, dirección de correo
        emailadres, mailadres, e mailadres
        posta elettronica, indirizzo email, correio eletrônico
    """,
    "phone": """
        phone, telephone, phone number, tel, mobile, cell, cell phone, home phone, work phone, primary phone
        telefon, telefonnummer, mobil, handy, rufnummer
        téléphone, numéro de téléphone, portable
        teléfono, móvil, número de teléfono
        telefoon, telefoonnummer, mobiel
        telefono, cellulare, telefone, telemóvel
    """,
    "spouse_first_name": """
        spouse first name, spouse firstname, partner first name, spouse given name
        vorname partner, vorname ehepartner, vorname ehegatte, partner vorname, ehepartner vorname
        prénom conjoint, prénom du conjoint, conjoint prénom
        nombre cónyuge, nombre del cónyuge
        voornaam partner, partner voornaam
        nome coniuge, nome do cônjuge
    """,
    "spouse_last_name": """
        spouse last name, spouse lastname, partner last name, spouse surname
        nachname partner, nachname ehepartner, nachname ehegatte, partner nachname, ehepartner nachname
        nom conjoint, nom du conjoint, conjoint nom
        apellido cónyuge, apellidos cónyuge, apellido del cónyuge
        achternaam partner, partner achternaam
        cognome coniuge, sobrenome do cônjuge
    """,
    "spouse_email": """
        spouse email, spouse e mail, partner email, spouse email address, email 2, secondary email
        e mail partner, email partner, e mail ehepartner, partner e mail, e mail ehegatte
        email conjoint, e mail du conjoint, email du conjoint, courriel conjoint
        correo cónyuge, email cónyuge, correo del cónyuge
        email partner, e mailadres partner, emailadres partner
        email coniuge, email do cônjuge
    """,
    "street": """
        street, address, street address, address 1, address line 1, mailing address, street 1, home address
        straße, strasse, anschrift, straße und hausnummer, adresszeile 1, straße hausnummer
        rue, adresse, adresse postale, adresse 1
        calle, dirección, domicilio, dirección 1
        straat, adres, straat en huisnummer, straatnaam
        via, indirizzo, endereço, morada, rua
    """,
    "city": """
        city, town, mailing city
        ort, stadt, wohnort
        ville, commune, localité
        ciudad, población, localidad, municipio
        plaats, woonplaats, stad
        città, comune, cidade
    """,
    "region": """
        state, province, region, county, state province, mailing state
        land, bundesland, kanton
        région, département, état, province
        estado, provincia, región, comunidad autónoma
        provincie, regio
        regione, distrito
    """,
    "postcode": """
        zip, zip code, zipcode, postal code, postcode, post code, mailing zip
        plz, postleitzahl
        code postal, cp
        código postal, codigo postal
        postcode
        cap, código postal, cep
    """,
    "status": """
        status, client status, active, state of client
        zustand, aktiv, kundenstatus
        statut, état du client, actif
        estado del cliente, activo, situación
        actief, klantstatus
        stato, attivo, situação, ativo
    """,
    "responsible": """
        assigned to, team member, responsible, partner, manager, account manager, staff, owner, preparer,
            client manager, relationship manager, assigned, responsible partner
        betreuer, sachbearbeiter, zuständig, verantwortlich, bearbeiter, berater, betreuerin
        responsable, collaborateur, gestionnaire, chargé de dossier, attribué à
        asignado a, encargado, gestor, asesor
        toegewezen aan, behandelaar, verantwoordelijke, relatiebeheerder, medewerker
        assegnato a, responsabile, responsável
    """,
    "tags": """
        tags, tag, labels, label, services, groups, keywords
        schlagwörter, schlagworte, stichwörter, etiketten, kennzeichen
        étiquettes, mots clés, libellés
        etiquetas, palabras clave
        trefwoorden
        etichette, parole chiave, marcadores
    """,
    "fiscal_year_end": """
        fiscal year end, year end, fye, fiscal year, tax year end, financial year end
        jahresende, geschäftsjahresende, wirtschaftsjahr, bilanzstichtag, abschlussstichtag, wirtschaftsjahresende
        fin d exercice, clôture, date de clôture, exercice, clôture de l exercice
        cierre fiscal, fin de ejercicio, cierre del ejercicio, año fiscal
        boekjaareinde, einde boekjaar, boekjaar
        fine esercizio, chiusura esercizio, fim do exercício
    """,
}

_NOT_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def key(header: str) -> str:
    """What two spellings of a header share: "E-Mail" and "e mail" are one."""
    return _NOT_WORDS.sub("", fold(header))


_FIELD_OF = {key(word): field for field, words in SYNONYMS.items() for word in re.split(r"[,\n]", words) if key(word)}


def guess(headers: Iterable[str]) -> dict[int, str]:
    """Which field each column holds, by its header; each field once, at its first column."""
    found: dict[int, str] = {}
    for column, header in enumerate(headers):
        field = _FIELD_OF.get(key(header)) if len(header) <= 100 else None
        if field and field not in found.values():
            found[column] = field
    return found
