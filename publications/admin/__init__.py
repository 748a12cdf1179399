"""What the office writes, shows and hands out."""

from publications.admin.document import DocumentAdmin
from publications.admin.picture import PictureAdmin
from publications.admin.preview import ReportPreviewAdmin
from publications.admin.report import ReportAdmin
from publications.admin.topic import TopicAdmin

__all__ = ["DocumentAdmin", "PictureAdmin", "ReportAdmin", "ReportPreviewAdmin", "TopicAdmin"]
