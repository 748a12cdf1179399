"""How the tests write and send tables of milestones."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal import spreadsheets
from portal.spreadsheets import as_text
from workshops.formats import milestone_table as format

Column = format.Column


def lines(round):
    """The table of the round as rows by column, as a spreadsheet shows them."""
    rows = [dict(zip(format.HEAD, row, strict=True)) for row in format.rows(round)]
    return [{name: as_text(cell) for name, cell in row.items()} for row in rows]


def line(**words):
    """A new line; its columns by the names of `Column` ("title", "municipality")."""
    return {Column[name.upper()]: word for name, word in words.items()}


def as_csv(rows):
    return spreadsheets.table(format.HEAD, [[row.get(c, "") for c in format.HEAD] for row in rows])


def sent(client, round, content, name="tabelle.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("workshops:tables", args=[round.pk]), {"file": file})
