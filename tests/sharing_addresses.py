"""The rows of `test_url_by_role.py` for what a team keeps, shares and lets be published."""


def team(thing):
    return [thing.public_id]


def numbered(thing):
    return [thing.team.public_id, thing.pk]


def in_room(thing):
    return [thing.team.public_id, thing.public_id]


def of_milestone(thing):
    return [thing.milestone.team.public_id, thing.milestone.public_id, thing.pk]


def named(thing):
    return [thing.team.public_id, thing.public_id, thing.file_name]


READ = "302 200 200 404 404 200 404 403 200"
NO_READ = NO_WRITE = "302 405 405 405 405 405 405 405 405"


def lead(answer):
    """What the lead gets; others of the room are forbidden, everybody else finds nothing."""
    return f"302 403 {answer} 404 404 403 404 403 403"


# an empty request is refused with 422, except where there is nothing to fill in
SHARING = [
    ("workshops:files", "team", team, READ, "302 422 422 404 404 403 404 403 403"),
    ("workshops:file", "file", named, READ, NO_WRITE),
    ("workshops:file", "shared file", named, "302 200 200 200 404 200 404 403 200", NO_WRITE),
    ("workshops:share_file", "file", in_room, NO_READ, lead(303)),
    ("workshops:take_back_file", "shared file", in_room, NO_READ, lead(303)),
    ("workshops:remove_file", "shared file", in_room, lead(200), lead(303)),
    ("workshops:exchange", "team", team, READ, NO_WRITE),
    ("workshops:participants", "team", team, READ, NO_WRITE),
    ("workshops:ask", "team", team, NO_READ, "302 422 422 404 404 403 404 403 403"),
    ("workshops:comment", "milestone", in_room, NO_READ, "302 422 422 404 404 422 404 403 403"),
    (
        "workshops:comment",
        "shared milestone",
        in_room,
        NO_READ,
        "302 422 422 422 404 422 404 403 403",
    ),
    (  # the words of somebody else
        "workshops:remove_comment",
        "comment",
        of_milestone,
        NO_READ,
        "302 403 403 403 404 403 404 403 403",
    ),
    ("workshops:statements", "team", team, READ, NO_WRITE),
    ("workshops:statement", "statement", numbered, READ, NO_WRITE),
    (
        "workshops:propose_statement",
        "team",
        team,
        "302 403 403 404 404 200 404 403 403",
        "302 403 403 404 404 422 404 403 403",
    ),
    ("workshops:clear_statement", "statement", numbered, NO_READ, lead(422)),
    ("workshops:refuse_statement", "statement", numbered, NO_READ, lead(303)),
    ("workshops:withdraw_statement", "cleared statement", numbered, NO_READ, lead(303)),
]
