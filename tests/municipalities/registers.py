"""Small made-up registers in the layouts that the office gets."""


def record(kind, key="", name="", seat="", code="", verband="", hectares="", people="", day=""):
    """One line of GV100AD, 220 characters."""
    line = f"{kind}{day or '20231231'}{key:<8}{verband:<4}{name:<50}{seat:<50}{code:<2}    "
    if kind == "60":
        line += f"{hectares:>011}{people:>011}{'0':>011}"
    return line.ljust(220)


def gv100ad(*records, encoding="utf-8"):
    return "\r\n".join(records).encode(encoding) + b"\r\n"


LAND = record("10", "05", "Nordrhein-Westfalen", "Düsseldorf, Stadt")
BEZIRK = record("20", "053", "Köln", "Köln, Stadt")
REGION = record("30", "0811", "Region Stuttgart", "Stuttgart")
KOELN = record("40", "05315", "Köln, Stadt", "Köln, Stadt", "41")
KOELN_ITSELF = record("60", "05315000", "Köln, Stadt", "", "61", "0000", "40502", "1085664")
DUEREN = record("40", "05358", "Düren", "Düren, Stadt", "43")
VERBAND = record("50", "05358", "Düren, Stadt", "", "50", "0008")
DUEREN_TOWN = record("60", "05358008", "Düren, Stadt", "", "63", "0008", "8523", "90733")
KREUZAU = record("60", "05358028", "Kreuzau", "", "64", "0028", "4170", "17567")
FOREST = record("60", "05358999", "Staatsforst", "", "66", "9999", "30", "0")
SMALL = (LAND, BEZIRK, REGION, KOELN, KOELN_ITSELF, DUEREN, VERBAND, DUEREN_TOWN, KREUZAU, FOREST)

HEAD = "ags5,name,kurzname,typ,verwaltungssitz,ars_verwaltungssitz,einwohner_2018_12_31,flaeche_km2"


def table(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()
