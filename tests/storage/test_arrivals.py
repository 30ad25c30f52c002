"""Who has written, and whose row of the staff is theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.arrivals import Arrival, Binding
from storage.binding import bind, bind_waiting
from storage.coverage import Coverage, Gap, Unreached, coverage
from storage.db import Database
from storage.people import Person
from storage.store import Store
from tests.storage.support import NOW

SAM = Person("S-1", "Sam Example", principal_name="sam@example.gov.uk", roles=("practitioner",))
ZOE = Person("S-2", "Zoë Example", principal_name="zoe@example.gov.uk", roles=("manager",))


@pytest.fixture
def staffed(database: Database) -> Database:
    with database.transaction() as store:
        store.people.add_all([SAM, ZOE])
    return database


def arrive(store: Store, object_id: str, principal_name: str = "", chat: str | None = None) -> None:
    if chat is not None:
        store.conversations.remember(chat, "personal", "tenant", "https://smba.trafficmanager.net/uk/")
        store.arrivals.remember_chat(object_id, f"name of {object_id}", chat)
    store.arrivals.introduce(object_id, f"name of {object_id}", principal_name, NOW)


def test_what_is_known_of_who_arrives_comes_together_in_either_order(database: Database) -> None:
    with database.transaction() as store:
        store.arrivals.remember_chat("oid-1", "Sam", "chat-1")
        assert store.arrivals.find("oid-1") == Arrival("oid-1", "Sam", personal_chat_id="chat-1")
        store.arrivals.introduce("oid-1", "Sam E", "Sam@Example.gov.uk", NOW)
        store.arrivals.introduce("oid-2", "Zoë", "zoe@example.gov.uk", NOW)
        store.arrivals.remember_chat("oid-2", "Zoë E", "chat-2")

        assert store.arrivals.all() == [
            Arrival("oid-1", "Sam E", "sam@example.gov.uk", "chat-1", NOW),
            Arrival("oid-2", "Zoë E", "zoe@example.gov.uk", "chat-2", NOW),
        ]
        assert store.arrivals.find("oid-3") is None


class TestBinding:
    @staticmethod
    def test_by_what_teams_says_they_sign_in_with_and_audited(staffed: Database) -> None:
        with staffed.transaction() as store:
            arrive(store, "oid-1", "SAM@example.gov.uk")

            assert bind(store, "oid-1", NOW) is Binding.BOUND
            assert bind(store, "oid-1", NOW) is Binding.KNOWN
            assert store.people.find("oid-1") == replace(SAM, object_id="oid-1")
            [event] = store.audit_log.search()
            assert (event.who, event.action, event.about) == ("person:oid-1", "bind", "staff S-1 has this account")

    @pytest.mark.parametrize("principal_name", ["", "stranger@example.gov.uk"])
    def test_whoever_the_staff_file_does_not_have_is_nobody(self, staffed: Database, principal_name: str) -> None:
        with staffed.transaction() as store:
            store.people.save(Person("S-3", "No sign-in"))
            arrive(store, "oid-1", principal_name)

            assert bind(store, "oid-1", NOW) is Binding.UNKNOWN
            assert bind(store, "never-seen", NOW) is Binding.UNKNOWN
            assert store.people.find("oid-1") is None

    @staticmethod
    def test_a_row_is_bound_once(staffed: Database) -> None:
        with staffed.transaction() as store:
            arrive(store, "oid-1", "sam@example.gov.uk")
            arrive(store, "oid-2", "sam@example.gov.uk")

            assert [bind(store, who, NOW) for who in ("oid-1", "oid-2")] == [Binding.BOUND, Binding.CONFLICT]
            assert store.people.find("oid-2") is None

    @staticmethod
    def test_an_account_is_bound_once(staffed: Database) -> None:
        with staffed.transaction() as store:
            arrive(store, "oid-1", "sam@example.gov.uk")
            bind(store, "oid-1", NOW)
            arrive(store, "oid-1", "zoe@example.gov.uk")

            assert bind(store, "oid-1", NOW) is Binding.CONFLICT
            assert store.people.find("oid-1") == replace(SAM, object_id="oid-1")

    @staticmethod
    def test_released_it_is_free_for_the_right_one(staffed: Database) -> None:
        with staffed.transaction() as store:
            arrive(store, "oid-1", "sam@example.gov.uk")
            bind(store, "oid-1", NOW)
            arrive(store, "oid-1", "was.wrong@example.gov.uk")
            arrive(store, "oid-2", "sam@example.gov.uk")

            assert store.arrivals.release("S-1")
            assert not store.arrivals.release("S-1")
            assert bind(store, "oid-2", NOW) is Binding.BOUND

    @staticmethod
    def test_those_who_came_before_the_staff_file(database: Database) -> None:
        with database.transaction() as store:
            arrive(store, "oid-1", "sam@example.gov.uk")
            arrive(store, "oid-2", "stranger@example.gov.uk")
            assert (bind(store, "oid-1", NOW), bind_waiting(store, NOW)) == (Binding.UNKNOWN, 0)
            store.people.add_all([SAM, ZOE])

            assert (bind_waiting(store, NOW), bind_waiting(store, NOW)) == (1, 0)
            assert store.people.find("oid-1") == replace(SAM, object_id="oid-1")


def test_strangers_are_forgotten_in_time_and_nobody_else(staffed: Database) -> None:
    with staffed.transaction() as store:
        arrive(store, "bound", "sam@example.gov.uk")
        bind(store, "bound", NOW)
        arrive(store, "waiting", "zoe@example.gov.uk")
        arrive(store, "stranger", "stranger@example.gov.uk")
        arrive(store, "nameless")
        store.arrivals.remember_chat("never asked", "Never Asked", "chat-9")

        assert store.arrivals.purge(NOW) == 0
        assert store.arrivals.purge(NOW + timedelta(seconds=1)) == 2
        assert {a.object_id for a in store.arrivals.all()} == {"bound", "waiting", "never asked"}


class TestCoverage:
    @staticmethod
    def seen(store: Store) -> Coverage:
        return coverage(store, NOW.date(), lambda _person: True)

    def test_reached_is_who_has_a_chat_with_the_app_in_it(self, staffed: Database) -> None:
        with staffed.transaction() as store:
            arrive(store, "oid-1", "sam@example.gov.uk", chat="chat-1")
            arrive(store, "oid-2", "zoe@example.gov.uk")
            bind_waiting(store, NOW)

            bound = store.people.by_key("S-2")
            installed = Unreached("Zoë Example", Gap.NOT_INSTALLED, bound, "zoe@example.gov.uk")
            assert self.seen(store) == Coverage(1, (installed,))

    def test_why_others_are_not(self, staffed: Database) -> None:
        with staffed.transaction() as store:
            store.people.add_all(
                [
                    Person("S-3", "No sign-in"),
                    Person("S-4", "Has left", left_on=NOW.date()),
                    Person("S-5", "Leaves", left_on=NOW.date() + timedelta(days=1), principal_name="l@example.gov.uk"),
                ]
            )
            arrive(store, "oid-9", "stranger@example.gov.uk", chat="chat-9")
            arrive(store, "oid-1", "sam@example.gov.uk", chat="chat-1")
            arrive(store, "oid-2", "sam@example.gov.uk", chat="chat-2")
            bind(store, "oid-2", NOW)
            arrive(store, "oid-2", "", chat="chat-2")  # Teams doesn't say it any more

            found = [(u.name, u.gap) for u in self.seen(store).unreached]
            assert found == [
                ("name of oid-9", Gap.NOT_ON_STAFF),
                ("No sign-in", Gap.NO_SIGN_IN),
                ("Leaves", Gap.NOT_INSTALLED),
                ("Zoë Example", Gap.NOT_INSTALLED),
                ("Sam Example", Gap.CONFLICT),
            ]

    @staticmethod
    def test_only_of_those_who_are_included(staffed: Database) -> None:
        with staffed.transaction() as store:
            found = coverage(store, NOW.date(), lambda person: person.key == "S-1")
            assert [u.name for u in found.unreached] == ["Sam Example"]
