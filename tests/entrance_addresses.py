"""The rows of `test_url_by_role.py` for how Kommunen and people get in."""

EVERYBODY = " ".join(["200"] * 9)
NOBODY = " ".join(["404"] * 9)
NEVER = " ".join(["405"] * 9)


def public_id(team):
    return [team.public_id]


def in_team(thing):
    return [thing.team.public_id, thing.pk]


# visitor member lead neighbour stranger coordinator other_coordinator editor superuser
ENTRANCE = [
    ("workshops:interest", None, None, EVERYBODY, " ".join(["422"] * 9)),
    ("workshops:interest_sent", None, None, EVERYBODY, NEVER),
    (
        "workshops:members",
        "team",
        public_id,
        "302 200 200 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (  # an empty form is refused with 422
        "workshops:invite",
        "team",
        public_id,
        "302 403 200 404 404 200 404 403 200",
        "302 403 422 404 404 422 404 403 422",
    ),
    (
        "workshops:resend",
        "invitation",
        in_team,
        "302 405 405 405 405 405 405 405 405",
        "302 403 303 404 404 303 404 403 303",
    ),
    (
        "workshops:withdraw",
        "invitation",
        in_team,
        "302 405 405 405 405 405 405 405 405",
        "302 403 303 404 404 303 404 403 303",
    ),
    (
        "workshops:member_end",
        "second member",
        in_team,
        "302 403 200 404 404 200 404 403 200",
        "302 403 303 404 404 303 404 403 303",
    ),
    (
        "workshops:member_hand_over",
        "second lead",
        in_team,
        "302 403 200 404 404 200 404 403 200",
        "302 403 422 404 404 422 404 403 422",
    ),
    (
        "workshops:leave_round",
        "team",
        public_id,
        "302 403 200 404 404 200 404 403 200",
        "302 403 422 404 404 422 404 403 422",
    ),
    ("workshops:invitation", None, lambda _: ["falsch"], NOBODY, NEVER),
    ("workshops:accept_invitation", None, None, NOBODY, NOBODY),
]
