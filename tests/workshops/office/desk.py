"""How the tests work at a coordinator's desk."""

from tests.office import filled, window


def edit(client, label, thing, **changes):
    address = window(label, "change", thing.pk)
    return client.post(address, filled(client.get(address), **changes))


def add(client, label, query="", **values):
    address = window(label, "add") + query
    return client.post(address, filled(client.get(address), **values))
