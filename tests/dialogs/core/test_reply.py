import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dialogs.core.reply import Paged, Reply, Result

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
CARDS = st.dictionaries(st.text(), JSON, max_size=4)
REPLIES: Any = st.builds(
    Reply,
    text=st.text(),
    card=st.none() | CARDS,
    summary=st.text(),
    in_place=st.booleans(),
    results=st.lists(st.builds(Result, st.text(), st.text(), CARDS), max_size=3).map(tuple),
    paged=st.none() | st.builds(Paged, st.text(), CARDS, st.integers(1, 99), st.integers(1, 99)),
)


@given(REPLIES)
def test_a_reply_survives_storage(reply: Reply) -> None:
    assert Reply.from_json(json.loads(json.dumps(reply.to_json()))) == reply


def test_a_reply_of_an_older_release_shows_no_list() -> None:
    stored = Reply("Hello").to_json()
    del stored["paged"]
    assert Reply.from_json(stored) == Reply("Hello")


def test_what_is_not_kept_still_tells_which_list_it_was() -> None:
    paged = Paged("visits.list", {"ask": "my visits"}, 1, 2)
    stored = Reply("AB 201", {"a": 1}, is_kept=False, paged=paged).to_json()
    assert Reply.from_json(stored) == Reply("", is_kept=False, paged=paged)
