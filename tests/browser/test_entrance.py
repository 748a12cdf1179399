"""How a Kommune gets in: by keyboard alone, on a phone, and without JavaScript."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import tab_to

PACE = 45  # milliseconds between two keys: a form filled faster than three seconds is a machine's


@pytest.fixture
def invitation_to(variables, page):
    """The link in the letter to this address, as soon as the letter lies in its folder."""

    def find(address):
        for _attempt in range(100):
            for path in Path(variables["VAR_DIR"], "mail").glob("*"):
                for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                    mail = message_from_bytes(part.lstrip(), policy=policy.default)
                    body = mail.get_body(("plain",)) if mail["To"] == address else None
                    if found := body and re.search(r"/einladung/\S+", body.get_content()):
                        return found[0]
            page.wait_for_timeout(100)
        raise AssertionError(f"No invitation to {address} was delivered.")

    return find


def test_a_kommune_says_what_it_wants_with_the_keyboard_alone(visit):
    page = visit("/werkstaetten/")
    tab_to(page, "main a[href='/werkstaetten/interesse/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/werkstaetten/interesse/")
    for selector, words in (
        ("input[name=municipality]", "Kreis Lippe"),
        ("input[name=topic_text]", "Bildung im ganzen Kreis"),
        ("textarea[name=note]", "Wer macht mit?"),
        ("input[name=contact_name]", "Kim Probe"),
        ("input[name=contact_email]", "kim.probe@example.org"),
    ):
        tab_to(page, selector)
        page.keyboard.type(words, delay=PACE)
    tab_to(page, "input[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Ihr Interesse ist angekommen")).to_be_visible()


def test_what_is_missing_has_the_focus_and_what_was_typed_stays(visit):
    page = visit("/werkstaetten/interesse/", width=360, script=False)
    page.get_by_label("Ihr Name").fill("Kim Probe")
    page.get_by_role("button", name="Interesse absenden").click()

    assert page.title().startswith("Fehler")
    expect(page.locator(".errors").first).to_be_visible()
    expect(page.get_by_label("Ihr Name")).to_have_value("Kim Probe")


def test_a_wish_becomes_a_round_and_a_lead_comes_in_without_javascript(visit, invitation_to):
    office = visit("/cockpit/interessen/", account="koordination", width=360, script=False)
    office.get_by_role("link", name="Bildungsmonitoring").click()
    office.get_by_label("Beginn").fill("Frühjahr 2027")
    office.get_by_role("button", name="Durchgang anlegen und einladen").click()
    office.get_by_role("link", name=re.compile("Leitung einladen.*Paderborn")).click()
    expect(office.get_by_label("E-Mail-Adresse")).to_have_value("monitoring.paderborn@example.org")
    office.get_by_role("button", name="Einladung senden").click()
    expect(office.get_by_text("Die Einladung ist unterwegs.")).to_be_visible()

    lead = visit(invitation_to("monitoring.paderborn@example.org"), width=360, script=False)
    assert lead.url.endswith("/einladung/annehmen/")
    lead.get_by_label("Vorname").fill("Ansgar")
    lead.get_by_label("Nachname").fill("Brüning")
    lead.get_by_label("Passwort", exact=False).last.fill("sieben leise Ziegen")
    lead.get_by_role("button", name="Einladung annehmen").click()

    expect(lead.get_by_role("heading", name="Kreis Paderborn", level=1)).to_be_visible()
    lead.get_by_role("link", name="Mitglieder").first.click()
    expect(lead.get_by_role("rowheader", name="Ansgar Brüning")).to_be_visible()


def test_a_lead_invites_with_the_keyboard_alone(visit):
    page = visit("/teams/", account="leitung.warendorf")
    tab_to(page, "main h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/*-*/")
    tab_to(page, ".tabs a[href$='/mitglieder/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mitglieder/")
    tab_to(page, "main a[href$='/einladen/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/einladen/")
    tab_to(page, "input[name=email]")
    page.keyboard.type("schulamt.warendorf@example.org")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Die Einladung ist unterwegs.")).to_be_visible()
    expect(page.get_by_role("heading", name="schulamt.warendorf@example.org")).to_be_visible()
