"""Workers' names: what is the same name, and what isn't."""

import pytest

from storage.names import match_name


@pytest.mark.parametrize(
    "written",
    [
        "Zoë O'Example-Sample",
        "zoë o'example-sample",
        "ZOË O’EXAMPLE-SAMPLE",
        "  Zoë  O'Example-Sample ",
        "Zoë\u00a0O'Example-Sample",
        "Zoe\u0308 O'Example-Sample",
        "O'Example-Sample, Zoë",
        "O’Example‑Sample,Zoë",
    ],
)
def test_one_name_written_in_many_ways(written: str) -> None:
    assert match_name(written) == "zoë o'example-sample"


@pytest.mark.parametrize("other", ["Zoe O'Example-Sample", "Zoë OExample-Sample", "Z O'Example-Sample", ""])
def test_other_names_are_others(other: str) -> None:
    assert match_name(other) != match_name("Zoë O'Example-Sample")
