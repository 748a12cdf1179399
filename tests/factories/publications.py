from datetime import timedelta

import factory
from django.utils import timezone

from publications.models import (
    Document,
    Picture,
    Report,
    ReportBlock,
    ReportPreview,
    Topic,
    digest_of,
)
from tests.factories.people import EditorFactory


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")


class DocumentFactory(factory.django.DjangoModelFactory):
    """A published document behind a link; hand it `file` and `file_name` for a file."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Arbeitsblatt {n}")
    link = "https://www.example.org/arbeitsblatt"
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Picture

    title = factory.Sequence(lambda n: f"Bild {n}")
    file = factory.django.ImageField(width=160, height=90, format="PNG")
    alt_text = "Fünf Tische von oben."
    credit = "Eigene Zeichnung"
    consent = Picture.Consent.NOT_NEEDED


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Report

    title = factory.Sequence(lambda n: f"Bericht {n}")
    teaser = "Was geschah, in zwei Sätzen."
    slug = factory.Sequence(lambda n: f"bericht-{n}")


class PublishedReportFactory(ReportFactory):
    state = Report.State.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class ReportBlockFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportBlock

    report = factory.SubFactory(PublishedReportFactory)
    position = factory.Sequence(lambda n: n)
    text = "<p>Ein Absatz.</p>"


class ReportPreviewFactory(factory.django.DjangoModelFactory):
    """A link that is open; its token is "token-<n>"."""

    class Meta:
        model = ReportPreview

    report = factory.SubFactory(ReportFactory)
    token_hash = factory.Sequence(lambda n: digest_of(f"token-{n}"))
    reader = "Sonja Muster"
    made_by = factory.SubFactory(EditorFactory)
    made_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda preview: preview.made_at + timedelta(days=14))
