"""Every address x every role x GET and POST, written by hand; an address without its row fails.

The admin's addresses have a table of their own in `test_admin_by_role.py`.
"""

import pytest
from django.urls import reverse

from people.models import mail_stop
from tests.cockpit_addresses import COCKPIT
from tests.desk_addresses import DESK
from tests.entrance_addresses import ENTRANCE
from tests.registration_addresses import REGISTRATIONS
from tests.sharing_addresses import SHARING
from tests.sheet_addresses import SHEETS
from tests.walk import addresses, sign_in, status
from tests.world import ROLES, build
from workshops.models import mail_kinds

pytestmark = pytest.mark.django_db


def same(answer):
    return " ".join([str(answer)] * len(ROLES))


def meeting(thing):
    return [thing.round.workshop.slug, thing.round.number, thing.slug]


def round_(thing):
    return [thing.workshop.slug, thing.number]


def session(thing):
    return [thing.conference.slug, thing.slug]


def milestone(thing):
    return [thing.team.public_id, thing.public_id]


def stop_mails(account):
    return [mail_stop.token(account, mail_kinds.DIGEST)]


def slug(thing):
    return [thing.slug]


# address, the thing it shows, its arguments, then the answers to GET and to POST by role:
#      visitor member lead neighbour stranger coordinator other_coordinator editor superuser
PAGE = (same(200), same(405))
HIDDEN = (same(404), same(405))
OFFICE = ("404 404 404 404 404 200 200 200 200", same(405))
OWN_DRAFT = ("404 404 404 404 404 200 404 200 200", same(405))
TABLE = [
    ("home:landing", None, None, *PAGE),
    ("home:dates", None, None, *PAGE),
    ("home:dates_calendar", None, None, *PAGE),
    ("home:search", None, None, *PAGE),
    ("home:municipalities", None, None, *PAGE),
    ("home:municipalities_table", None, None, *PAGE),
    ("home:municipality", "municipality", slug, *PAGE),
    ("home:person", "person", slug, *PAGE),
    ("home:person", "hidden person", slug, *OFFICE),
    ("home:person_calendar", "person", slug, *PAGE),
    ("home:person_calendar", "hidden person", slug, *OFFICE),
    ("home:portrait", "person", slug, *HIDDEN),
    ("home:topic", "topic", slug, *PAGE),
    ("home:report", "report", slug, *PAGE),
    ("home:report", "draft report", slug, *OWN_DRAFT),
    ("home:report", "withdrawn report", slug, *OWN_DRAFT),
    ("home:report_preview", "preview", lambda _: ["offen"], *PAGE),
    ("home:report_preview", "revoked preview", lambda _: ["widerrufen"], *HIDDEN),
    ("home:imprint", None, None, *PAGE),
    ("home:privacy", None, None, *PAGE),
    ("home:accessibility", None, None, *PAGE),
    ("home:plain_language", None, None, *PAGE),
    ("home:sign_language", None, None, *PAGE),
    ("publications:reports", None, None, *PAGE),
    ("publications:feed", None, None, *PAGE),
    ("publications:downloads", None, None, *PAGE),
    ("publications:file", "document", lambda d: [d.public_id, d.file_name], *PAGE),
    ("publications:file", "draft document", lambda d: [d.public_id, d.file_name], *OWN_DRAFT),
    (  # an empty request is refused with 422
        "publications:request_accessible",
        "document",
        lambda d: [d.public_id],
        same(200),
        same(422),
    ),
    (
        "publications:request_accessible",
        "draft document",
        lambda d: [d.public_id],
        same(404),
        same(404),
    ),
    ("publications:accessible_requested", "document", lambda d: [d.public_id], *PAGE),
    ("publications:accessible_requested", "draft document", lambda d: [d.public_id], *HIDDEN),
    ("publications:picture", "picture", lambda p: [p.public_id, 480], *PAGE),
    ("publications:picture", "withdrawn picture", lambda p: [p.public_id, 480], *HIDDEN),
    ("workshops:list", None, None, *PAGE),
    ("workshops:workshop", "workshop", slug, *PAGE),
    ("workshops:workshop", "draft workshop", slug, *OFFICE),
    ("workshops:round", "round", round_, *PAGE),
    ("workshops:round", "draft round", round_, *OWN_DRAFT),
    ("workshops:round_calendar", "round", round_, *PAGE),
    ("workshops:round_calendar", "draft round", round_, *OWN_DRAFT),
    ("workshops:meeting", "meeting", meeting, *PAGE),
    ("workshops:meeting", "draft meeting", meeting, *OWN_DRAFT),
    ("workshops:meeting_calendar", "meeting", meeting, *PAGE),
    ("workshops:meeting_calendar", "draft meeting", meeting, *OWN_DRAFT),
    ("workshops:documents_archive", "meeting", meeting, *PAGE),
    ("workshops:documents_archive", "draft meeting", meeting, *OWN_DRAFT),
    *REGISTRATIONS,
    ("conferences:list", None, None, *PAGE),
    ("conferences:documents_archive", "conference", slug, *PAGE),
    ("conferences:documents_archive", "draft conference", slug, *OWN_DRAFT),
    ("conferences:conference", "conference", slug, *PAGE),
    ("conferences:conference", "draft conference", slug, *OWN_DRAFT),
    ("conferences:programme", "conference", slug, *PAGE),
    ("conferences:programme", "draft conference", slug, *OWN_DRAFT),
    ("conferences:calendar", "conference", slug, *PAGE),
    ("conferences:calendar", "draft conference", slug, *OWN_DRAFT),
    ("conferences:programme_calendar", "conference", slug, *PAGE),
    ("conferences:programme_calendar", "draft conference", slug, *OWN_DRAFT),
    ("conferences:market", "conference", slug, *PAGE),
    ("conferences:market", "draft conference", slug, *OWN_DRAFT),
    ("conferences:people", "conference", slug, *PAGE),
    ("conferences:people", "draft conference", slug, *OWN_DRAFT),
    ("conferences:session", "session", session, *PAGE),
    ("conferences:session", "draft session", session, *OWN_DRAFT),
    ("conferences:session_calendar", "session", session, *PAGE),
    ("conferences:session_calendar", "draft session", session, *OWN_DRAFT),
    (
        "workshops:cockpit",
        None,
        None,
        "302 404 404 404 404 200 200 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:cockpit_round",
        "round",
        lambda r: [r.pk],
        "302 404 404 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    *COCKPIT,
    *DESK,
    *ENTRANCE,
    *SHARING,
    *SHEETS,
    (
        "workshops:teams",
        None,
        None,
        "302 200 200 200 200 200 200 200 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:team",
        "team",
        lambda t: [t.public_id],
        "302 200 200 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:milestone",
        "milestone",
        milestone,
        "302 200 200 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:milestone",
        "shared milestone",
        milestone,
        "302 200 200 200 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:milestones",
        "team",
        lambda t: [t.public_id],
        "302 200 200 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (
        "workshops:timeline",
        "team",
        lambda t: [t.public_id],
        "302 200 200 404 404 200 404 403 200",
        "302 405 405 405 405 405 405 405 405",
    ),
    (  # an empty form is refused with 422
        "workshops:milestone_new",
        "team",
        lambda t: [t.public_id],
        "302 200 200 404 404 403 404 403 403",
        "302 422 422 404 404 403 404 403 403",
    ),
    (
        "workshops:milestone_adopt",
        "common milestone",
        lambda common: [common.round.teams.earliest("pk").public_id, common.pk],
        "302 405 405 405 405 405 405 405 405",
        "302 303 303 404 404 403 404 403 403",
    ),
    *(
        (
            "workshops:milestone_edit",
            thing,
            milestone,
            "302 200 200 404 404 403 404 403 403",
            "302 422 422 404 404 403 404 403 403",
        )
        for thing in ("milestone", "shared milestone")
    ),
    *(  # an empty form is refused with 422
        (
            name,
            thing,
            milestone,
            "302 403 200 404 404 403 404 403 403",
            "302 403 422 404 404 403 404 403 403",
        )
        for name in ("workshops:milestone_drop", "workshops:milestone_split")
        for thing in ("milestone", "shared milestone")
    ),
    *(
        (
            name,
            thing,
            milestone,
            "302 405 405 405 405 405 405 405 405",
            "302 403 303 404 404 403 404 403 403",
        )
        for name in (
            "workshops:milestone_move",
            "workshops:milestone_resume",
            "workshops:milestone_share",
        )
        for thing in ("milestone", "shared milestone")
    ),
    *(
        (
            "workshops:measurement_new",
            thing,
            milestone,
            "302 200 200 404 404 403 404 403 403",
            "302 422 422 404 404 403 404 403 403",
        )
        for thing in ("milestone", "shared milestone")
    ),
    (
        "workshops:measurement",
        "measurement",
        lambda one: [*milestone(one.milestone), one.pk],
        "302 200 200 404 404 403 404 403 403",
        "302 422 422 404 404 403 404 403 403",
    ),
    (
        "workshops:measurement_remove",
        "measurement",
        lambda one: [*milestone(one.milestone), one.pk],
        "302 405 405 405 405 405 405 405 405",
        "302 303 303 404 404 403 404 403 403",
    ),
    (  # an empty entry is refused with 422
        "workshops:log",
        "milestone",
        milestone,
        "302 200 200 404 404 403 404 403 403",
        "302 422 422 404 404 403 404 403 403",
    ),
    (
        "workshops:log",
        "shared milestone",
        milestone,
        "302 200 200 404 404 403 404 403 403",
        "302 422 422 404 404 403 404 403 403",
    ),
    ("healthz", None, None, *PAGE),
    ("readyz", None, None, *PAGE),
    # accounts: allauth's pages; whoever is signed in is led on
    ("account_login", None, None, "200" + " 302" * 8, "200" + " 302" * 8),
    ("account_logout", None, None, "302" + " 200" * 8, same(302)),
    ("account_inactive", None, None, *PAGE),
    ("account_signup", None, None, "200" + " 302" * 8, "200" + " 302" * 8),  # says it is closed
    ("account_reauthenticate", None, None, "302" + " 200" * 8, "302" + " 200" * 8),
    ("account_email", None, None, "302" + " 200" * 8, same(302)),
    ("account_email_verification_sent", None, None, same(302), same(302)),
    ("account_change_password", None, None, "302" + " 200" * 8, "302" + " 200" * 8),
    ("account_set_password", None, None, same(302), same(302)),
    ("account_reset_password", None, None, same(200), same(200)),
    ("account_reset_password_done", None, None, *PAGE),
    ("account_reset_password_from_key", None, lambda _: ["1", "falsch"], same(200), same(200)),
    ("account_reset_password_from_key_done", None, None, *PAGE),
    ("account_request_login_code", None, None, "200" + " 302" * 8, "200" + " 302" * 8),
    ("account_confirm_login_code", None, None, same(302), same(302)),
    ("people:mails", None, None, "302" + " 200" * 8, same(302)),
    ("people:stop_mails", "account", stop_mails, same(200), same(200)),
    ("people:stop_mails", None, lambda _: ["falsch"], same(404), same(404)),
]


def test_every_address_has_its_row():
    named = {name for name in addresses() if not name.startswith("admin:")}

    assert named == {row[0] for row in TABLE}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_table(client, role, method):
    world = build()
    column = ROLES.index(role)
    answers, expected = {}, {}
    for name, thing, arguments, get, post in TABLE:
        address = reverse(name, args=arguments(world.things.get(thing)) if arguments else None)
        row = f"{name} ({thing})" if thing else name
        sign_in(client, world.users[role])  # each time: one of the addresses signs out
        answers[row] = status(client, method, address)
        expected[row] = int((get if method == "get" else post).split()[column])

    assert answers == expected
