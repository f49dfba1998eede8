"""What becomes of each line: every one is counted once, with a reason where it stays out."""

import csv

import pytest

from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.mail.models import AddressState
from tests.cast import make_client
from tests.clients.truth import assert_true

HEADERS = (
    "Client ID,Type,Client Name,First Name,Last Name,Email,Phone,Spouse First Name,Spouse Last Name,Spouse Email,"
    "Street,City,State,ZIP,Status,Assigned To,Tags,Fiscal Year End\n"
)


def one(name):
    return Client.objects.get(name=name)


def people(client):
    return [(contact.name, contact.first_name, contact.address) for contact in client.contacts.all()]


@pytest.fixture
def rejects(tmp_path):
    def rows():
        with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return rows


def test_a_couple_comes_in_with_two_contacts_and_everything_else(cast, load):
    line = (
        "C-1,Individual,April & Tim Hoffman,April,Hoffman, A.Hoffman@Inbox.example ,(207) 555-0160,Tim,Hoffman,"
        "tim@inbox.example,838 Washington,Stephentown,AS,30595,Inactive,sam,1120-S;Trust; trust,12/31\n"
    )
    assert load(HEADERS + line) == {"created": 1}
    client = one("April & Tim Hoffman")
    assert people(client) == [
        ("April Hoffman", "April", "a.hoffman@inbox.example"),
        ("Tim Hoffman", "Tim", "tim@inbox.example"),
    ]
    assert (client.number, client.kind, client.phone, client.street, client.city, client.region, client.postcode) == (
        "C-1", "Individual", "(207) 555-0160", "838 Washington", "Stephentown", "AS", "30595",
    )  # fmt: skip
    assert client.inactive_at is not None
    assert client.responsible == cast.sam
    assert client.assignments.get().member_id == cast.sam.pk
    assert sorted(tag.name for tag in client.tags.all()) == ["1120-S", "trust"]
    assert client.fiscal_year_end == "12/31"
    assert_true(cast.firm)


def test_a_business_comes_in_with_its_contact_person(cast, load):
    load("Client Name,Type,First Name,Last Name,Email\nSimpson LLP,Business,Dennis,Boone,d@s.example\n")
    assert people(one("Simpson LLP")) == [("Dennis Boone", "Dennis", "d@s.example")]
    load("Client Name,Type\nNobody LLC,Business\n")
    assert people(one("Nobody LLC")) == []


def test_names_are_made_from_people_where_no_column_holds_them(cast, load):
    load("First Name,Last Name,Spouse First Name\nAnn,Lee,Bob\nCy,Orr,\n")
    assert one("Ann & Bob Lee").contacts.count() == 2
    assert one("Cy Orr").contacts.count() == 1


def test_the_same_file_twice_changes_nothing(cast, load):
    text = HEADERS + (
        "C-1,Individual,Ann Lee,Ann,Lee,ann@lee.example,1,Bob,Lee,ann@lee.example,S 1,C,ME,1,Active,Sam,A;B,12/31\n"
        ",Business,No Number,Ned,Orr,,,,,,S 2,C,ME,2,Inactive,,,\n"
    )
    assert load(text) == {"created": 2}
    before = list(Client.objects.order_by("id").values()), list(Contact.objects.order_by("id").values())
    assert load(text) == {"unchanged": 2}
    assert (list(Client.objects.order_by("id").values()), list(Contact.objects.order_by("id").values())) == before


