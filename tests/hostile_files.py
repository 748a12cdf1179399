"""Files that nobody should be able to send, and the words that refuse them."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

MARKER = b"GPSCAM-MARKER"
SCRIPT = b"<script>fetch('/PWNED-MARKER')</script>"


def image(form="PNG", size=(40, 30), **more):
    target = BytesIO()
    Image.new("RGB", size, "navy").save(target, form, **more)
    return target.getvalue()


def photo(**more):
    """A JPEG that knows where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = MARKER.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "E", 4: (7.0, 27.0, 0.0)})
    return image("JPEG", exif=exif, comment=b"COMMENT-MARKER", **more)


def chunk(kind, content):
    body = kind + content
    return struct.pack(">L", len(content)) + body + struct.pack(">L", zlib.crc32(body))


def bomb(side=13_000):
    """A PNG of a few hundred kilobytes that becomes half a gigabyte."""
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * side)
    pixels = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    head = struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def office_file(content=b"<w/>", name="word/document.xml"):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"<Types/>")
        file.writestr("_rels/.rels", b"<Relationships/>")
        file.writestr(name, content)
    return target.getvalue()


def broken_name():
    """A name inside that says it is UTF-8 and is not."""
    return office_file(name="word/ä.xml").replace("ä".encode(), b"\xff\xfe")


KIND, CONTENT, NAME = "nehmen wir nicht", "passt nicht zu ihrer Endung", "zwei Endungen"
NO_PICTURE, DAMAGED, PIXELS = "kein Bild, das", "beschädigt", "zu viele Bildpunkte"

HOSTILE = [
    ("Bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", KIND),
    ("Seite.html", SCRIPT, KIND),
    ("Daten.xml", b"<?xml version='1.0'?><a/>", KIND),
    ("alles.zip", office_file(), KIND),
    ("rechnung.pdf.exe", b"MZ\x90\x00", KIND),
    ("rechnung\u202efdp.exe", b"MZ\x90\x00", KIND),
    ("rechnung.exe.pdf", b"%PDF-1.7", NAME),
    ("foto.PHP.jpg", image("JPEG"), NAME),
    ("Foto.jpg", b"MZ\x90\x00" + bytes(300), CONTENT),
    ("Bild.png", SCRIPT, CONTENT),
    ("Bild.png", b"\x89PNG\r\n\x1a\n" + SCRIPT, NO_PICTURE),
    ("Bild.webp", b"RIFF\xff\x00\x00\x00WEBPVP8 " + SCRIPT, NO_PICTURE),
    ("Bild.png", image(size=(400, 400))[:-40], DAMAGED),
    ("Foto.jpg", image("JPEG", size=(400, 400))[:-900], DAMAGED),
    ("Foto.jpg", b"", "leer"),
    ("x" * 300 + ".png", image(), "höchstens"),
]

HOSTILE_OFFICE = [
    ("Bombe.docx", office_file(bytes(30_000_000))),
    ("Falsch.xlsx", office_file()),
    ("Name.docx", broken_name()),
    ("Kurz.docx", office_file()[:-30]),
    ("Lang.docx", office_file().replace(b"PK\x05\x06", b"PK\x05\x07")),
]
