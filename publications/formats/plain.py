"""A report as plain text, for whoever passes it on."""

import re
from html import unescape

from django.utils.html import strip_tags

from portal.outbox import absolute
from publications.models import Report, ReportBlock

_ENDS = re.compile(r"</(?:p|h2|h3|blockquote|ul|ol)>|<br ?/?>")
_ITEMS = re.compile(r"<li>(?:<p>)?")
_GAPS = re.compile(r"\n{3,}")
Kind = ReportBlock.Kind


def passed_on(report: Report, text: str) -> str:
    """The text between the title and the address that it can be read at."""
    address = absolute(report.get_absolute_url())
    return "\n\n".join([report.title, text, address])


def whole(report: Report) -> str:
    """All its words in order: subtitle or teaser, then texts, quotations and links."""
    parts = [report.subtitle or report.teaser]
    for block in report.blocks.all():
        parts += [block.heading, _words(block)]
    return "\n\n".join(filter(None, parts))


def _words(block: ReportBlock) -> str:
    if block.kind == Kind.TEXT:
        return plain(block.text)
    if block.kind == Kind.QUOTATION:
        return f"„{block.quotation}“ ({block.source})"
    if block.kind == Kind.LINKS:
        return "\n".join(f"{words}: {address}" for words, address in block.link_pairs)
    return ""


def plain(html: str) -> str:
    """Rich text without its tags: paragraphs apart, items with a dash."""
    text = _ITEMS.sub("– ", _ENDS.sub("\n\n", html.replace("</p></li>", "</li>")))
    text = text.replace("</li>", "\n")
    return _GAPS.sub("\n\n", unescape(strip_tags(text))).strip()
