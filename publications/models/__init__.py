"""What the public reads, looks at and downloads."""

from publications.models.document import Document, DocumentQuerySet
from publications.models.picture import Picture, PictureQuerySet
from publications.models.preview import ReportPreview, ReportPreviewQuerySet, digest_of
from publications.models.report import Report, ReportBlock, ReportQuerySet
from publications.models.topic import Topic, TopicQuerySet

__all__ = [
    "Document",
    "DocumentQuerySet",
    "Picture",
    "PictureQuerySet",
    "Report",
    "ReportBlock",
    "ReportPreview",
    "ReportPreviewQuerySet",
    "ReportQuerySet",
    "Topic",
    "TopicQuerySet",
    "digest_of",
]
