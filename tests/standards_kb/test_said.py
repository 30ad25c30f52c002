import pytest

from standards_kb.said import speaks_of_suicide, tells_of_missing, tells_of_return


@pytest.mark.parametrize(
    "said",
    [
        "kms",
        "im gonna kms",
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
    ],
)
def test_the_same_words_about_something_else_are_left_alone(said: str) -> None:
    assert not speaks_of_suicide(said)


@pytest.mark.parametrize(
    "said",
    [
        "16yo on a CP plan missing since yesterday and her phone's off",
        "girl on CIN plan has gone missing, what do I do",
        "young person on a child protection plan is missing since last night",
        "care leaver missing 2 days phone off",
        "child missing from home since friday",
        "looked after child missing overnight who do I tell",
        "14yo missing now",
        "kid on supervision order has run away",
        "my 15 year old LAC hasn't come back to placement tonight",
        "a child is missing",
        "my looked after child is missing",
        "he's missing",
        "she's been reported missing",
        "one of my kids has gone missing again",
        "help! a 12 year old has run off",
        "Child's gone missing. What should I do?",
        "two kids missing since this morning",
        "he's still missing, phone's off",
        "foster child didn't come home last night",
        "our 13-year-old has absconded",
        "they're missing",
        "She is missing and we think she is with an older man",
        "lad of 14 missing since 9pm",
        "a young person in care went missing last night",
        "my CP child is missing, please help",
    ],
)
def test_a_child_who_is_missing_now_is_heard(said: str) -> None:
    assert tells_of_missing(said)


@pytest.mark.parametrize(
    "said",
    [
        "child missing from care",
        "what do I do if a child is missing",
        "when a child goes missing who do I tell",
        "she went missing last night and is back now, CP plan",
        "the chronology is missing",
        "a child is missing from my list",
        "she is missing school a lot",
        "he's missing his mum",
        "Lad's been missing since Sunday, we think he's very high risk. Is there a notification to send up?",
        "CLA missing, placed <20 miles from Bucks - referral to RUS by who + when",
        "missing child visit after return",
        "a child has been missing. when is the visit due?",
        "kid's back from missing - who visits and how quick",
        "Our looked after lad went missing and has been found. Who offers the return interview and what do I send?",
        "12-year-old on a CP plan ran off Friday and came back last night: what do I do?",
        "my child's voice is missing from the plan",
        "they haven't come back to me about the referral",
        "what's missing from my file for audit",
        "a child is missing education",
        "child missing education",
        "is he missing a visit",
        "the plan is missing",
        "I am missing two visits",
        "missing children",
        "child returned from missing, who visits",
    ],
)
def test_who_is_back_or_asks_more_or_misses_something_else_is_answered(said: str) -> None:
    assert not tells_of_missing(said)


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("12-year-old on a CP plan ran off Friday and came back last night: what do I do?", True),
        ("child returned from missing this morning, what now", True),
        ("my looked after child went missing and has been found, next steps?", True),
        ("a child is missing, what do I do?", False),
        ("RHI form came back today, what now?", False),
        ("missing child is back, who interviews them?", False),
        ("what do I do when a child is back from missing?", False),
    ],
)
def test_a_child_who_is_back_and_what_to_do_now(said: str, is_so: bool) -> None:
    assert tells_of_return(said) is is_so
