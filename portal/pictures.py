"""Pictures: looked at before they are decoded, stored without metadata, scaled when asked for.

`PictureField` keeps our own WebP of a picture. `DocumentField` keeps a file as it was sent, except
that pictures among documents lose their metadata too.
"""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.uploads import PICTURES, check_document, check_picture, ending

WIDTHS = (480, 960, 1600)
MAX_PIXELS = 40_000_000
MAX_WIDTH = 2400
MAX_HEIGHT = 16_000  # WebP ends soon above
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # for whoever else opens a picture


def check(file: Any) -> tuple[int, int]:
    """Width and height as the file says, nothing decoded. Raises ValidationError."""
    with _opened(file) as image:
        size = image.size
    file.seek(0)
    return size


def _opened(file: Any) -> Image.Image:
    file.seek(0)
    try:
        image = Image.open(file, formats=list(_FORMATS.values()))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except (UnidentifiedImageError, OSError, ValueError) as wrong:
        raise ValidationError(
            _("This is not a picture that we can read."), code="content"
        ) from wrong
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels() -> ValidationError:
    words = _("The picture has too many pixels. We take up to 40 million.")
    return ValidationError(words, code="pixels")


def re_encoded(file: Any, width: int = MAX_WIDTH) -> bytes:
    """The picture upright, at most this wide, as WebP without metadata. Raises ValidationError."""
    plain = _decoded(file, width)
    scale = min(width / plain.width, MAX_HEIGHT / plain.height)
    if scale < 1:
        size = (max(round(plain.width * scale), 1), max(round(plain.height * scale), 1))
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    return _saved(plain, "WEBP", quality=82, method=4)


def without_metadata(file: Any) -> bytes:
    """The picture upright, in its own format and size, only its pixels. Raises ValidationError."""
    kind = _FORMATS[PICTURES[ending(file.name)]]
    plain = _decoded(file)
    return _saved(plain.convert("RGB") if kind == "JPEG" else plain, kind, quality=90)


def _decoded(file: Any, width: int | None = None) -> Image.Image:
    """The pixels, upright; a JPEG may come smaller, but not below the width."""
    with _opened(file) as opened:
        try:
            if width:
                opened.draft("RGB", (width, width))
            image = ImageOps.exif_transpose(opened)
            has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
            plain = image.convert("RGBA" if has_alpha else "RGB")
        except Exception as wrong:  # decoders raise whatever a hostile file leads them to
            raise ValidationError(_("This picture is damaged."), code="content") from wrong
    plain.info.clear()
    return plain


def _saved(image: Image.Image, kind: str, **how: int) -> bytes:
    target = BytesIO()
    image.save(target, kind, **how)
    return target.getvalue()


def rendition(name: str, width: int) -> str:
    """The name in the storage of this picture at one of the WIDTHS, made when first asked for.

    Raises ValueError for another width, FileNotFoundError where the picture is gone.
    """
    if width not in WIDTHS:
        raise ValueError(f"Pictures come {WIDTHS} wide.")
    wanted = f"renditions/{PurePath(name).with_suffix('')}-{width}.webp"
    if not default_storage.exists(wanted):
        with default_storage.open(name) as original:
            saved = default_storage.save(wanted, ContentFile(re_encoded(original, width)))
        if saved != wanted:  # somebody else asked at the same moment
            default_storage.delete(saved)
    return wanted


def forget_renditions(name: str) -> None:
    """When a picture is deleted, its renditions go too."""
    for width in WIDTHS:
        default_storage.delete(f"renditions/{PurePath(name).with_suffix('')}-{width}.webp")


def forget(name: str) -> None:
    """When another file takes its place, a picture goes with its renditions."""
    forget_renditions(name)
    default_storage.delete(name)


def check_pixels(file: Any) -> None:
    """Validator: a picture by kind, size and number of pixels."""
    check_picture(file)
    if not getattr(file, "_committed", False):
        check(file)


def check_document_pixels(file: Any) -> None:
    """Validator: a document by kind and size; a picture among them by its pixels too."""
    check_document(file)
    if _is_picture(file) and not getattr(file, "_committed", False):
        check(file)


def _is_picture(file: Any) -> bool:
    return ending(file.name) in PICTURES


class OwnCopy(ContentFile[bytes]):
    """Bytes that we have written ourselves: nothing of a picture's sender is left in them."""


def _own_picture(file: Any) -> OwnCopy:
    return OwnCopy(re_encoded(file), f"{PurePath(file.name).stem}.webp")


def _own_document(file: Any) -> Any:
    """A picture without its metadata; any other document as it is."""
    return OwnCopy(without_metadata(file), file.name) if _is_picture(file) else file


class PictureFormField(forms.FileField):
    """Decodes while the form can still say what is wrong; hands on our own copy."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        check_pixels(file)
        return _own_picture(file)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ",".join(_FORMATS)}


class DocumentFormField(forms.FileField):
    """The same for documents, of which only pictures are changed."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        check_document_pixels(file)
        return _own_document(file)


class PictureField(models.ImageField):
    """An ImageField that keeps no original: what is stored is our own WebP, without metadata."""

    default_validators = [*models.ImageField.default_validators, check_pixels]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed and not isinstance(file.file, OwnCopy):
            setattr(model_instance, self.attname, _own_picture(file))
        return super().pre_save(model_instance, add)


class DocumentField(models.FileField):
    """A FileField for what is handed out as it was sent, but for the metadata of pictures."""

    default_validators = [*models.FileField.default_validators, check_document_pixels]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DocumentFormField, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed and not isinstance(file.file, OwnCopy):
            setattr(model_instance, self.attname, _own_document(file))
        return super().pre_save(model_instance, add)
