"""Every page: accessible, whole on a small screen, without cookies, and photographed."""

import pytest

from tests.browser.conftest import AXE, SCREENSHOTS
from tests.browser.pages import PUBLIC, SIGNED_IN

RULES = """
async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}},
})).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).join(" | ")}`)
"""
SCREENS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]


def violations(page):
    page.evaluate(AXE.read_text())
    return page.evaluate(RULES)


def scrolls_sideways(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def open_signed_in(visit, name, **screen):
    account, path, links = SIGNED_IN[name]
    page = visit(path, account=account, **screen)
    for words in links:
        page.locator("main").get_by_role("link", name=words).first.click()
    return page


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_has_no_axe_violation_and_does_not_scroll_sideways(
    visit, name, width, scheme
):
    page = visit(PUBLIC[name], width=width, scheme=scheme)

    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("name", [n for n in SIGNED_IN if not n.startswith("verwaltung")])
def test_a_team_page_has_no_axe_violation_and_does_not_scroll_sideways(visit, name, width, scheme):
    page = open_signed_in(visit, name, width=width, scheme=scheme)

    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_reader_gets_no_cookie(visit, name):
    page = visit(PUBLIC[name])

    cookies = {cookie["name"] for cookie in page.context.cookies()}

    is_form = PUBLIC[name].startswith(("/konto/", "/anmeldung/", "/werkstaetten/interesse/"))
    assert cookies <= ({"csrf"} if is_form else set())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", [*PUBLIC, *SIGNED_IN])
def test_a_page_is_photographed(visit, name, width, scheme):
    page = (
        visit(PUBLIC[name], width=width, scheme=scheme)
        if name in PUBLIC
        else open_signed_in(visit, name, width=width, scheme=scheme)
    )
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    target = SCREENSHOTS / f"{name}-{width}-{scheme}.png"

    page.evaluate("document.querySelectorAll('img').forEach(i => { i.loading = 'eager' })")
    page.evaluate("Promise.all([...document.images].map(i => i.decode().catch(() => null)))")
    page.screenshot(path=target, full_page=True)

    assert target.stat().st_size > 5_000
