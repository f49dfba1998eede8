import pytest

from latchstring.kernel.addresses import BadAddress, normalise


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Carla@Acme.Example ", "carla@acme.example"),
        ("o'brien+tax@x.example", "o'brien+tax@x.example"),
        ("a.b@bücher.example", "a.b@xn--bcher-kva.example"),
        ("straße@x.example", "strasse@x.example"),
        ("\uff43arla@x.example", "carla@x.example"),
        ("\u0441arla@x.example", "\u0441arla@x.example"),
    ],
)
def test_one_form_is_stored(typed, stored):
    assert normalise(typed) == stored


ONE = "Enter one email address, without a name, commas or line breaks."
LIKE = "Enter an email address like name@example.com."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter an email address."),
        ("carla", LIKE),
        ("a@b", "The part after @ needs a dot, like example.com."),
        ("a@x.example,b@x.example", ONE),
        ("a@x.example;b@x.example", ONE),
        ("a@x.example,", ONE),
        ("Carla <a@x.example>", ONE),
        ("<a@x.example", ONE),
        ("a@x.example\r\nBcc: b", ONE),
        ("a@x.example\tb", ONE),
        ("a@@x.example", ONE),
        ("a b@x.example", LIKE),
        (".a@x.example", LIKE),
        ("a..b@x.example", LIKE),
        ("x" * 65 + "@x.example", "This email address is too long. Check it for a typing mistake."),
        ("a@x..example", "The part after @ is not a mail domain. Check its spelling."),
        ("\u200ba@x.example", "This email address has a character that can’t be seen. Type it again."),
        ("a\u202e@x.example", "This email address has a character that can’t be seen. Type it again."),
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(BadAddress) as refused:
        normalise(typed)
    assert str(refused.value) == sentence


def test_look_alikes_stay_different():
    assert normalise("pаul@x.example") != normalise("paul@x.example")
