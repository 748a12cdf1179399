"""What stands around every page, put together once for all anonymous readers.

It hangs on nothing but the language, the operator and the section of the portal: no record of the
database is in it. Who is signed in gets a header of their own.
"""

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

Operator = tuple[tuple[str, str], ...]


@register.simple_tag(takes_context=True)
def site_head(context: template.Context) -> SafeString:
    """{% site_head %}: style sheets, font, icon and feed."""
    return _part("_head", get_language(), _operator(context))


@register.simple_tag(takes_context=True)
def site_header(context: template.Context) -> SafeString:
    """{% site_header %}: the note on a demonstration, the brand and the ways to everything."""
    here = _section(context.get("request"))
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return _header(get_language(), _operator(context), bool(context.get("demo")), here)
    engine = context.template.engine  # type: ignore[union-attr]  # it is being rendered
    with context.push(here=here):
        return engine.get_template("components/_header.html").render(context)


@register.simple_tag(takes_context=True)
def site_footer(context: template.Context) -> SafeString:
    """{% site_footer %}: what one finds here, who runs it, and what the law asks for."""
    return _part("_footer", get_language(), _operator(context))


def _operator(context: template.Context) -> Operator:
    return tuple(context["operator"].items())


def _section(request: HttpRequest | None) -> str:
    """As much of the address as the navigation looks at: its first part, and whether more follows.

    So there are as few sections as the portal has; an address that it does not know is in none.
    """
    if request is None or request.resolver_match is None:
        return ""
    first, _slash, rest = request.path[1:].partition("/")
    return f"/{first}/…" if rest else request.path


@lru_cache(maxsize=64)
def _header(language: str | None, operator: Operator, demo: bool, here: str) -> SafeString:
    context = {"operator": dict(operator), "demo": demo, "here": here}
    return render_to_string("components/_header.html", context)


@lru_cache(maxsize=16)
def _part(name: str, language: str | None, operator: Operator) -> SafeString:
    return render_to_string(f"components/{name}.html", {"operator": dict(operator)})
