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


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "carla",
        "a@b",
        "a@x.example,b@x.example",
        "a@x.example;b@x.example",
        "Carla <a@x.example>",
        "a@x.example\r\nBcc: b@x.example",
        "a b@x.example",
        ".a@x.example",
        "a..b@x.example",
        "a@@x.example",
        "x" * 65 + "@x.example",
        "a@x..example",
        "\u200ba@x.example",
        "a\u202e@x.example",
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(BadAddress, match=r"\.$"):
        normalise(typed)


def test_look_alikes_stay_different():
    assert normalise("pаul@x.example") != normalise("paul@x.example")
