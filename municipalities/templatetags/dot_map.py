"""{% load dot_map %}: the map of dots, for every page that shows where Kommunen lie."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from municipalities.formats.dot_map import drawing
from municipalities.models import Spot

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def dot_map(
    places: tuple[Spot, ...], label: str, named: bool = True, links: bool = True
) -> SafeString:
    """{% dot_map places label=_("Map …") %}: marked Kommunen with a point, a name and a link.

    Without names the map is one picture with `label` as its words, and the names stand in a list
    beside it. `links=False` names without linking. Drawn once as long as the places stay the same.
    """
    map = {"map": drawing(places), "label": label, "named": named, "links": links}
    return render_to_string("municipalities/dot_map.html", map)
