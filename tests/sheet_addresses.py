"""The rows of `test_url_by_role.py` for working sheets and the page for the boss."""


def team(thing):
    return [thing.public_id]


def in_team(thing):
    return [thing.team.public_id, thing.pk]


def sheet(thing):
    return [thing.team.public_id, thing.public_id]


def row(thing):
    return [*sheet(thing.sheet), thing.pk]


def step(thing):
    return [*sheet(thing.sheet), "fall"]


READ = "302 200 200 404 404 200 404 403 200"
NO_READ = NO_WRITE = "302 405 405 405 405 405 405 405 405"
EVERYBODY, NOT_FOUND, NOBODY = (" ".join([code] * 9) for code in ("200", "404", "405"))
FORM = "302 200 200 404 404 403 404 403 403"


def write(answer):
    """What the team gets; those who may only read are forbidden, others find nothing."""
    return f"302 {answer} {answer} 404 404 403 404 403 403"


# an empty request is refused with 422, except where there is nothing to fill in
SHEETS = [
    ("workshops:sheets", "team", team, READ, NO_WRITE),
    ("workshops:actors", "team", team, READ, write(422)),
    ("workshops:actors_table", "team", team, READ, NO_WRITE),
    ("workshops:actors_pdf", "team", team, READ, NO_WRITE),
    ("workshops:actor", "actor", in_team, FORM, write(422)),
    ("workshops:remove_actor", "actor", in_team, NO_READ, write(303)),
    ("workshops:bring_actor_back", "actor", in_team, NO_READ, write(303)),
    ("workshops:new_sheet", "team", lambda t: [t.public_id, "beratung"], FORM, write(422)),
    ("workshops:sheet", "sheet", sheet, READ, write(422)),
    ("workshops:sheet_facts", "sheet", sheet, FORM, write(422)),
    ("workshops:sheet_table", "sheet", sheet, READ, NO_WRITE),
    ("workshops:sheet_pdf", "sheet", sheet, READ, NO_WRITE),
    ("workshops:remove_sheet", "sheet", sheet, NO_READ, write(303)),
    ("workshops:bring_sheet_back", "sheet", sheet, NO_READ, write(303)),
    ("workshops:sheet_step", "consultation", step, FORM, write(422)),
    ("workshops:sheet_row", "sheet row", row, FORM, write(422)),
    ("workshops:move_sheet_row", "sheet row", row, NO_READ, write(303)),
    ("workshops:remove_sheet_row", "sheet row", row, NO_READ, write(303)),
    ("workshops:bring_sheet_row_back", "sheet row", row, NO_READ, write(303)),
    ("workshops:overview", "team", team, READ, NO_WRITE),
    ("workshops:overview_pdf", "team", team, READ, NO_WRITE),
    ("workshops:overview_links", "team", team, FORM, write(422)),
    ("workshops:withdraw_link", "overview link", in_team, NO_READ, write(303)),
    ("workshops:shared_overview", "overview link", lambda _: ["offen"], EVERYBODY, NOBODY),
    ("workshops:shared_overview", None, lambda _: ["falsch"], NOT_FOUND, NOBODY),
]
