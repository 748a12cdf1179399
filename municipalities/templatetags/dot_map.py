"""{% load dot_map %}: the map of dots, for every page that shows where Kommunen lie."""

from collections.abc import Iterable
from typing import Any

from django import template

from municipalities.formats.dot_map import drawing
from municipalities.models import Municipality

register = template.Library()


@register.inclusion_tag("municipalities/dot_map.html")
def dot_map(
    places: Iterable[Municipality], label: str, named: bool = True, links: bool = True
) -> dict[str, Any]:
    """{% dot_map places label=_("Map …") %}: marked Kommunen with a point, a name and a link.

    `places` come from `Municipality.objects.on_the_map()`; without names the map is one picture
    with `label` as its words, and the names stand in a list beside it. `links=False` names
    without linking.
    """
    return {"map": drawing(places), "label": label, "named": named, "links": links}
