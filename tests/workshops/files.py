"""How the tests send files to a team's room, and fetch them."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

PDF = b"%PDF-1.7 Inhalt"


def files_url(team):
    return reverse("workshops:files", args=[team.public_id])


def do_url(file, verb):
    return reverse(f"workshops:{verb}", args=[file.team.public_id, file.public_id])


def pdf(name="Protokoll.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def send(client, team, *files, note=""):
    return client.post(files_url(team), {"documents": files, "note": note})


def stored():
    return sorted(default_storage.listdir("teams")[1]) if default_storage.exists("teams") else []


def status_of(response):
    """A file is closed once it is read."""
    b"".join(response)
    return response.status_code


def body_of(response):
    return b"".join(response.streaming_content)
