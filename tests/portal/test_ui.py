# ruff: noqa: E501 - tables of examples, one line each
import html5lib
import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from portal.dates import Period, Season
from portal.richtext import cleaned
from portal.templatetags import ui
from portal.text import LineFormField
from portal.widgets import DateInput, PeriodField, TimeInput


def shown(source, **context):
    return Template(source).render(Context(context))


def parsed(html):
    """The markup as a tree; fails on the first error a browser would have to forgive."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html.strip())


class Registration(forms.Form):
    name = LineFormField(label="Name", max_length=40, help_text="Wie auf dem Schild.")
    email = forms.EmailField(label="E-Mail")
    note = forms.CharField(label="Notiz", widget=forms.Textarea, required=False)
    municipality = forms.ChoiceField(label="Kommune", choices=[("", "Bitte wählen"), ("1", "Hamm")])
    session = forms.ChoiceField(
        label="Workshop", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    days = forms.MultipleChoiceField(
        label="Tage",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "eins")],
        help_text="Mehrere möglich.",
    )
    agree = forms.BooleanField(label="Ich stimme zu.")
    when = PeriodField(required=False)
    day = forms.DateField(label="Tag", widget=DateInput, required=False)
    at = forms.TimeField(label="Uhrzeit", widget=TimeInput, required=False)


def test_every_field_has_its_label_and_kern_markup():
    tree = parsed(str(Registration()))
    labels = {label.get("for") for label in tree.iter("label")}
    named = {field.get("id") for tag in ("input", "select", "textarea") for field in tree.iter(tag)}
    assert named - labels == set()
    assert [legend.text.strip() for legend in tree.iter("legend")] == ["Workshop", "Tage"]
    classes = [
        field.get("class", "")
        for tag in ("input", "select", "textarea")
        for field in tree.iter(tag)
        if field.get("type") != "hidden"
    ]
    assert [one for one in classes if "kern-form-" not in one] == []


def test_what_is_voluntary_is_said_in_words():
    html = str(Registration()["note"].as_field_group())
    assert "freiwillig" in html
    assert "freiwillig" not in str(Registration()["name"].as_field_group())


def test_an_error_stands_at_its_field_and_keeps_what_was_typed():
    form = Registration({"name": "Lea", "email": "lea@"})
    html = form["email"].as_field_group()
    tree = parsed(html)
    field = next(tree.iter("input"))
    described = field.get("aria-describedby").split()
    ids = {node.get("id") for node in tree.iter() if node.get("id")}
    assert (field.get("value"), field.get("aria-invalid")) == ("lea@", "true")
    assert set(described) <= ids
    assert "Fehler:" in html
    assert "kern-form-input__input--error" in field.get("class")


def test_a_hint_is_read_out_with_its_field():
    tree = parsed(Registration()["name"].as_field_group())
    described = next(tree.iter("input")).get("aria-describedby")
    assert [node.text for node in tree.iter("div") if node.get("id") == described] == [
        "Wie auf dem Schild."
    ]


def test_the_summary_leads_to_the_fields_and_takes_the_focus():
    form = Registration({"email": "lea@"})
    form.is_valid()
    form.add_error(None, "Alles voll.")
    html = shown('{% include "components/_errors.html" with form=form only %}', form=form)
    tree = parsed(html)
    targets = {link.get("href")[1:] for link in tree.iter("a")}
    ids = {node.get("id") for node in parsed(str(form)).iter() if node.get("id")}
    assert targets == {
        "id_name",
        "id_email",
        "id_municipality",
        "id_session_0",
        "id_days_0",
        "id_agree",
    }
    assert targets <= ids
    assert "Alles voll." in html
    summary = tree.find("div")
    assert (summary.get("role"), summary.get("tabindex"), "autofocus" in summary.attrib) == (
        "alert",
        "-1",
        True,
    )


def test_a_form_without_errors_has_no_summary():
    assert (
        shown(
            '{% include "components/_errors.html" with form=form only %}', form=Registration()
        ).strip()
        == ""
    )


def test_dates_and_times_are_filled_for_german_browsers():
    form = Registration(initial={"day": "2025-02-06", "at": "09:30:00"})
    assert 'type="date" name="day" value="2025-02-06"' in str(form["day"])
    assert 'type="time" name="at" value="09:30' in str(form["at"])


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            '{% icon "search" %}',
            '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#search"/></svg>',
        ),
        (
            '{% mark "planned" "geplant" %}',
            '<span class="status"><svg class="icon" aria-hidden="true"><use href="/static/icons.svg#planned"/></svg><b>geplant</b></span>',
        ),
        (
            '{% mark "risk" hostile "overdue" pill=True %}',
            '<span class="status status--risk status--pill"><svg class="icon" aria-hidden="true"><use href="/static/icons.svg#overdue"/></svg><b>&lt;x&gt;</b></span>',
        ),
        ("{% date_block autumn %}", '<p class="date"><b class="is-word">Herbst</b>2025</p>'),
        ("{% date_block None %}", '<p class="date"><b class="is-word">offen</b></p>'),
        (
            '{% empty title="Noch nichts" %}Fangen Sie an.{% endempty %}',
            '<div class="empty"><p><strong>Noch nichts</strong></p>Fangen Sie an.</div>\n',
        ),
        ("{{ 1234567|filesize_de }}", "1,2\u00a0MB"),
        ("{{ 84000|filesize_de }}", "84\u00a0KB"),
        ("{{ 12|filesize_de }}", "12\u00a0Byte"),
        ("{{ None|filesize_de }}", ""),
        ("{{ 2500000000|filesize_de }}", "2,5\u00a0GB"),
        ('{{ "<p>x<script>y</script></p>"|richtext }}', "<p>x</p>"),
    ],
)
def test_tags_write_what_the_look_shows(source, html):
    assert shown(source, hostile="<x>", autumn=Period.season(2025, Season.AUTUMN)) == html


def test_a_card_escapes_what_it_is_told_and_keeps_its_content():
    html = shown('{% card title=title url="/x/" kicker="K" %}<p>mehr</p>{% endcard %}', title="<b>")
    assert '<h3><a href="/x/">&lt;b&gt;</a></h3>' in html
    assert "<p>mehr</p>" in html


def test_breadcrumbs_end_where_one_is():
    tree = parsed(shown('{% breadcrumbs "/" "Start" "/a/" "Alle" "Hier" %}'))
    assert [(a.get("href"), a.text) for a in tree.iter("a")] == [("/", "Start"), ("/a/", "Alle")]
    assert [span.text for span in tree.iter("span") if span.get("aria-current") == "page"] == [
        "Hier"
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [("/a/", ' aria-current="page"'), ("/a/b/", ' aria-current="true"'), ("/b/", "")],
)
def test_the_navigation_knows_where_one_is(address, said):
    assert shown('{% current "/a/" %}', request=RequestFactory().get(address)) == said


def test_a_page_link_keeps_the_rest_of_the_question():
    request = RequestFactory().get("/?q=ä&page=1&kind=x")
    assert shown("{% with_query page=2 kind=None %}", request=request) == "?q=%C3%A4&amp;page=2"


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="//boese.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="/\\boese.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="\\\\boese.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer">x</a>'),
        (
            '<a href="https://example.org/" onclick="x()" style="a" class="b">x</a>',
            '<a href="https://example.org/" rel="noopener noreferrer">x</a>',
        ),
        ('<a href="/berichte/">x</a>', '<a href="/berichte/" rel="noopener noreferrer">x</a>'),
        (
            '<a href="mailto:a@example.org">x</a>',
            '<a href="mailto:a@example.org" rel="noopener noreferrer">x</a>',
        ),
        ('<img src="http://169.254.169.254/">', ""),
        ("<script>x</script><style>y</style>", ""),
        ("<svg onload=x><p>a", "<p>a</p>"),
        ("<p>a\x00b</p>", "<p>ab</p>"),
        ("<p></p>", ""),
        ("<h1>Groß</h1><h2>ok</h2>", "Groß<h2>ok</h2>"),
    ],
)
def test_rich_text_keeps_only_what_we_allow(hostile, kept):
    assert cleaned(hostile) == kept


def test_the_widget_kinds_are_told_apart():
    kinds = {field.name: ui.widget_kind(field) for field in Registration()}
    assert kinds == {
        "name": "input", "email": "input", "note": "input", "municipality": "select", "session": "group",
        "days": "group", "agree": "check", "when": "input", "day": "input", "at": "input",
    }  # fmt: skip
