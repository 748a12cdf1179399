"""How the tables of rights are walked: signing in, all addresses, what they answer."""

from django.urls import URLPattern, URLResolver, get_resolver


def sign_in(client, user):
    """Nobody is a visitor."""
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def status(client, method, address):
    response = getattr(client, method)(address)
    b"".join(response)  # a file is closed once it is read
    return response.status_code


def addresses(resolver=None, space=""):
    """The full name of every pattern below the root, or below this place."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
