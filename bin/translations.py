"""The German texts, without the gettext programs: Babel reads, writes and compiles the catalogue.

`extract` collects every English text of the rooms and templates into the catalogue and keeps what
is translated; `check` fails with a list where the catalogue is not complete; `compile` writes the
binary file that Django reads.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
TEXT_TEMPLATES = {".html", ".txt", ".svg", ".xml"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = b"""\
# The German texts. English msgids, sorted; `make fmt` brings this file up to date.
msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdf%]|\{\w*\}")


def extracted() -> Catalog:
    """Every text that the code and the templates ask for, not translated."""
    catalog = Catalog(locale="de")
    for path in _modules():
        _collect(catalog, path.read_text())
    for path in _templates():
        code = str(templatize(path.read_text()))
        # Only calls count here; Python's tokenizer would stumble over the indentation of HTML.
        _collect(catalog, "\n".join(line.strip() for line in code.splitlines()))
    return catalog


def translated() -> Catalog:
    """The catalogue as it is on disk."""
    if not SOURCE.exists():
        return Catalog(locale="de")
    with SOURCE.open("rb") as file:
        return read_po(file, locale="de", ignore_obsolete=True)


def merged(fresh: Catalog, known: Catalog) -> bytes:
    """The file as it should be: what is asked for, with the German that is known."""
    for message in _messages(fresh):
        old = known.get(_key(message), context=message.context)
        if old and old.pluralizable == message.pluralizable:
            message.string = old.string
            message.user_comments = old.user_comments
    file = BytesIO()
    write_po(file, fresh, sort_output=True, width=100, no_location=True, omit_header=True)
    return HEADER + file.getvalue()


def problems(fresh: Catalog, known: Catalog) -> list[str]:
    """One line for every text that is not yet, no longer or wrongly translated."""
    asked = {(_key(message), message.context): message for message in _messages(fresh)}
    held = {(_key(message), message.context): message for message in _messages(known)}
    lines = [f"no longer used: {key!r}" for key, _ in held.keys() - asked.keys()]
    for place, message in asked.items():
        german = held.get(place)
        if german is None or german.fuzzy or not all(_forms(german)):
            lines.append(f"no German: {place[0]!r}")
        elif german.pluralizable != message.pluralizable:
            lines.append(f"plural forms differ: {place[0]!r}")
        elif not _same_placeholders(message, german):
            lines.append(f"placeholders differ: {place[0]!r}")
    return sorted(lines)


def compile_catalogue() -> None:
    """Write the binary catalogue, unless it is newer than its source."""
    target = SOURCE.with_suffix(".mo")
    if not SOURCE.exists():
        return
    if target.exists() and target.stat().st_mtime > SOURCE.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, translated())


def _modules() -> Iterator[Path]:
    for room in sorted(ROOT.glob("*/__init__.py")):
        if room.parent.name != "tests":
            yield from sorted(room.parent.rglob("*.py"))


def _templates() -> Iterator[Path]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in TEXT_TEMPLATES:
            yield path


def _collect(catalog: Catalog, code: str) -> None:
    for _line, text, _comments, context in extract(
        "python", BytesIO(code.encode()), keywords=KEYWORDS
    ):
        catalog.add(text, context=context)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string or ()) if message.pluralizable else (str(message.string),)


def _same_placeholders(message: Message, german: Message) -> bool:
    """The same in every form; "ein Eintrag" may leave out the number."""
    english = tuple(message.id) if message.pluralizable else (str(message.id),)
    wanted = [set(PLACEHOLDER.findall(text)) for text in english]
    found = [set(PLACEHOLDER.findall(text)) for text in _forms(german)]
    return found[-1] == wanted[-1] and all(form <= wanted[-1] for form in found)


def main(verb: str) -> None:
    if verb == "compile":
        compile_catalogue()
        return
    fresh, known = extracted(), translated()
    if verb == "check":
        lines = problems(fresh, known)
        if not lines and merged(fresh, known) != SOURCE.read_bytes():
            lines = [f"{SOURCE.name} is not in order: make fmt puts it right"]
        if lines:
            sys.exit("\n".join(lines))
    elif verb == "extract":
        SOURCE.parent.mkdir(parents=True, exist_ok=True)
        SOURCE.write_bytes(merged(fresh, known))
        print(f"{len(fresh)} texts, {len(problems(fresh, translated()))} still to do")
    else:
        sys.exit("usage: translations.py extract|check|compile")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else "")
