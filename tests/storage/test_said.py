"""What people say of deadlines, who is on duty, how people want to be written to: kept, found, forgotten."""

from datetime import date, time, timedelta

import pytest

from storage.access import as_person
from storage.choices import Choices
from storage.db import Database
from storage.planning import PlannedDay
from storage.plans import PlannedVisit
from storage.rota import Duty
from storage.said import ACCESS_REFUSED, Disclaimer, PlanAgreement, Postponement, Reason, Said, TakenCall
from storage.work import NotLetInError
from tests.storage.council import OF_SOUTH, OWN, STAFF, add_council
from tests.storage.support import NOW

WHO, TODAY = "practitioner", date(2026, 9, 1)
REASON = Reason(OWN, WHO, "Practitioner Example", ACCESS_REFUSED, None, TODAY, date(2026, 9, 3), NOW)
HOUR = timedelta(hours=1)


@pytest.fixture
def council(database: Database) -> Database:
    with database.transaction() as store:
        add_council(store)
    return database


def test_a_reason_holds_for_some_days(council: Database) -> None:
    with council.transaction() as store:
        store.sayings.explain(REASON)
        said = store.sayings.of_children([OWN, OF_SOUTH])
    assert said[OF_SOUTH] == Said()
    assert [said[OWN].reason_on(date(2026, 9, day)) is not None for day in (1, 3, 4)] == [True, True, False]
    assert said[OWN].reason_on(date(2026, 8, 31)) is None


def test_a_disclaimer_is_open_until_it_is_settled(council: Database) -> None:
    with council.transaction() as store:
        one = Disclaimer(OWN, WHO, "Practitioner Example", NOW)
        assert store.sayings.disclaim(one) is not None
        assert store.sayings.disclaim(one) is None
        assert store.sayings.of_child(OWN).disclaimed == {WHO}
        assert store.sayings.settle(OWN, WHO, "Manager Example", NOW)
        assert not store.sayings.settle(OWN, WHO, "Manager Example", NOW)
        assert store.sayings.of_child(OWN).disclaimed == frozenset()
        assert store.sayings.disclaim(one) is not None, "they may say so again"


def test_only_a_later_day_is_a_putting_off(council: Database) -> None:
    with council.transaction() as store:
        for day in (4, 3, 8, 8, 9):
            store.plans.save(PlannedVisit(OWN, WHO, date(2026, 9, day)))
        assert store.sayings.of_child(OWN).postponed == [
            Postponement(OWN, WHO, date(2026, 9, 3), date(2026, 9, 8)),
            Postponement(OWN, WHO, date(2026, 9, 8), date(2026, 9, 9)),
        ]
        assert store.planning.put_off(2) == [OWN]
        assert store.planning.put_off(3) == []


def test_an_agreement_is_to_one_day(council: Database) -> None:
    with council.transaction() as store:
        agreement = PlanAgreement(OWN, WHO, date(2026, 9, 8), "Manager Example", NOW)
        assert store.sayings.agree(agreement)
        assert not store.sayings.agree(agreement)
        said = store.sayings.of_child(OWN)
    assert said.is_agreed(PlannedVisit(OWN, WHO, date(2026, 9, 8)))
    assert not said.is_agreed(PlannedVisit(OWN, WHO, date(2026, 9, 9)))


def test_the_first_one_takes_a_call(council: Database) -> None:
    with council.transaction() as store:
        call = TakenCall("hours:1:visit", OWN, WHO, "Practitioner Example", NOW)
        assert store.sayings.take(call)
        assert not store.sayings.take(TakenCall("hours:1:visit", OWN, "manager", "Manager Example", NOW))
        assert store.sayings.of_child(OWN).taken == [call]


def test_who_is_on_duty(council: Database) -> None:
    with council.transaction() as store:
        for level, key in ((2, "manager"), (1, "duty")):
            store.rota.add(Duty(key, level, NOW, NOW + 8 * HOUR))
        assert [duty.staff_key for duty in store.rota.on_duty(NOW)] == ["duty", "manager"]
        assert store.rota.on_duty(NOW - HOUR) == store.rota.on_duty(NOW + 8 * HOUR) == []
        assert store.rota.remove("duty", NOW) == 1
        assert store.rota.remove("duty", NOW) == 0
        assert store.rota.purge(NOW + 9 * HOUR) == 1


def test_choices(council: Database) -> None:
    with council.transaction() as store:
        assert store.choices.of(WHO) == Choices(WHO)
        for chosen in (Choices(WHO, time(9, 15), (4,), date(2026, 9, 8)), Choices(WHO)):
            store.choices.save(chosen)
            assert store.choices.of(WHO) == chosen


def test_planned_days(council: Database) -> None:
    with council.transaction() as store:
        assert store.planning.planned(TODAY) is None
        for silent in (None, 3):
            store.planning.done(PlannedDay(TODAY, "1", NOW, 8, silent))
        assert store.planning.last_looked_at() == PlannedDay(TODAY, "1", NOW, 8, 3)
        assert store.planning.purge(TODAY) == 0
        assert store.planning.purge(TODAY + timedelta(days=1)) == 1


def test_a_forgotten_child_takes_it_along(council: Database) -> None:
    with council.transaction() as store:
        store.sayings.explain(REASON)
        store.sayings.disclaim(Disclaimer(OWN, WHO, "", NOW))
        store.sayings.take(TakenCall("hours:1:visit", OWN, WHO, "", NOW))
        store.sayings.agree(PlanAgreement(OWN, WHO, TODAY, "", NOW))
        assert store.children.forget(OWN)
        assert store.sayings.of_child(OWN) == Said()


def test_through_the_gate_only_of_children_who_were_let_in(council: Database) -> None:
    with council.transaction() as store:
        through = as_person(store, str(STAFF["practitioner"].object_id), NOW)  # type: ignore[index]
        for act in (
            lambda: through.work.explain(Reason(OF_SOUTH, WHO, "", ACCESS_REFUSED, None, TODAY, TODAY, NOW)),
            lambda: through.work.disclaim(Disclaimer(OF_SOUTH, WHO, "", NOW)),
            lambda: through.work.take(TakenCall("x", OF_SOUTH, WHO, "", NOW)),
            lambda: through.work.said(OF_SOUTH),
            lambda: through.work.managers(OF_SOUTH, TODAY),
            lambda: through.managing.said(OF_SOUTH),
            lambda: through.managing.settle(OF_SOUTH, WHO, "", NOW),
            lambda: through.managing.agree(PlanAgreement(OF_SOUTH, WHO, TODAY, "", NOW)),
        ):
            with pytest.raises(NotLetInError):
                act()
