"""PDFs: a sheet of `templates/print/` filled with data, accessible by construction (PDF/UA-1)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings

from portal.operator import context

MEDIA_TYPE = "application/pdf"
SHEETS = Path(settings.BASE_DIR) / "templates" / "print"
TYPEFACES = Path(settings.BASE_DIR) / "typefaces"


def pdf(sheet: str, data: dict[str, Any], *, title: str, at: datetime) -> bytes:
    """`templates/print/<sheet>.typ` with the data; the same data and moment give the same bytes.

    The sheet reads `data` (what JSON can hold), `title`, `operator` and the day `at` from
    `_base.typ`; typed text never becomes markup. Drawings are passed as SVG text. A picture
    without words in its place is refused: raises typst.TypstError.
    """
    everything = {"title": title, "at": at.isoformat(), "operator": context()["operator"], **data}
    compiler = typst.Compiler(
        root=str(SHEETS),
        font_paths=[str(TYPEFACES)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(everything, default=str)},
    )
    made = compiler.compile(
        input=str(SHEETS / f"{sheet}.typ"),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return cast(bytes, made)
