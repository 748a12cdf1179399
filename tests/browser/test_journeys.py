"""What people do here, with the keyboard alone, on a phone, and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD


def tab_to(page, selector, at_most=90):
    """Press Tab until this element has the focus; fails if the keyboard never gets there."""
    for _step in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def test_a_milestone_is_logged_with_the_keyboard_alone(visit):
    page = visit("/konto/login/")
    tab_to(page, "input[name=login]")
    page.keyboard.type("team.warendorf@example.org")
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/")
    tab_to(page, "main .milestones h3 a, main h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/*-*/")
    tab_to(page, "details.log > summary")
    page.keyboard.press("Enter")
    tab_to(page, "details.log[open] textarea")
    page.keyboard.type("Die Runde hat sich getroffen.")
    tab_to(page, "details.log[open] button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ihr Eintrag ist gespeichert.")).to_be_visible()
    expect(page.get_by_text("Die Runde hat sich getroffen.").first).to_be_visible()


def test_a_milestone_is_logged_on_a_phone_without_javascript(visit):
    page = visit("/teams/", account="team.leverkusen", width=360, script=False)
    page.locator("main h3 a").first.click()
    page.locator("details.log > summary").first.click()
    form = page.locator("details.log[open] form")
    form.locator("textarea").fill("Zahlen aus allen Schulen liegen vor.")
    form.get_by_text("in Arbeit").click()
    form.get_by_role("button", name="Eintrag speichern").click()

    expect(page.get_by_text("Ihr Eintrag ist gespeichert.")).to_be_visible()
    expect(page.get_by_text("Zahlen aus allen Schulen liegen vor.")).to_be_visible()


def test_an_empty_entry_is_explained_where_it_stands_and_the_summary_has_the_focus(visit):
    page = visit("/teams/", account="team.leverkusen", script=False)
    page.locator("main h3 a").first.click()
    page.locator("details.log > summary").first.click()
    page.locator("details.log[open] button[type=submit]").click()

    assert page.title().startswith("Fehler")
    expect(page.locator(".errors").first).to_be_visible()


def test_the_first_tab_leads_past_the_navigation(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.url.endswith("#inhalt")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visit):
    page = visit("/", width=360)
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    link = page.locator("#menue").get_by_role("link", name="Berichte")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")

    expect(link).to_be_hidden()


def test_a_coordinator_edits_a_round_in_the_office(visit):
    page = visit("/verwaltung/workshops/round/", account="koordination")
    page.get_by_role("link", name="Fachkräfte-Werkstatt, Durchgang 2").first.click()
    field = page.get_by_label("Zusammenfassung")
    field.fill("Fünf Kommunen arbeiten an ihrer Strategie.")
    page.get_by_role("button", name="Speichern und weiter bearbeiten").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.get_by_label("Zusammenfassung")).to_have_value(
        "Fünf Kommunen arbeiten an ihrer Strategie."
    )


def test_an_editor_opens_the_report_and_its_editor_works(visit):
    page = visit("/verwaltung/publications/report/", account="redaktion")
    page.get_by_role("link", name="Fünf Kommunen, ein Thema").first.click()
    page.wait_for_load_state("networkidle")
    editor = page.locator(".ProseMirror:visible").first
    expect(editor).to_be_visible()
    editor.press_sequentially("Neu: ")

    expect(editor).to_contain_text("Neu:")
