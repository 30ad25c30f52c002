import pytest

from standards_kb.said import speaks_of_suicide


@pytest.mark.parametrize(
    "said",
    [
        "kms",
        "im gonna kms",
        "I want to kms",
        "i see no reason to go on",
        "she says she'll unalive herself",
        "cba with life",
        "sleeping pills - how many is too many?",
        "how many paracetamol tablets would kill you",
        "whats the quickest way to go",
        "I have a plan and the means",
        "I don't see any reason to carry on in this job",
    ],
)
def test_suicide_is_heard_in_short_forms_and_hints(said: str) -> None:
    assert speaks_of_suicide(said)


@pytest.mark.parametrize(
    "said",
    [
        "placed 20 kms away, who does the interview?",
        "how many tablets may a carer give?",
        "how many visits are too many?",
        "what's the quickest way to go about an assessment?",
        "does the plan name the means of contact?",
        "no point visiting without mum there",
        "I see no point in carrying on with the assessment",
        "can you see any reason to go on with the section 47",
        "do you see any point in being here at the conference",
        "a plan and the means to deliver it",
        "do we count miles and kms",
        "cba with life story work",
    ],
)
def test_the_same_words_about_something_else_are_left_alone(said: str) -> None:
    assert not speaks_of_suicide(said)
