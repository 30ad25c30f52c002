"""People."""

from storage.db import Database
from storage.people import Person


def test_somebody_saved_is_found(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(Person("oid-1", "Zoë O’Example", "Social worker"))
    with database.transaction() as store:
        assert store.people.find("oid-1") == Person("oid-1", "Zoë O’Example", "Social worker")


def test_nobody_is_found_by_an_unknown_id(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(Person("oid-1", "Sam Example", "Social worker"))

        assert store.people.find("oid-2") is None
        assert store.people.find("") is None
        assert store.people.find("OID-1") is None


def test_saving_again_changes_name_and_job(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(Person("oid-1", "Sam Example", "Social worker"))
        store.people.save(Person("oid-1", "Sam Sample", "Team manager"))

        assert store.people.all() == [Person("oid-1", "Sam Sample", "Team manager")]


def test_everybody_comes_in_the_same_order_from_either_database(database: Database) -> None:
    names = ["Zoe", "anna", "Bob", "Élodie", "Sam", "Sam"]
    with database.transaction() as store:
        for number, name in reversed(list(enumerate(names))):
            store.people.save(Person(f"oid-{number}", name, ""))

        found = [(person.name, person.object_id) for person in store.people.all()]

    assert found == [
        ("anna", "oid-1"),
        ("Bob", "oid-2"),
        ("Sam", "oid-4"),
        ("Sam", "oid-5"),
        ("Zoe", "oid-0"),
        ("Élodie", "oid-3"),
    ]
