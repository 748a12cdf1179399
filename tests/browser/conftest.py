"""The real portal in a real browser: gunicorn with the demonstration data, Debian's Chromium.

Screenshots go to `var/screenshots`. Nothing but 127.0.0.1 is reached.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "Werkstatt-Demo-2025"
SCREENSHOTS = ROOT / "var" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(address):
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


@pytest.fixture(scope="session")
def variables(tmp_path_factory):
    """The environment of a demonstration of its own."""
    return {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}},
        "DEMO": "true",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "LOG_LEVEL": "WARNING",
    }


@pytest.fixture(scope="session")
def base_url(variables):
    address = f"http://127.0.0.1:{_free_port()}"
    environment = {**variables, "BASE_URL": address}
    for command in ("migrate", "createcachetable", "load_demo", "collectstatic"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity=0"]
            + (["--noinput"] if command == "collectstatic" else []),
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", address.removeprefix("http://")],
        cwd=ROOT,
        env=environment,
    )
    try:
        _await(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": shutil.which("chromium") or "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def sign_in(browser, base_url):
    """Gives the stored session of a demo account; each signs in once."""
    known = {}

    def state(name):
        if name not in known:
            context = browser.new_context(base_url=base_url, locale="de-DE")
            page = context.new_page()
            page.goto("/konto/login/")
            page.get_by_label("E-Mail").fill(f"{name}@example.org")
            page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
            page.locator("main").get_by_role("button", name="Anmelden", exact=True).click()
            page.wait_for_url(lambda url: "/konto/login" not in url)
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return state


@pytest.fixture
def visit(browser, base_url, sign_in):
    """Opens a page as somebody, on some screen; says at the end if the console complained."""
    contexts, complaints = [], []

    def open_page(path, *, account="", width=1280, scheme="light", script=True):
        context = browser.new_context(
            base_url=base_url,
            locale="de-DE",
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
            storage_state=sign_in(account) if account else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: (
                complaints.append(m.text)
                if m.type == "error" and "responded with a status of 4" not in m.text
                else None
            ),
        )
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((base_url, "data:", "blob:"))
                else complaints.append(f"foreign request: {r.url}")
            ),
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
