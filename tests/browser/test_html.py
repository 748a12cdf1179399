"""The HTML of every page is valid (the Nu HTML checker), and no link leads nowhere."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest

from tests.browser.conftest import ROOT
from tests.browser.pages import PUBLIC, SIGNED_IN

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.ids = set(), set()

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if "id" in facts:
            self.ids.add(facts["id"])
        for name in ("href", "src"):
            if facts.get(name):
                self.found.add(facts[name])


def fetch(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def complaints(folder):
    run = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{m['url'].rsplit('/', 1)[1]}:{m.get('lastLine')}: {m['message']}"
        for m in json.loads(run.stdout)["messages"]
    ]


def test_every_public_page_is_valid_html(base_url, tmp_path):
    for name, path in PUBLIC.items():
        (tmp_path / f"{name}.html").write_bytes(fetch(base_url + path)[2])

    assert complaints(tmp_path) == []


def test_every_team_page_is_valid_html(visit, tmp_path):
    for name, (account, path, links) in SIGNED_IN.items():
        if name.startswith("verwaltung"):
            continue
        page = visit(path, account=account)
        for words in links:
            page.locator("main").get_by_role("link", name=words).first.click()
        answer = page.request.get(page.url)
        (tmp_path / f"{name}.html").write_bytes(answer.body())

    assert complaints(tmp_path) == []


def test_no_link_of_the_portal_leads_nowhere(base_url):
    """Follows every link within the portal, fragments included."""
    waiting, seen, broken = [(base_url + "/", "start")], {}, []
    while waiting:
        address, source = waiting.pop()
        page, fragment = urldefrag(address)
        if page not in seen:
            status, kind, body = fetch(page)
            links = Links()
            if status == 200 and kind == "text/html":
                links.feed(body.decode())
                waiting += [
                    (urljoin(page, link), page)
                    for link in links.found
                    if urljoin(page, link).startswith(base_url + "/")
                ]
            seen[page] = (status, kind, links.ids)
        status, kind, ids = seen[page]
        if status != 200 or (fragment and kind == "text/html" and fragment not in ids):
            broken.append(f"{address} ({status}) on {source}")

    assert broken == []
    assert len(seen) > 80


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_carries_no_inline_script_or_style(base_url, name):
    html = fetch(base_url + PUBLIC[name])[2].decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html) == []
