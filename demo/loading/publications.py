"""Topics, pictures, documents and reports."""

from datetime import datetime

from django.core.files import File
from django.db.models import Q

from demo.loading import accounts, sources
from demo.loading.moments import moment
from demo.loading.sources import FILES, Facts
from people.models import Person
from portal.text import slug
from portal.uploads import media_type
from publications.actions import documents, reports
from publications.models import Document, Picture, Report, ReportBlock, Topic

CREDIT = "eigene Zeichnung des Werkstattportals, frei verwendbar"
LICENCE = "frei verwendbar"


class Shelf:
    """What was loaded, by the keys that our data files use for it."""

    def __init__(self) -> None:
        self.pictures: dict[str, Picture] = {}
        self.documents: dict[str, Document] = {}


def load(now: datetime, part: str = "") -> Shelf:
    """Everything the public reads and downloads; the shelf knows which is which."""
    shelf = Shelf()
    for row in sources.table("topics", part):
        address = slug(row["name"])
        if not Topic.objects.filter(Q(slug=address) | Q(name=row["name"])).exists():
            Topic.objects.create(slug=address, **row)
    for entry in sources.facts("pictures", part)["pictures"]:
        key = entry.pop("key")
        shelf.pictures[key] = _picture(entry)
    for entry in sources.facts("documents", part)["documents"]:
        key = entry.pop("key")
        shelf.documents[key] = _document(entry, now)
    for report in sources.folder("reports", part):
        if not Report.objects.filter(slug=report["slug"]).exists():
            _load_report(report, shelf, now)
    return shelf


def topics(names: list[str]) -> list[Topic]:
    """By the names they have in our data; those that somebody took away are left out."""
    return list(Topic.objects.filter(slug__in=[slug(name) for name in names]))


def _picture(entry: Facts) -> Picture:
    path = FILES / "pictures" / entry.pop("file")
    with path.open("rb") as file:
        return Picture.objects.create(
            file=File(file, name=path.name),
            credit=CREDIT,
            consent=Picture.Consent.NOT_NEEDED,
            is_demo=True,
            **entry,
        )


def _document(entry: Facts, now: datetime) -> Document:
    path = FILES / "documents" / entry.pop("file")
    subjects = topics(entry.pop("topics"))
    published_at = moment(entry.pop("published_at"), now)
    with path.open("rb") as file:
        document = Document.objects.create(
            file=File(file, name=path.name),
            file_name=path.name,
            content_type=media_type(path.name),
            size=path.stat().st_size,
            pages=1,
            licence=LICENCE,
            is_demo=True,
            **entry,
        )
    document.topics.set(subjects)
    admin, _coordinator = accounts.office()
    return documents.publish(document=document, by=admin, at=published_at)


def _load_report(entry: Facts, shelf: Shelf, now: datetime) -> None:
    blocks = entry.pop("blocks")
    subjects = topics(entry.pop("topics"))
    published_at = moment(entry.pop("published_at"), now)
    report = Report.objects.create(
        picture=shelf.pictures[entry.pop("picture")],
        contact=Person.objects.filter(slug=entry.pop("contact")).first(),
        is_demo=True,
        **entry,
    )
    report.topics.set(subjects)
    for position, block in enumerate(blocks, start=1):
        attached = [shelf.documents[key] for key in block.pop("documents", [])]
        hung = [shelf.pictures[key] for key in block.pop("pictures", [])]
        picture = shelf.pictures[block.pop("picture")] if "picture" in block else None
        saved = ReportBlock.objects.create(
            report=report, position=position, picture=picture, **block
        )
        saved.documents.set(attached)
        saved.pictures.set(hung)
    admin, _coordinator = accounts.office()
    reports.publish(report=report, by=admin, at=published_at)