def test_a_changed_file_changes_those_rows_and_an_empty_cell_changes_nothing(cast, load):
    load(HEADERS + "C-1,Individual,Ann Lee,Ann,Lee,ann@lee.example,1,,,,S 1,C,ME,1,Active,Sam,A;B,12/31\n")
    load(HEADERS + "C-1,,Ann Lee-Orr,Ann,Lee,new@lee.example,,Bob,Orr,,,,,,Inactive,,A;C,\n")
    client = one("Ann Lee-Orr")
    assert people(client) == [("Ann Lee", "Ann", "new@lee.example"), ("Bob Orr", "Bob", "")]
    assert (client.phone, client.street, client.responsible) == ("1", "S 1", cast.sam)
    assert sorted(tag.name for tag in client.tags.all()) == ["A", "C"]
    assert client.inactive_at is not None
    assert load(HEADERS + "C-1,,Ann Lee-Orr,Ann,Lee,new@lee.example,,Bob,Orr,b@orr.example,,,,,Active,,,\n") == {
        "updated": 1
    }
    assert one("Ann Lee-Orr").reachable_contacts == 2
    assert_true(cast.firm)


def test_a_contact_is_known_again_by_name_or_by_address(cast, load):
    load("Client ID,Client Name,Contact,Email\n1,Acme Two,Carla Reyes,carla@acme2.example\n")
    load("Client ID,Client Name,Contact,Email\n1,Acme Two,Carla Reyes-Diaz,carla@acme2.example\n")
    assert people(one("Acme Two")) == [("Carla Reyes-Diaz", "Carla", "carla@acme2.example")]
    load("Client ID,Client Name,Contact,Email\n1,Acme Two,Somebody Else,else@acme2.example\n")
    assert len(people(one("Acme Two"))) == 2


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("C-1,,,Ann,Lee,,,,,,,,,,,,,", "Client Name", "The client’s name is missing. Is it “Ann Lee”?"),
        ("C-1,,,,,,1,,,,,,,,,,,", "Client Name", "The client’s name is missing."),
        ("C-1,,A,,,not an email,,,,,,,,,,,,", "Email", "Enter an email address like name@example.com."),
        ('C-1,,A,,,"a@b.example, c@d.example",,,,,,,,,,,,', "Email", "Enter one email address, without a name"),
        ("C-1,,A,,,,,B,,nope,,,,,,,,", "Spouse Email", "Enter an email address like"),
        ("C-1,Partnrship,A,,,,,,,,,,,,,,,", "Type", "“Partnrship” is not a type."),
        ("C-1,,A,,,,,,,,,,,,archived,,,", "Status", "“archived” is not a status."),
        (f"C-1,,{'x' * 201},,,,,,,,,,,,,,,", "Client Name", "too long. It can have 200 characters."),
        (f"{'9' * 61},,A,,,,,,,,,,,,,,,", "Client ID", "too long. It can have 60 characters."),
        (f"C-1,,A,,,,,,,,,,,,,,{'t' * 61},", "Tags", "A tag can have 60 characters."),
        ("C-1,,A,,,nope,,,,,,,,,archived,,,", "Status; Email", "Enter an email address"),
        ("C-1,,A,,,,,,,,,,,,,,,,too,many", "", "20 cells under 18 headers"),
    ],
)
def test_a_wrong_line_stays_out_with_its_column_and_reason(cast, load, rejects, line, column, reason):
    assert load(f"{HEADERS}C-2,,Good,,,,,,,,,,,,,,,\n{line}\n") == {"created": 1, "rejected": 1}
    [row] = rejects()
    assert (row["Line"], sorted(row["Column"].split("; "))) == ("3", sorted(column.split("; ")))
    assert reason in row["Reason"]
    assert Client.objects.filter(firm=cast.firm).count() == 3


def test_lines_are_numbered_as_in_the_file_even_after_quoted_line_breaks(load, rejects):
    load('Client Name,Street,Email\nA,"12 ""Q"" Street\nUnit 4\n\nrear",\n\nB,,nope\n')
    assert [row["Line"] for row in rejects()] == ["7"]
    assert one("A").street == '12 "Q" Street, Unit 4, rear'


def test_the_same_line_twice_is_a_duplicate_and_another_story_is_rejected(load, rejects):
    text = "Client ID,Client Name,Phone\n1,A,5\n2,B,\n1,A,5\n2,B,6\n"
    assert load(text) == {"created": 2, "duplicate": 1, "rejected": 1}
    [row] = rejects()
    assert (row["Line"], row["Column"]) == ("5", "Client ID")
    assert "Line 3 is about the same client and says something else." in row["Reason"]


