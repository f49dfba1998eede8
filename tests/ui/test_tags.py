"""What the tags write."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import engines
from django.urls import NoReverseMatch, clear_url_caches, path, reverse
from django.utils import translation

from latchstring.portals.status import Status
from latchstring.ui import kept_parts
from latchstring.web.firm.manager.choices import Choice

urlpatterns = [path("elsewhere/", lambda request: None, name="login")]
PLACE = SimpleNamespace(time_zone="America/New_York")


def write(text, **context):
    return engines["django"].from_string(text).render(context).strip()


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)


class SmallForm(forms.Form):
    email = forms.EmailField(label="Email", help_text="Where we write to.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    zone = forms.ChoiceField(label="Zone", choices=[("a", "A")])
    when = forms.ChoiceField(label="When", choices=[("now", "Now")], widget=forms.RadioSelect)
    message = forms.BooleanField(label="Include a message", widget=forms.CheckboxInput({"role": "switch"}))


@pytest.mark.parametrize("status", list(Status))
def test_a_status_has_its_shape_and_its_word(status):
    html = write("{% status row %}", row=SimpleNamespace(status=status))
    assert f'data-status="{status.value}"' in html
    assert f"icons.svg#s-{status.value}" in html
    assert html.endswith(f"{status.value.replace('-', ' ').capitalize()}</span>")
    assert write("{% status_pill row %}", row=status.value) == html.replace('class="status"', 'class="status pill"')


def test_an_avatar_has_initials_and_keeps_its_hue():
    assert ">LD</span>" in write('{% avatar "Luis Delgado" 7 %}')
    assert ">MD</span>" in write('{% avatar "Maria & Luis Delgado" 7 %}')
    assert ">A</span>" in write('{% avatar "ann@acme.example" 7 %}')
    assert write('{% avatar "Luis" 7 %}') == write('{% avatar "Luis" 7 %}')


def test_a_name_can_not_write_markup():
    assert "<b>" not in write("{% avatar name %}{% icon kind %}", name="<b> <i>", kind='"><b>')


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (moment(2026, 3, 10, 13), "Today"),
        (moment(2026, 3, 10, 3), "Yesterday"),
        (moment(2026, 3, 4, 17), "Mar 4"),
        (moment(2025, 3, 4, 17), "Mar 4, 2025"),
    ],
)
@time_machine.travel(moment(2026, 3, 10, 18), tick=False)
def test_a_day_is_said_in_the_zone_of_the_firm(at, words):
    assert f">{words}</time>" in write("{{ at|day:place }}", at=at, place=PLACE)


@time_machine.travel(moment(2026, 3, 10, 18), tick=False)
def test_moments_in_other_words():
    at = moment(2026, 3, 10, 13, 2)
    assert write("{{ at|hour:place }}", at=at, place=PLACE) == '<time datetime="2026-03-10T09:02-04:00">9:02 AM</time>'
    assert ">9:02 AM<" in write("{{ at|when:place }}", at=at, place=PLACE)
    assert ">Mar 4<" in write("{{ at|when:place }}", at=moment(2026, 3, 4, 17), place=PLACE)
    assert ">Sat, March 14<" in write("{{ at|date_in_words:place }}", at=moment(2026, 3, 14, 17), place=PLACE)
    assert write("{{ at|day:place }}", at=None, place=PLACE) == ""


def test_numbers_and_telephones():
    assert write("{{ 1873|number }}") == "1,873"
    assert write("{{ phone|dialled }}", phone="+1 (207) 555-0142") == "+12075550142"


def test_a_field_has_label_hint_and_error_tied_to_it():
    html = write("{% field form.email %}", form=SmallForm({"email": "x"}))
    assert '<label class="label" for="id_email">Email</label>' in html
    assert 'aria-invalid="true" aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext">Where we write to.' in html
    assert 'id="id_email_error"' in html


def test_a_name_with_its_own_full_stop_gets_no_second_one():
    assert write("{{ name|stop }}", name="Ruiz Landscaping Inc.") == "Ruiz Landscaping Inc."
    assert write("{{ name|stop }}", name="Cobb & Sons") == "Cobb &amp; Sons."


def test_controls_are_drawn_by_their_kind():
    form = SmallForm()
    assert "<reveal-password" in write("{% field form.password %}", form=form)
    assert 'class="select"' in write("{% field form.zone %}", form=form)
    assert "<fieldset" in write("{% field form.when %}", form=form)
    assert 'class="radio"' in write("{% field form.when %}", form=form)
    assert 'class="switch"' in write("{% field form.message %}", form=form)


def test_two_wrong_fields_are_listed_with_links_and_one_is_not():
    wrong = write("{% error_summary form %}", form=SmallForm({"email": "x"}))
    assert 'role="alert"' in wrong
    assert 'href="#id_email"' in wrong
    assert 'href="#id_when_0"' in wrong
    one = SmallForm({"email": "x", "password": "p", "zone": "a", "when": "now", "message": "on"})
    assert write("{% error_summary form %}", form=one) == ""


def test_a_page_without_arguments_is_looked_up_once_for_each_list_of_pages(settings):
    assert write('{% url "login" %}') == write("{% url name %}", name="login") == reverse("login")
    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    assert write('{% url "login" %}') == "/elsewhere/"
    with pytest.raises(NoReverseMatch):
        write('{% url "home" %}')


def test_what_is_not_there_may_be_asked_for():
    assert write('{% url "nowhere" as found %}[{{ found }}]') == "[]"


def test_a_kept_part_is_drawn_for_each_that_it_is_given_and_in_each_language():
    def choices(*names):
        return write(
            '{% kept "firm/manager/_choices.html" name="tag" choices=choices %}',
            choices=[Choice(name, name, name == names[0]) for name in names],
        )

    assert [choices("A", "B").count("<button"), choices("A").count("<button")] == [2, 1]
    assert choices("A", "B") != choices("B", "A")
    assert "&lt;b&gt;" in choices("<b>")
    with translation.override("de"):
        kept_parts.kept("firm/manager/_choices.html", name="tag", choices=[])
    before = kept_parts._drawn.cache_info().misses
    kept_parts.kept("firm/manager/_choices.html", name="tag", choices=[])
    assert kept_parts._drawn.cache_info().misses == before + 1


def test_what_can_not_be_kept_says_so():
    with pytest.raises(TypeError, match="unhashable"):
        kept_parts.kept("firm/manager/_choices.html", choices={"a": 1})


def test_a_symbol_that_stands_written_out_and_one_that_is_given_are_the_same():
    fixed, given = '{% icon "send" size="lg" %}', "{% icon name size=size %}"
    assert "#i-send" in write(fixed) == write(given, name="send", size="lg")
    assert "#i-lock" in write('{% icon "LOCK"|lower %}')
    assert write('{% icon "x" as kept %}') == ""
    assert [type(node).__name__ for node in engines["django"].from_string(fixed).template.nodelist] == ["TextNode"]
