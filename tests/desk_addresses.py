"""The rows of `test_url_by_role.py` for those who look after an offer, written by hand."""


def slug(thing):
    return [thing.slug]


def one(thing):
    return [thing.offer.slug, thing.public_id]


def mail(thing):
    return ["offen", thing.pk]


def quota(thing):
    return [thing.slug, thing.quotas.get().pk]


#       visitor member lead neighbour stranger coordinator other_coordinator editor superuser
READ = "302 404 404 404 404 200 404 403 200"
STEWARDS = "302 404 404 404 404 200 404 403 403"
NO = "302 405 405 405 405 405 405 405 405"


def write(answer):
    """What the stewards get; superusers only look, the others are turned away."""
    return f"302 404 404 404 404 {answer} 404 403 403"


# an empty request is refused with 422, except where there is nothing to fill in
DESK = [
    ("registrations:desk", None, None, "302 404 404 404 404 200 200 403 200", NO),
    ("registrations:desk_offer", "offer", slug, READ, NO),
    ("registrations:desk_capacity", "offer", quota, STEWARDS, write(302)),  # empty: no limit
    ("registrations:desk_needs", "offer", slug, STEWARDS, NO),
    ("registrations:desk_export", "offer", lambda o: [o.slug, "xlsx"], READ, NO),
    ("registrations:desk_needs_export", "offer", lambda o: [o.slug, "csv"], STEWARDS, NO),
    ("registrations:desk_door", "offer", slug, STEWARDS, NO),
    ("registrations:desk_signatures", "offer", slug, STEWARDS, NO),
    ("registrations:desk_check_in", "registration", one, NO, write(302)),
    ("registrations:desk_letters", "offer", slug, STEWARDS, NO),
    ("registrations:desk_letter_write", "offer", slug, STEWARDS, write(422)),
    (
        "registrations:desk_letter_text",
        "offer",
        lambda o: [o.slug, "waiting"],
        STEWARDS,
        write(200),
    ),
    ("registrations:desk_letter", "offer letter", lambda x: [x.offer.slug, x.key], STEWARDS, NO),
    ("registrations:desk_mail_again", "offer mail", mail, NO, write(302)),
    ("registrations:desk_invitees", "offer", slug, STEWARDS, write(422)),
    ("registrations:desk_invitee_remove", "invitee", lambda i: ["offen", i.pk], NO, write(302)),
    ("registrations:desk_registration", "registration", one, READ, NO),
    ("registrations:desk_confirm", "registration", one, NO, write(302)),
    ("registrations:desk_links", "registration", one, NO, write(302)),
    ("registrations:desk_promote", "registration", one, STEWARDS, write(422)),
    ("registrations:desk_sessions", "registration", one, STEWARDS, write(302)),
    ("registrations:desk_cancel", "registration", one, STEWARDS, write(422)),
    ("registrations:desk_note", "registration", one, STEWARDS, write(302)),
]
