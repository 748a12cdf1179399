"""Agreeing, ordering and measuring milestones: with the keyboard alone, and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.test_journeys import tab_to


def test_a_milestone_is_agreed_with_the_keyboard_alone(visit):
    page = visit("/teams/", account="team.muelheim")
    tab_to(page, "main h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/teams/*-*/")
    tab_to(page, "a[href$='/meilensteine/neu/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/neu/")
    tab_to(page, "input[name=title]")
    page.keyboard.type("Lesepaten für drei Schulen")
    tab_to(page, "input[name=when]")
    page.keyboard.type("Herbst 2046")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Lesepaten für drei Schulen")
    expect(page.get_by_text("Herbst 2046")).to_be_visible()


def test_a_milestone_with_figures_is_agreed_and_measured_on_a_phone_without_javascript(visit):
    page = visit("/teams/", account="team.leverkusen", width=360, script=False)
    page.locator("main h3 a").first.click()
    page.get_by_role("link", name="Meilenstein anlegen").click()
    page.get_by_label("Was wollen Sie erreicht haben?").fill("Fahrplan je Schule")
    page.get_by_label("Woran sieht man").fill("Schulen mit Fahrplan")
    page.get_by_text("Mit Zahlen: Einheit").click()
    page.get_by_label("Einheit").fill("Schulen")
    page.get_by_label("Zielwert").fill("1.234,5")
    page.locator("main form").get_by_role("button", name="Meilenstein anlegen").click()
    page.get_by_role("link", name="Wert eintragen").click()
    page.get_by_label("Wert", exact=True).fill("17,5")
    page.get_by_role("button", name="Wert speichern").click()

    expect(page.locator("table td.is-num")).to_have_text(["17,5", "1.234,5"])
    expect(page.locator("figure.chart svg")).to_be_visible()


def test_the_focus_stays_with_the_milestone_that_moves(visit):
    page = visit("/teams/", account="leitung.warendorf")
    page.locator("main h3 a").first.click()
    page.get_by_role("link", name="Alle Meilensteine in eigener Reihenfolge").click()
    last = page.locator("#ordnung li").last.locator("h2").inner_text()
    tab_to(page, "#ordnung li:last-child button[value=hoch]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=last)).to_be_visible()
    expect(page.locator(":focus")).to_have_text(f"Nach oben: {last}")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="an Stelle")).to_contain_text(
        f"{page.locator('#ordnung li').count() - 2} von"
    )


def test_files_come_with_an_entry_without_javascript(visit):
    page = visit("/teams/", account="team.warendorf", script=False)
    page.locator("main h3 a").first.click()
    page.locator("details.log > summary").first.click()
    form = page.locator("details.log[open] form")
    sheets = [
        {"name": name, "mimeType": "text/plain", "buffer": b"Wer war da?"}
        for name in ("protokoll.txt", "liste.txt")
    ]
    form.locator("input[type=file]").set_input_files(sheets)
    form.get_by_role("button", name="Eintrag speichern").click()

    expect(page.get_by_role("link", name="protokoll.txt")).to_be_visible()
    expect(page.get_by_role("link", name="liste.txt")).to_be_visible()
