"""The code of a registration, drawn into its page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from registrations.formats import ticket
from registrations.models import Registration

register = template.Library()


@register.simple_tag
def ticket_code(registration: Registration) -> SafeString:
    """{% ticket_code registration %}: the square that a camera reads; its words stand beside it."""
    return mark_safe(ticket.svg(registration))  # noqa: S308 - made by us, of our own address
