"""The rows of `test_url_by_role.py` for what a coordinator does in the cockpit."""


def day(thing):
    return [thing.round_id, thing.pk]


def item(thing):
    return [thing.meeting.round_id, thing.meeting_id, thing.pk]


def file_(thing):
    return [thing.meeting.round_id, thing.meeting_id, thing.public_id]


def mail(thing):
    return [thing.scope.partition(":")[2], thing.pk]


READ = "302 404 404 404 404 200 404 403 200"
NO_READ = "302 405 405 405 405 405 405 405 405"


def write(answer):
    """What coordinators of the round and superusers get; the others are turned away."""
    return f"302 404 404 404 404 {answer} 404 403 {answer}"


# an empty request is refused with 422, except where there is nothing to fill in
COCKPIT = [
    (
        "workshops:demands",
        None,
        None,
        "302 404 404 404 404 200 200 403 200",
        NO_READ,
    ),
    (
        "workshops:demand",
        "interest",
        lambda i: [i.topic.slug],
        "302 404 404 404 404 200 200 403 200",
        "302 404 404 404 404 422 422 403 422",
    ),
    ("workshops:repeat_round", "round", lambda r: [r.pk], READ, write(422)),
    ("workshops:agenda", "meeting", day, READ, write(422)),
    ("workshops:agenda_outcomes", "meeting", day, READ, write(303)),
    ("workshops:agenda_pdf", "meeting", day, READ, NO_READ),
    ("workshops:agenda_take_up", "meeting", day, NO_READ, write(422)),
    ("workshops:agenda_copy", "meeting", day, NO_READ, write(422)),
    ("workshops:agenda_restore", "meeting", day, NO_READ, write(303)),
    ("workshops:agenda_item", "agenda item", item, READ, write(422)),
    ("workshops:agenda_move", "agenda item", item, NO_READ, write(303)),
    ("workshops:minutes", "meeting", day, READ, write(422)),
    ("workshops:minutes_remove", "minutes", file_, NO_READ, write(303)),
    (
        "workshops:minutes_file",
        "minutes",
        lambda f: [f.public_id, f.file_name],
        "302 200 200 200 404 200 404 403 200",
        NO_READ,
    ),
    ("workshops:circulars", "round", lambda r: [r.pk], READ, NO_READ),
    (
        "workshops:circular_write",
        "round",
        lambda r: [r.pk],
        "302 404 404 404 404 200 404 403 403",
        "302 404 404 404 404 422 404 403 403",
    ),
    ("workshops:circular", "circular", lambda c: [c.round_id, c.key], READ, NO_READ),
    ("workshops:mail_again", "mail", mail, NO_READ, write(303)),
    ("workshops:agenda_remove", "agenda item", item, NO_READ, write(303)),
    (
        "workshops:figures",
        None,
        None,
        "302 404 404 404 404 200 200 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    *(
        (
            f"workshops:{name}",
            "round",
            lambda r: [r.pk],
            "302 404 404 404 404 200 404 403 200",
            "302 405 405 405 405 405 405 405 405",
        )
        for name in ("course", "status_report")
    ),
    (
        "workshops:tables",
        "round",
        lambda r: [r.pk],
        "302 404 404 404 404 200 404 403 200",
        "302 404 404 404 404 422 404 403 403",
    ),
    (
        "workshops:download_table",
        "round",
        lambda r: [r.pk, "meilensteine", "xlsx"],
        "302 404 404 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:download_table",
        "round",
        lambda r: [r.pk, "eintraege", "csv"],
        "302 404 404 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (  # a table with an error
        "workshops:table",
        "table",
        lambda t: [t.round_id, t.public_id],
        "302 404 404 404 404 200 404 403 403",
        "302 404 404 404 404 422 404 403 403",
    ),
    (
        "workshops:discard_table",
        "table",
        lambda t: [t.round_id, t.public_id],
        "302 405 405 405 405 405 405 405 405",
        "302 404 404 404 404 303 404 403 403",
    ),
]
