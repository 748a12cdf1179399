"""A file of the official register, whatever its layout and its encoding."""

import re
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from municipalities.formats import gv100ad, register_table
from municipalities.formats.register import Complaints, Register
from portal.refusals import Refusal

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class Layout(StrEnum):
    AUTO = "auto"
    GV100AD = "gv100ad"
    CSV = "csv"


def read(content: bytes, layout: Layout = Layout.AUTO, counted_on: date | None = None) -> Register:
    """What the file says. Raises Refusal with every complaint by line, or that it is empty."""
    text = decoded(content)
    if layout == Layout.AUTO:
        layout = Layout.GV100AD if gv100ad.is_gv100ad(text) else Layout.CSV
    reader = gv100ad.read if layout == Layout.GV100AD else register_table.read
    complaints = Complaints()
    register = reader(text.split("\n"), complaints, counted_on)
    complaints.raise_any()
    if not register.entries:
        raise Refusal(_("There is no Kommune in this file."))
    return register


def decoded(content: bytes) -> str:
    """The text with plain line ends: UTF-8 if it is that, else the Western European of old."""
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return _LINE_ENDS.sub("\n", text).rstrip("\n\x1a ")
