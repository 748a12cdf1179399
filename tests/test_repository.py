"""What the repository promises about itself."""

import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.imports import ROOT

TEXT = {".py", ".md", ".html", ".txt", ".toml", ".yml", ".yaml", ".json", ".css", ".js", ".po", ""}


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def words(path):
    return path.read_text(errors="ignore") if path.suffix in TEXT else ""


def test_every_variable_we_read_is_explained_in_env_example():
    source = (ROOT / "portal" / "settings.py").read_text()
    read = set(re.findall(r'(?:env(?:\.\w+)?|_demanded)\(\s*"([A-Z_]+)"', source))
    told = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read == told


@pytest.mark.django_db
def test_no_model_differs_from_its_migrations():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_migrations_are_named_as_sentences():
    names = {
        path.stem
        for path in tracked()
        if path.parent.name == "migrations" and path.stem != "__init__"
    }

    assert {name for name in names if not re.fullmatch(r"\d{4}(_[a-z]+){2,}", name)} == set()
    assert {name for name in names if "_auto_" in name} == set()


def test_no_file_names_a_package_registry_or_a_path_of_some_machine():
    hosts = r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\."
    paths = r"(?<![\w.])/(?:home|root|work|Users)/\w"
    guilty = {
        (str(path.relative_to(ROOT)), mark)
        for path in tracked()
        if path != Path(__file__)
        for mark in re.findall(f"{hosts}|{paths}", words(path))
    }

    assert guilty == set()


def test_compose_and_ci_speak_of_the_same_database_version():
    compose = re.findall(r"image: postgres:(\d+)", (ROOT / "docker-compose.yml").read_text())
    ci = re.findall(r"POSTGRES_VERSION=(\d+)", (ROOT / ".ci" / "run").read_text())

    assert len(compose) == 1
    assert set(ci) <= set(compose)


@pytest.mark.parametrize("ending", [".woff2", ".min.js", ".min.css", ".mo"])
def test_no_third_party_or_compiled_file_is_committed(ending):
    assert [path.name for path in tracked() if path.name.endswith(ending)] == []


def test_no_python_file_has_a_second_noun_inside():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in tracked()
        if path.suffix == ".py" and path.parent.name != "migrations"
    }

    assert {name: lines for name, lines in long.items() if lines > 400} == {}
