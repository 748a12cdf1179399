"""What the import contracts cannot say, and that they would notice."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.imports import ROOT, of_file, of_source, reaching

APPS = (
    "people",
    "municipalities",
    "publications",
    "registrations",
    "workshops",
    "conferences",
)
SHOWN = {"models", "policies", "actions", "http"}
DEAF = ("models", "policies", "actions", "letters", "formats", "tasks")
THE_WEB = {"django.http", "django.shortcuts", "django.contrib.messages", "django.template.response"}
# the apps whose names a lower app's templates must not speak of
ABOVE = {
    "people": ("municipalit", "workshop", "conference", "publication", "registration"),
    "municipalities": ("workshops", "conferences", "publications", "registrations"),
    "publications": ("workshops", "conferences"),
    "registrations": ("workshops", "conferences"),
}


def files(app, *words):
    """The modules of an app with these names, packages included."""
    found = [path for word in words for path in (ROOT / app).glob(f"{word}.py")]
    return found + [path for word in words for path in (ROOT / app / word).glob("**/*.py")]


def web_imports(names):
    return reaching(names, THE_WEB)


def private_imports(app, names):
    strangers = set()
    for other in APPS:
        if other == app:
            continue
        for name in reaching(names, {other}):
            inside = name.split(".")[1:2]
            if name == other or set(inside) <= SHOWN:
                continue
            strangers.add(name)
    return strangers


@pytest.mark.parametrize("app", APPS)
def test_rules_do_not_know_they_are_on_the_web(app):
    guilty = {
        (str(path.relative_to(ROOT)), name)
        for path in files(app, *DEAF)
        for name in web_imports(of_file(path))
    }
    assert guilty == set()


@pytest.mark.parametrize("app", APPS)
def test_apps_show_each_other_only_models_policies_actions_and_http(app):
    guilty = {
        (str(path.relative_to(ROOT)), name)
        for path in (ROOT / app).rglob("*.py")
        for name in private_imports(app, of_file(path))
    }
    assert guilty == set()


@pytest.mark.parametrize(
    "planted",
    [
        "import django.http",
        "from django import http",
        "from django.http import HttpRequest",
        "from django.shortcuts import render",
        "from django.contrib import messages",
        "from django.contrib.messages import success",
    ],
)
def test_a_rule_that_imports_the_web_is_noticed(planted):
    assert web_imports(of_source(planted)) != set()


@pytest.mark.parametrize(
    "planted",
    [
        "from municipalities import forms",
        "import municipalities.forms",
        "from municipalities.forms import VenueForm",
        "from municipalities.views import public",
        "import municipalities.admin as a",
    ],
)
def test_an_app_that_reaches_into_another_is_noticed(planted):
    assert private_imports("workshops", of_source(planted)) != set()


def test_a_relative_import_is_resolved_to_its_full_name():
    assert "workshops.forms" in of_source("from .. import forms", "workshops.actions")


def test_what_apps_may_show_passes():
    source = "from municipalities.models import Venue\nfrom people.http import SignedInRequest"
    assert private_imports("workshops", of_source(source)) == set()


def unspoken(template):
    """The template without what it says to readers: they may hear of everything."""
    return re.sub(r"translate (?:\"[^\"]*\"|'[^']*')", "", template)


@pytest.mark.parametrize("app", ABOVE)
def test_templates_of_a_lower_app_do_not_speak_of_the_upper_ones(app):
    guilty = {
        (str(path.relative_to(ROOT)), word)
        for path in (ROOT / "templates" / app).rglob("*.html")
        for word in ABOVE[app]
        if re.search(rf"{{[{{%][^}}%]*\b{word}", unspoken(path.read_text()))
    }
    assert guilty == set()


PLANTS = {
    "an upper app below": ("people/models/organisation.py", "import workshops.models"),
    "a sibling": ("workshops/models/actor.py", "import conferences.models"),
    "a feature on the floor": ("portal/text.py", "import people.models"),
    "a view below a form": ("workshops/policies.py", "import workshops.urls"),
    "the roof below": ("workshops/policies.py", "import portal.home"),
    "the floor upside down": ("portal/refusals.py", "import portal.outbox"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The source code in a folder of its own, to plant violations in."""
    place = tmp_path_factory.mktemp("copy")
    for name in ("portal", "demo", *APPS):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def contracts_hold(place):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    run = subprocess.run(
        [*command, "--no-cache"],
        cwd=place,
        env={"PYTHONPATH": str(place), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts" in run.stdout, run.stdout + run.stderr
    return run.returncode == 0


def test_the_contracts_hold(copy):
    assert contracts_hold(copy)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_import_breaks_a_contract(copy, plant):
    path, line = PLANTS[plant]
    source = (copy / path).read_text()
    (copy / path).write_text(f"{source}\n{line}\n")
    try:
        assert not contracts_hold(copy)
    finally:
        (copy / path).write_text(source)


@pytest.mark.parametrize("drawer", ["portal/utils.py", "workshops/helpers.py"])
def test_a_drawer_breaks_a_contract(copy, drawer):
    (copy / drawer).write_text('"""Anything."""\n')
    try:
        assert not contracts_hold(copy)
    finally:
        (copy / drawer).unlink()
