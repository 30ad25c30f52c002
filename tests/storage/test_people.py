"""The staff."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from storage.db import Database
from storage.people import Person

ZOE = Person(
    "S-1",
    "O’Example, Zoë",
    "Social Worker",
    object_id="6fa459ea-ee8a-4ca4-894e-db77e160355e",
    principal_name="zoe.example@example.gov.uk",
    roles=("practitioner", "duty"),
    team="North",
    manager_key="S-9",
    deputy_key="S-8",
    service_area="Help and Protection",
    working_hours={"mon": ["09:00", "17:00"], "wed": ["09:00", "13:00"]},
    newly_qualified_on=date(2026, 9, 1),
    left_on=date(2026, 12, 31),
)


def test_somebody_saved_is_found_by_each_of_their_names(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(ZOE)
    with database.transaction() as store:
        assert store.people.find(str(ZOE.object_id)) == ZOE
        assert store.people.by_key("S-1") == ZOE
        assert store.people.by_principal_name("Zoe.Example@example.gov.uk") == ZOE
        assert store.people.named("ZOË O'EXAMPLE") == [ZOE]


def test_nobody_is_found_by_what_nobody_has(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(ZOE)
        store.people.save(Person("S-2", "Sam Example"))

        assert store.people.find("6FA459EA-EE8A-4CA4-894E-DB77E160355E") is None
        assert store.people.find("") is None
        assert store.people.by_key("s-1") is None
        assert store.people.by_principal_name("") is None
        assert store.people.named("Zoe O'Example") == []


def test_saving_again_changes_what_is_known(database: Database) -> None:
    with database.transaction() as store:
        store.people.save(Person("S-1", "Sam Example", "Social worker"))
        store.people.save(Person("S-1", "Sam Sample", "Team manager"))

        assert store.people.all() == [Person("S-1", "Sam Sample", "Team manager")]
        assert store.people.named("Sam Example") == []


def test_many_at_once(database: Database) -> None:
    with database.transaction() as store:
        store.people.add_all([ZOE, Person("S-2", "Sam Example")])
        store.people.change_all([Person("S-2", "Sam Sample", roles=("manager",))])

        assert store.people.all() == [ZOE, Person("S-2", "Sam Sample", roles=("manager",))]


@pytest.mark.parametrize("field", ["object_id", "principal_name"])
def test_two_people_never_share_an_identity(database: Database, field: str) -> None:
    with database.transaction() as store:
        store.people.save(Person("S-1", "Sam Example", **{field: "same"}))  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), database.transaction() as store:
        store.people.save(Person("S-2", "Zoe Example", **{field: "same"}))  # type: ignore[arg-type]


def test_the_day_somebody_leaves_is_the_first_without_them() -> None:
    assert not Person("S-1", "Sam Example").has_left(date(2026, 12, 31))
    assert not ZOE.has_left(date(2026, 12, 30))
    assert ZOE.has_left(date(2026, 12, 31))


def test_everybody_comes_in_the_same_order_from_either_database(database: Database) -> None:
    names = ["Zoe", "anna", "Bob", "Élodie", "Sam", "Sam"]
    with database.transaction() as store:
        for number, name in reversed(list(enumerate(names))):
            store.people.save(Person(f"S-{number}", name))

        found = [(person.name, person.key) for person in store.people.all()]

    assert found == [
        ("anna", "S-1"),
        ("Bob", "S-2"),
        ("Sam", "S-4"),
        ("Sam", "S-5"),
        ("Zoe", "S-0"),
        ("Élodie", "S-3"),
    ]
