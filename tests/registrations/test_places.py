"""Who has a place, who waits, and who is next."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from portal.dates import BERLIN, Period
from portal.models import AuditEntry, OutgoingMail
from registrations.actions import changes, quotas, registrations
from registrations.models import Offer, Place, Quota, Registration, standings
from tests import factories as f
from tests.registrations.people import AT, HOUR, come, guest, names_in, ranks, register, statuses

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


def moment(hour):
    return datetime(2026, 5, 4, hour, tzinfo=BERLIN)


def subjects(to=None):
    mails = OutgoingMail.objects.order_by("pk")
    if to is not None:
        mails = mails.filter(recipient=f"gast{to}@example.org")
    return [mail.subject.partition(":")[0] for mail in mails]


def test_places_go_in_the_order_of_arrival_and_the_rest_waits():
    offer = f.OpenOfferFactory(places=2)

    for number in range(5):
        come(offer, number, AT + number * HOUR)

    assert names_in(offer) == ["Gast0", "Gast1"]
    assert ranks(offer) == {"Gast2": 1, "Gast3": 2, "Gast4": 3}
    assert Quota.objects.with_occupancy(AT).get().next_rank == 4


def test_who_had_the_lock_first_stands_first_whatever_the_clock_says():
    offer = f.OpenOfferFactory(places=0)

    come(offer, 1, AT)
    come(offer, 2, AT - HOUR)

    assert ranks(offer) == {"Gast1": 1, "Gast2": 2}


def test_an_unconfirmed_registration_holds_its_place_until_its_time_is_over():
    offer = f.OpenOfferFactory(places=1, hold_hours=24)
    register(offer, 1)
    register(offer, 2)

    come(offer, 3, AT + 23 * HOUR)
    assert names_in(offer, "held") == ["Gast1"]
    come(offer, 4, AT + 24 * HOUR)

    assert names_in(offer) == ["Gast3"]
    assert statuses(offer) == {
        "Gast1": "cancelled",
        "Gast2": "cancelled",
        "Gast3": "confirmed",
        "Gast4": "waiting",
    }


def test_a_hold_that_ran_out_counts_no_more_while_the_clock_stands_still():
    offer = f.OpenOfferFactory(places=1)
    register(offer, 1)

    later = AT + 25 * HOUR

    assert Quota.objects.with_occupancy(AT).get().free == 0
    assert Quota.objects.with_occupancy(later).get().free == 1
    assert Place.objects.get().status == "held"


def test_the_clock_passes_on_what_ran_out_and_writes_one_letter():
    offer = f.OpenOfferFactory(places=1)
    register(offer, 1)
    come(offer, 2, AT + 2 * HOUR)

    assert quotas.end_what_ran_out(at=AT + 25 * HOUR) == 1
    assert quotas.end_what_ran_out(at=AT + 25 * HOUR) == 0

    assert names_in(offer) == ["Gast2"]
    assert subjects(to=2)[-1] == "Sie sind nachgerückt"
    assert subjects(to=1) == ["Bitte bestätigen Sie Ihre Anmeldung"]


def test_who_confirms_late_stands_in_line_anew():
    offer = f.OpenOfferFactory(places=1)
    late = register(offer, 1)
    come(offer, 2, AT + 25 * HOUR)

    registrations.confirm(registration=late, at=AT + 26 * HOUR)

    assert (names_in(offer), ranks(offer)) == (["Gast2"], {"Gast1": 1})


def test_a_cancellation_lets_the_first_in_line_move_up_with_one_letter():
    offer = f.OpenOfferFactory(places=1)
    first = come(offer, 1)
    for number in (2, 3):
        come(offer, number, AT + number * HOUR)

    registrations.cancel(registration=first, at=AT + 9 * HOUR)

    assert (names_in(offer), ranks(offer)) == (["Gast2"], {"Gast3": 1})
    assert subjects(to=1)[-1] == "Ihre Anmeldung ist abgesagt"
    assert subjects(to=2)[2:] == ["Sie sind nachgerückt"]
    assert subjects(to=3)[2:] == []
    moved = Registration.objects.get(last_name="Gast2")
    assert AuditEntry.objects.about(moved).filter(what="registration.promoted").count() == 1


def test_more_places_go_to_those_who_wait_and_fewer_take_nothing_away():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    for number in range(4):
        come(offer, number, AT + number * HOUR)
    main = offer.quotas.get()

    quotas.set_capacity(quota=main, capacity=3, by=steward, at=AT + 9 * HOUR)
    assert names_in(offer) == ["Gast0", "Gast1", "Gast2"]
    quotas.set_capacity(quota=main, capacity=1, by=steward, at=AT + 9 * HOUR)

    assert names_in(offer) == ["Gast0", "Gast1", "Gast2"]
    assert Quota.objects.with_occupancy(AT).get().overbooked == 2


def test_no_kommune_gets_more_places_than_its_share():
    offer = f.OpenOfferFactory(places=3, places_per_municipality=1)
    one, other = f.MunicipalityFactory(), f.MunicipalityFactory()

    come(offer, 1, municipality=one)
    second = come(offer, 2, AT + HOUR, municipality=one)
    come(offer, 3, AT + 2 * HOUR, municipality=other)

    assert (names_in(offer), ranks(offer)) == (["Gast1", "Gast3"], {"Gast2": 1})
    [standing] = standings(second, AT + 3 * HOUR)
    assert standing.reason == "Der einzige Platz Ihrer Kommune ist vergeben."


def test_an_offered_place_waits_for_an_answer_and_then_goes_on():
    offer = f.OpenOfferFactory(places=1, waiting="offered", offer_hours=5)
    first = come(offer, 1)
    for number in (2, 3):
        come(offer, number, AT + number * HOUR)

    registrations.cancel(registration=first, at=AT + 9 * HOUR)
    assert (names_in(offer, "offered"), ranks(offer)) == (["Gast2"], {"Gast3": 1})
    quotas.end_what_ran_out(at=AT + 14 * HOUR)
    assert statuses(offer)["Gast2"] == "cancelled"
    taken = Registration.objects.get(last_name="Gast3")
    registrations.accept(registration=taken, at=AT + 15 * HOUR)

    assert names_in(offer) == ["Gast3"]
    assert subjects(to=3)[2:] == ["Ein Platz ist für Sie frei", "Ihr Platz ist bestätigt"]


def test_without_a_waiting_list_full_is_full():
    offer = f.OpenOfferFactory(places=1, waiting="none")
    come(offer, 1)

    with pytest.raises(ValidationError, match="Alle Plätze"):
        register(offer, 2)

    assert statuses(offer) == {"Gast1": "confirmed"}


def sessions(offer, **capacities):
    return [f.QuotaFactory(offer=offer, title=t, capacity=c) for t, c in capacities.items()]


def test_a_full_session_is_waited_for_with_a_place_at_the_event():
    offer = f.OpenOfferFactory(places=10)
    [popular] = sessions(offer, Dritte_Orte=1)

    come(offer, 1, sessions=(popular,))
    second = come(offer, 2, AT + HOUR, sessions=(popular,))

    assert names_in(offer) == ["Gast1", "Gast2"]
    assert [one.words for one in standings(second, AT + HOUR)] == [
        "Sie haben einen Platz.",
        "Der einzige Platz von „Dritte_Orte“ ist vergeben. Sie stehen auf Platz 1 der Warteliste.",
    ]


def test_who_waits_for_the_event_takes_no_place_of_a_session_yet():
    offer = f.OpenOfferFactory(places=1)
    [session] = sessions(offer, Praxis=1)
    first = come(offer, 1)
    come(offer, 2, AT + HOUR, sessions=(session,))
    assert Place.objects.get(quota=session).status == "wished"

    registrations.cancel(registration=first, at=AT + 2 * HOUR)

    assert Place.objects.get(quota=session).status == "confirmed"
    assert names_in(offer) == ["Gast2"]


def test_sessions_at_the_same_time_in_one_slot_or_repeated_exclude_each_other():
    offer = f.OpenOfferFactory(places=10)
    timed = {"starts_at": moment(14), "ends_at": moment(16)}
    early = f.QuotaFactory(offer=offer, starts_at=moment(12), ends_at=moment(14), repeat_key="a")
    middle = f.QuotaFactory(offer=offer, **timed)
    late = f.QuotaFactory(offer=offer, starts_at=moment(15), ends_at=moment(17), repeat_key="a")
    slots = [f.QuotaFactory(offer=offer, slot="Vormittag") for _number in range(2)]

    for pair in [(middle, late), (early, late), tuple(slots)]:
        with pytest.raises(ValidationError, match="zusammen"):
            register(offer, 1, sessions=pair)

    assert register(offer, 2, sessions=(early, middle)).places.count() == 3


def test_changing_sessions_keeps_what_stays_and_passes_on_what_goes():
    offer = f.OpenOfferFactory(places=10)
    one, other = sessions(offer, Eins=1, Zwei=1)
    first = come(offer, 1, sessions=(one,))
    come(offer, 2, AT + HOUR, sessions=(one,))

    changes.choose(registration=first, sessions=[other], at=AT + 2 * HOUR)

    assert {
        (place.registration.last_name, place.quota.title, place.status)
        for place in Place.objects.filter(quota__is_main=False)
    } == {
        ("Gast1", "Eins", "given_up"),
        ("Gast1", "Zwei", "confirmed"),
        ("Gast2", "Eins", "confirmed"),
    }
    assert subjects(to=1)[-1] == "Ihre Anmeldung wurde geändert"
    assert subjects(to=2)[-1] == "Sie sind nachgerückt"


def test_a_session_of_another_offer_is_refused():
    offer, strange = f.OpenOfferFactory(places=1), f.QuotaFactory()

    with pytest.raises(ValidationError, match="hier nicht angeboten"):
        register(offer, 1, sessions=(strange,))


def test_nobody_moves_up_to_what_is_over_or_cancelled():
    over = f.OpenOfferFactory(places=1, when=Period.day(DAY), closes_at=moment(9))
    off = f.OpenOfferFactory(places=1)
    for offer in (over, off):
        come(offer, 1)
        come(offer, 2, AT + HOUR)
    Offer.objects.filter(pk=off.pk).update(is_cancelled=True)
    steward = f.CoordinatorFactory()

    for offer in (over, off):
        first = Registration.objects.get(offer=offer, last_name="Gast1")
        late = datetime(2026, 5, 6, tzinfo=BERLIN)
        registrations.cancel(registration=first, by=steward, reason="krank", at=late)

        assert (names_in(offer), ranks(offer)) == ([], {"Gast2": 1})


def test_moving_to_another_offer_frees_the_place_and_queues_there():
    here, there = f.OpenOfferFactory(places=1), f.OpenOfferFactory(places=1)
    steward = f.CoordinatorFactory()
    mover = come(here, 1)
    come(here, 2, AT + HOUR)

    changes.move(registration=mover, to=there, by=steward, at=AT + 2 * HOUR)

    assert (names_in(here), names_in(there)) == (["Gast2"], ["Gast1"])


def test_somebody_else_comes_in_their_place_and_keeps_it():
    offer, lead = f.OpenOfferFactory(places=1), f.UserFactory()
    old = come(offer, 1)
    come(offer, 2, AT + HOUR)

    new = guest(3)
    names = {"first_name": new.first_name, "last_name": new.last_name, "email": new.email}
    for _time in range(2):
        changes.replace(registration=old, **names, key="r", by=lead, at=AT + 2 * HOUR)

    assert (names_in(offer), ranks(offer)) == (["Gast3"], {"Gast2": 1})
    assert subjects(to=1)[-1] == "Ihre Anmeldung ist abgesagt"
    assert subjects(to=3) == ["Ihr Platz ist bestätigt"]


def test_the_office_lets_somebody_in_beyond_the_limit_only_knowingly():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    come(offer, 1)
    waiting = come(offer, 2, AT + HOUR)

    with pytest.raises(ValidationError):
        changes.promote(registration=waiting, by=steward, at=AT + 2 * HOUR)
    changes.promote(registration=waiting, by=steward, knowingly=True, at=AT + 2 * HOUR)

    assert names_in(offer) == ["Gast1", "Gast2"]
    assert Quota.objects.with_occupancy(AT).get().overbooked == 1


def test_a_session_that_somebody_chose_is_not_removed():
    offer, steward = f.OpenOfferFactory(places=1), f.CoordinatorFactory()
    chosen, unchosen = sessions(offer, Eins=1, Zwei=1)
    come(offer, 1, sessions=(chosen,))

    with pytest.raises(ValidationError):
        quotas.remove(quota=chosen, by=steward, at=AT)
    quotas.remove(quota=unchosen, by=steward, at=AT)

    assert [quota.title for quota in offer.quotas.all()] == ["Teilnahme", "Eins"]


def test_relative_deadlines_move_with_the_event_by_the_clock_on_the_wall():
    week = timedelta(days=7)
    offer = f.OfferFactory.build(
        when=Period.day(date(2026, 4, 2)), closes_before=7 * 1440, starts_at=moment(9).time()
    )

    assert offer.closing == datetime(2026, 3, 26, 9, tzinfo=BERLIN)  # the clocks change between
    offer.when = Period.day(date(2026, 4, 9))
    assert offer.closing == datetime(2026, 3, 26, 9, tzinfo=BERLIN) + week
    offer.when = Period.year(2026)
    assert offer.closing is None
