"""Nothing lost: each fault in the middle of a crowd, then the ledger against the database."""

import signal
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import AuditEntry, OutgoingMail
from registrations.models import Place, Registration
from tests import factories as f
from tests.faults.servers import until
from tests.faults.visitors import SENT_ON, Browser, Crowd, Ledger

PLACES, PEOPLE = 8, 24


@pytest.fixture
def crowd(portal, figures, request):
    crowd = Crowd(portal, f.OpenOfferFactory(places=PLACES), PEOPLE)
    yield crowd
    figures.append(f"{request.node.name}: sent {crowd.ledger} | read {crowd.readers}")


def redis_killed(portal, crowd):
    crowd.wait_for(0.25)
    portal.redis.kill()
    crowd.wait_for(0.75)
    portal.redis.start()


def redis_frozen(portal, crowd):
    crowd.wait_for(0.25)
    portal.redis.freeze()
    crowd.wait_for(0.6)
    portal.redis.thaw()


def redis_emptied(portal, crowd):
    for share in (0.25, 0.5, 0.75):
        crowd.wait_for(share)
        portal.redis.empty()


def sender_killed(portal, crowd):
    """In the middle of a letter: the mail server keeps it waiting."""
    crowd.wait_for(0.25)
    portal.postman.mode = "silent"
    until(lambda: OutgoingMail.objects.filter(state="in_flight").exists(), "a letter in hand")
    portal.kill_sender()
    portal.postman.mode = "ok"
    crowd.wait_for(0.75)
    portal.start_sender()


def mail_server(mode):
    def fault(portal, crowd):
        crowd.wait_for(0.25)
        portal.postman.mode = mode
        crowd.wait_for(0.75)
        portal.postman.mode = "ok"

    fault.__name__ = f"mail_server_{mode}"
    return fault


def connections_ended(portal, crowd):
    for share in (0.2, 0.4, 0.6, 0.8):
        crowd.wait_for(share)
        portal.postgres.hang_up_on_everybody()


def database_restarted(portal, crowd):
    crowd.wait_for(0.4)
    portal.postgres.stop()
    portal.postgres.start()


def database_crashed(portal, crowd):
    crowd.wait_for(0.4)
    portal.postgres.stop(signal.SIGQUIT)
    portal.postgres.start()


def web_worker_killed(portal, crowd):
    for share in (0.2, 0.4, 0.6, 0.8):
        crowd.wait_for(share)
        portal.kill_one_web_worker()


UNSEEN = [
    redis_killed,
    redis_frozen,
    redis_emptied,
    sender_killed,
    *map(mail_server, ["later", "busy", "silent", "drop"]),
]
SEEN = [connections_ended, database_restarted, database_crashed, web_worker_killed]


@pytest.mark.parametrize("fault", UNSEEN, ids=lambda fault: fault.__name__)
def test_people_notice_nothing(portal, crowd, fault):
    with crowd.coming():
        fault(portal, crowd)

    assert crowd.ledger.faults() == []
    assert crowd.readers.faults() == []
    assert_kept(portal, crowd)


@pytest.mark.parametrize("fault", SEEN, ids=lambda fault: fault.__name__)
def test_who_tries_again_gets_through_and_nothing_is_lost(portal, crowd, fault):
    with crowd.coming():
        fault(portal, crowd)

    said = {one.status for one in crowd.ledger.faults() + crowd.readers.faults()}
    assert said <= {0, 503}, "a broken line or “later”, never a fault of ours"
    assert_kept(portal, crowd)


def test_addresses_that_refuse_fail_where_the_office_sees_it(portal, crowd):
    """All others get their letters."""
    portal.postman.refused = {crowd.person(number)["email"] for number in (1, 2)}
    with crowd.coming():
        pass
    portal.let_time_pass()

    failed = OutgoingMail.objects.filter(state="failed").values_list("recipient", flat=True)
    assert set(failed) == portal.postman.refused
    portal.postman.refused = set()
    assert_kept(portal, crowd, failed=len(failed))


def assert_kept(portal, crowd, failed=0):
    connection.close()  # ours may have been hurt, too
    assert crowd.ledger.slow() + crowd.readers.slow() == []
    assert_well_again(portal, crowd)
    assert_as_told(crowd)
    assert_places_exact(crowd.offer)
    assert_letters_sent(portal, failed)


def assert_well_again(portal, crowd):
    """The next person gets a page, a registration and, without anybody's help, a letter."""
    ledger = Ledger()
    late = Browser(portal, ledger)
    assert late.get("/").status == 200
    form = crowd.person(PEOPLE)
    assert late.post(crowd.offer.get_absolute_url(), form).status == SENT_ON
    crowd.ledger.told[form["email"]] = "look into your mailbox"
    until(
        lambda: form["email"] in [mail["To"] for mail in list(portal.postman.taken)],
        "a letter after the fault",
    )
    assert ledger.slow() == []


def assert_as_told(crowd):
    """What somebody was told is so; who waited may have moved up since."""
    known = {"look into your mailbox": "unconfirmed"}
    is_so = dict(crowd.offer.registrations.values_list("email", "status"))
    moved_up = {
        email
        for email, told in crowd.ledger.told.items()
        if told == "waiting" and is_so.get(email) == "confirmed"
    }
    told = {
        email: "confirmed" if email in moved_up else known.get(said, said)
        for email, said in crowd.ledger.told.items()
    }
    assert is_so == told
    assert crowd.offer.registrations.count() == len(told)


def assert_places_exact(offer):
    """Full and not overfull; nobody who has a place came after somebody who waits."""
    now = timezone.now()
    main = Place.objects.filter(quota__offer=offer, quota__is_main=True)
    assert main.taking(now).count() == PLACES
    line = list(main.with_rank(now).values_list("rank", flat=True))
    assert line == list(range(1, len(line) + 1))
    last_in = main.taking(now).order_by("-queued_at", "-pk").values_list("queued_at", "pk")[0]
    first_waiting = main.in_line(now).values_list("queued_at", "pk")[0]
    assert last_in < first_waiting
    assert_recorded(offer)


def assert_recorded(offer):
    """Each change has one entry in the audit trail, for they share a transaction."""
    people = offer.registrations.all()
    recorded = Counter(AuditEntry.objects.filter(scope=offer.scope).values_list("what", flat=True))
    assert recorded["registration.made"] == people.count()
    assert recorded["registration.confirmed"] == people.exclude(confirmed_at=None).count()
    cancelled = people.filter(status=Registration.Status.CANCELLED)
    assert recorded["registration.cancelled"] == cancelled.count()


def assert_letters_sent(portal, failed):
    """After the pauses every letter owed is with its reader; twice only where the line broke."""
    portal.let_time_pass()
    until(lambda: not OutgoingMail.objects.filter(state="in_flight").exists(), "letters in hand")
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    assert states == Counter({"sent": OutgoingMail.objects.count() - failed, "failed": failed})
    taken = Counter(mail["Message-ID"] for mail in portal.postman.taken)
    owed = OutgoingMail.objects.filter(state="sent").values_list("message_id", flat=True)
    assert set(taken) == set(owed)
    assert max(taken.values()) <= 2
