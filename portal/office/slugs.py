"""Addresses of records: made from the title unless somebody writes one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.text import slug as german_slug


class SluggedForm(forms.ModelForm[Any]):
    """A form whose field `slug` may be left empty: then the title gives the address.

    `slug_from` names the fields that the address is made of, `slug_within` those that it must be
    unique within (all records unless given).
    """

    slug_from: tuple[str, ...] = ("title",)
    slug_within: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
            field.help_text = _("Leave empty to have it made of the title; fixed once published.")

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if "slug" in self.fields and not self.cleaned_data.get("slug") and not self.errors:
            self.cleaned_data["slug"] = self._free_slug()
            if not self.cleaned_data["slug"]:
                self.add_error("slug", _("No address can be made of this title; please write one."))
        elif self.slug_within and self.cleaned_data.get("slug") and self._others_have_it():
            self.add_error("slug", _("This address is taken; please choose another."))
        return given

    def _others_have_it(self) -> bool:
        """Asked here: Django asks no constraint that names a field which is read-only."""
        taken: bool = self._others().filter(slug=self.cleaned_data["slug"]).exists()
        return taken

    def _others(self) -> Any:
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        for name in self.slug_within:
            value = self.cleaned_data.get(name) or getattr(self.instance, name, None)
            others = others.filter(**{name: value})
        return others

    def _free_slug(self) -> str:
        """The slug of the title, with a number behind it where it is taken."""
        words = " ".join(str(self.cleaned_data.get(name) or "") for name in self.slug_from)
        longest: int = self._meta.model._meta.get_field("slug").max_length
        wanted = german_slug(words, longest - 4)
        near = self._others().filter(slug__startswith=wanted)
        taken = set(near.values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in range(2, 1000))
        return wanted if wanted not in taken else next(s for s in numbered if s not in taken)
