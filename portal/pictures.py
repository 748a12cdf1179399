"""Pictures: looked at before they are decoded, stored without metadata, scaled when asked for."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.uploads import check_picture

WIDTHS = (480, 960, 1600)
MAX_PIXELS = 40_000_000
MAX_WIDTH = 2400
_FORMATS = ["PNG", "JPEG", "WEBP"]


def check(file: Any) -> tuple[int, int]:
    """Width and height as the file says, nothing decoded. Raises ValidationError."""
    with _opened(file) as image:
        size = image.size
    file.seek(0)
    return size


def _opened(file: Any) -> Image.Image:
    file.seek(0)
    try:
        image = Image.open(file, formats=_FORMATS)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as wrong:
        raise ValidationError(
            _("This is not a picture that we can read."), code="content"
        ) from wrong
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(
            _("The picture has too many pixels. We take up to 40 million."), code="pixels"
        )
    return image


def re_encoded(file: Any, width: int = MAX_WIDTH) -> bytes:
    """The picture upright, at most this wide, as WebP without metadata. Raises ValidationError."""
    with _opened(file) as opened:
        try:
            opened.draft("RGB", (width, width))
            image = ImageOps.exif_transpose(opened)
            has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
            plain = image.convert("RGBA" if has_alpha else "RGB")
        except (OSError, ValueError, SyntaxError) as wrong:
            raise ValidationError(_("This picture is damaged."), code="content") from wrong
    if plain.width > width:
        height = max(round(plain.height * width / plain.width), 1)
        plain = plain.resize((width, height), Image.Resampling.LANCZOS)
    plain.info.clear()
    target = BytesIO()
    plain.save(target, "WEBP", quality=82, method=4)
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


def check_pixels(file: Any) -> None:
    """Validator: a picture by kind, size and number of pixels."""
    check_picture(file)
    if not getattr(file, "_committed", False):
        check(file)


class PictureField(models.ImageField):
    """An ImageField that keeps no original: what is stored is our own WebP, without metadata."""

    default_validators = [*models.ImageField.default_validators, check_pixels]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            name = f"{PurePath(file.name).stem}.webp"
            setattr(model_instance, self.attname, ContentFile(re_encoded(file), name))
        return super().pre_save(model_instance, add)
