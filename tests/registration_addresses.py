"""The rows of `tests/test_url_by_role.py` for registrations, written by hand like the others."""

from tests.world import ROLES


def same(answer):
    return " ".join([str(answer)] * len(ROLES))


def slug(thing):
    return [thing.slug]


PAGE = (same(200), same(405))
HIDDEN = (same(404), same(405))
# address, the thing it shows, its arguments, then the answers to GET and to POST
REGISTRATIONS = [
    ("registrations:register", "offer", slug, same(200), same(422)),  # an empty form is refused
    ("registrations:register", "closed offer", slug, same(404), same(404)),
    ("registrations:together", "offer", slug, same(200), same(422)),
    ("registrations:together", "closed offer", slug, same(404), same(404)),
    ("registrations:sent", "offer", slug, *PAGE),
    ("registrations:sent", "closed offer", slug, *HIDDEN),
    ("registrations:links", None, None, same(200), same(422)),
    ("registrations:links_sent", None, None, *PAGE),
    ("registrations:erased", None, None, *PAGE),
    ("registrations:mine", None, None, same(403), same(405)),  # all of these without a link
    ("registrations:confirm", None, None, same(405), same(403)),
    ("registrations:accept", None, None, same(405), same(403)),
    ("registrations:details", None, None, same(403), same(403)),
    ("registrations:sessions", None, None, same(403), same(403)),
    ("registrations:cancel", None, None, same(403), same(403)),
    ("registrations:consent", None, lambda _: [1], same(405), same(403)),
    ("registrations:calendar", None, None, same(403), same(405)),
    ("registrations:data", None, None, same(403), same(405)),
    ("registrations:erase", None, None, same(403), same(403)),
    ("registrations:enter", "registration", lambda _: ["schluessel"], same(302), same(405)),
    ("registrations:enter", None, lambda _: ["falsch"], *HIDDEN),
]
