"""Tables for spreadsheets, out and in: text, numbers and days, never a formula."""

from portal.spreadsheets.reading import Row, read
from portal.spreadsheets.writing import CSV, XLSX, as_text, pieces, safe, table, workbook

__all__ = ["CSV", "XLSX", "Row", "as_text", "pieces", "read", "safe", "table", "workbook"]
