"""PDFs: accessible, the same for the same data, and nothing typed becomes markup."""

from datetime import UTC, datetime

import pytest
import typst

from portal import typesetting

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WORDS = 'Kurz #panic("!") *fett* $x$ \\ <b> @bild [x] "Anführung"'


@pytest.fixture
def sheets(tmp_path, monkeypatch):
    """A folder for sheets of the test, with what ours share."""
    (tmp_path / "_base.typ").write_text((typesetting.SHEETS / "_base.typ").read_text())
    monkeypatch.setattr(typesetting, "SHEETS", tmp_path)
    return tmp_path


def write(sheets, body):
    (sheets / "probe.typ").write_text(f'#import "_base.typ": *\n#show: sheet\n{body}')


def test_a_pdf_is_tagged_and_says_its_language_and_title(sheets):
    write(sheets, "= #data.title\n#facts(((data.word, data.word),))")

    made = typesetting.pdf("probe", {"word": "Übergänge"}, title="Überblick", at=AT)

    assert made.startswith(b"%PDF-1.7")
    for sign in (b"/Marked true", b"/Lang(de-DE)", b"pdfuaid"):
        assert sign in made


def test_the_same_data_at_the_same_moment_give_the_same_bytes(sheets):
    write(sheets, "= #data.title")

    once, twice = (typesetting.pdf("probe", {}, title="Stand", at=AT) for _ in range(2))

    assert once == twice


def test_typed_text_never_becomes_markup(sheets):
    write(sheets, "= #data.title\n#typed(data.words)\n#assert(data.words.len() > 20)")

    assert typesetting.pdf("probe", {"words": f"{WORDS}\n{WORDS}"}, title=WORDS, at=AT)


def test_a_drawing_without_words_is_refused(sheets):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
    write(sheets, '= #data.title\n#image(bytes(data.svg), format: "svg")')
    with pytest.raises(typst.TypstError, match="alt"):
        typesetting.pdf("probe", {"svg": svg}, title="Karte", at=AT)

    write(sheets, "= #data.title\n#drawing(data.svg, [Ein Punkt].text)")
    assert typesetting.pdf("probe", {"svg": svg}, title="Karte", at=AT)