def test_two_people_of_one_name_are_two_clients_by_number_or_address(load):
    assert load("Client ID,Client Name,Street\n1,Jo Smith,S 1\n2,Jo Smith,S 1\n") == {"created": 2}
    assert load("Client Name,Street\nMo Smith,S 1\nMo Smith,S 2\n") == {"created": 2}
    assert load("Client Name,Street\nMo Smith,S 1\nMO  SMITH,s 2\n") == {"unchanged": 1, "updated": 1}
    assert load("Client Name,Email\nBo Smith,a@b.example\nBo Smith,c@b.example\n") == {"created": 2}


def test_a_client_without_number_is_known_again_and_gets_one(load):
    load("Client Name,Street,ZIP\nJo Smith,S 1,1\n")
    assert load("Client ID,Client Name,Street,ZIP\n7,Jo Smith,S 1,1\n") == {"updated": 1}
    assert one("Jo Smith").number == "7"
    assert load("Client ID,Client Name,Street,ZIP\n8,Jo Smith,S 1,1\n") == {"created": 1}


def test_two_lines_that_speak_for_one_client_count_once(load):
    load("Client ID,Client Name,Street\n1,Jo Smith,S 1\n")
    text = "Client ID,Client Name,Street\n1,Jo Smith-Lee,S 2\n,Jo Smith,S 1\n"
    assert load(text) == {"updated": 1, "duplicate": 1}
    assert one("Jo Smith-Lee").street == "S 2"


def test_an_unknown_team_member_assigns_nobody_and_keeps_the_client(cast, load):
    load("Client Name,Assigned To\nA,Nobody Known\nB,ADAM\nC,olive@alder-pike.example\n")
    assert [one(name).responsible for name in "ABC"] == [None, cast.adam, cast.olive]


def test_formulas_are_text_inside_and_harmless_outside(load, rejects):
    text = 'Client ID,Client Name,Phone,Email\n1,"=HYPERLINK(""http://evil.example"",""Click"")",+49 1,\n2,@x,-1,nope\n'
    assert load(text) == {"created": 1, "rejected": 1}
    assert one('=HYPERLINK("http://evil.example","Click")').phone == "+49 1"
    [row] = rejects()
    assert (row["Client Name"], row["Phone"]) == ("'@x", "'-1")


def test_rejected_lines_fixed_and_loaded_again_go_in(load, tmp_path):
    load("Client ID,Client Name,Phone,Email\n2,=x,+1,nope\n")
    fixed = (tmp_path / "rejects.csv").read_text(encoding="utf-8").replace("nope", "yes@x.example")
    assert load(fixed) == {"created": 1}
    assert (one("=x").phone, one("=x").contacts.get().address) == ("+1", "yes@x.example")


def test_an_address_that_came_back_is_not_reachable_after_an_import(cast, load):
    AddressState.objects.create(firm=cast.firm, address="a@b.example", inactive_since=clock.now())
    load("Client Name,Email\nA,a@b.example\nB,b@b.example\n")
    assert [one(name).reachable_contacts for name in "AB"] == [0, 1]
    assert_true(cast.firm)


def test_portal_people_stay_when_an_import_changes_their_client(cast, load):
    make_client(cast.firm, "In", ("Ida In", "ida@in.example"), number="P-1", portal_people=2, accepted_people=1)
    load("Client ID,Client Name,Contact,Email\nP-1,In,Ida In,new@in.example\n")
    client = one("In")
    assert (client.portal_people, client.accepted_people) == (2, 1)


def test_another_firms_numbers_are_no_concern(cast, load):
    load("Client ID,Client Name\n1,A\n")
    assert load("Client ID,Client Name\n1,A\n", actor=cast.rival_owner) == {"created": 1}
