"""A row that can't be counted, or words for what isn't there, stop the start: copies of the data, one thing wrong."""

import shutil
from pathlib import Path

import pytest

from standards_kb.load import DataError, edition_folder
from standards_kb.load_scenarios import load_scenario_words
from standards_kb.load_timescales import load_timescales
from tests.standards_kb.deadlines import timescales
from tests.standards_kb.support import framework

CIN = '{ within = "4 weeks", cites = "visiting.child_in_need.every_4_weeks" }'
CIN_THEN = '[{ every = "4 weeks", cites = "visiting.child_in_need.every_4_weeks" }]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("timescales.toml", "scenarios.toml"):
        shutil.copy(str(edition_folder() / name), tmp_path / name)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_untouched_copy_is_read(folder: Path) -> None:
    assert load_timescales(framework(), str(folder)) == timescales()
    load_scenario_words(timescales(), str(folder))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            CIN,
            CIN.replace(".every_4", ".each_4"),
            "child_in_need, visit: no passage has the id visiting.child_in_need.each",
        ),
        (CIN, CIN.replace("within", "in"), "child_in_need, visit, first, in: Extra inputs are not permitted"),
        (
            CIN,
            CIN.replace("4 weeks", "a month"),
            "child_in_need, visit: 'a month' is no span: write for example 72 hours",
        ),
        (CIN, CIN.replace("4 weeks", "0 working days"), "child_in_need, visit: '0 working days' is no span"),
        (CIN, CIN.replace("4 weeks", "first 0 days"), "child_in_need, visit: 'first 0 days' is no span"),
        (CIN, CIN.replace('within = "4 weeks", ', ""), "a step has one of `within`, `every` and `every_fact`"),
        (
            CIN,
            CIN.replace("within", 'every = "1 week", within'),
            "a step has one of `within`, `every` and `every_fact`",
        ),
        (CIN, CIN.replace("4 weeks", "24 hours"), "child_in_need, visit: hours are counted from an instant"),
        (
            CIN,
            CIN.replace("4 weeks", "09:00 next day"),
            "child_in_need, visit: only what is due once can be due the next",
        ),
        (f"then = {CIN_THEN}\n", "", "child_in_need, visit: a recurring timescale needs a `then`"),
        (CIN_THEN, CIN_THEN.replace("}", ', since = ["born_on"] }'), "the first `then` must always be in force"),
        (CIN_THEN, '[{ every_fact = "review_set_interval_days", cites = "missing.visit" }]', "must always be in force"),
        ('then = [{ every = "4 weeks"', 'only_if = ["rainy"]\nthen = [{ every = "4 weeks"', "no fact is called rainy"),
        ('kind = "recurring"', 'kind = "weekly"', "child_in_need, visit, kind: Input should be 'once', "),
        ('met_by = ["plan_review"]', 'met_by = ["party"]', "child_in_need, plan_review: no stream is called party"),
        ('stream = "unannounced_visit"', 'stream = "visit"', "child_in_need, visit: the stream is there twice"),
        ('starts = "instant"', 'starts = "noon"', 'referral: `starts` is "day" or "instant"'),
        ('name = "child_in_need"', 'name = "referral"', "the situation referral is there twice"),
        (
            'ends = ["carer_approved_on"',
            'ends = ["carer_liked_on"',
            "temporary_approval: no fact is called carer_liked_on",
        ),
        (
            'not_before = "born_on + 216 months"',
            'not_before = "born_on + 18 years"',
            "care_leaver: 'born_on + 18 years' is",
        ),
        (
            'since = ["start + 12 months"]',
            'since = ["start + a year"]',
            "looked_after, visit: 'start + a year' is no day",
        ),
        (
            'records = "supervision"\n',
            "",
            "supervision, supervision_recorded: `records` and the kind unrecorded go together",
        ),
        ('title = "Referral"\n', "", "referral, title: Field required"),
    ],
)
def test_a_row_that_cannot_be_counted(folder: Path, old: str, new: str, says: str) -> None:
    path = folder / "timescales.toml"
    text = path.read_text(encoding="utf-8")
    begin = 0 if old.startswith(("starts", 'title = "Ref')) else text.index('name = "child_in_need"')
    assert old in text[begin:]
    path.write_text(text[:begin] + text[begin:].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_timescales(framework(), str(folder))
    assert str(refused.value).startswith("timescales.toml: ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'first = { within = "72 hours", cites = "visiting.contacts.referral_decision" }',
            "",
            "a once timescale needs a `first`",
        ),
        (
            'first = { within = "72 hours", cites = "visiting.contacts.referral_decision" }',
            'first = { within = "72 hours", cites = "visiting.contacts.referral_decision" }\n'
            'then = [{ every = "1 week", cites = "visiting.contacts.referral_decision" }]',
            "a once timescale has no `then`",
        ),
        (
            'kind = "once"\nmet_by = ["response_decision"]\nwho = ["Social Worker"]\n',
            'kind = "recurring"\nmet_by = ["response_decision"]\nwho = ["Social Worker"]\n'
            'then = [{ every = "1 week", cites = "visiting.contacts.referral_decision" }]\n',
            "referral, response_decision: what starts at an instant can't recur",
        ),
    ],
)
def test_parts_that_do_not_fit_the_kind(folder: Path, old: str, new: str, says: str) -> None:
    spoil(folder / "timescales.toml", old, new)
    with pytest.raises(DataError) as refused:
        load_timescales(framework(), str(folder))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[situation.remanded]",
            "[situation.prison]",
            "no words for ['remanded']; words for what isn't there: ['prison']",
        ),
        ("[stream.appraisal]", "[stream.praise]", "words for what isn't there: ['praise']"),
        ('looked_after = ["looked after"', 'in_care = ["looked after"', "words for what isn't there: ['in_care']"),
        (
            'named = ["remand", "remanded", "custody"]',
            "named = []",
            "situation, remanded, named: List should have at least 1",
        ),
        ('named = ["remand", "remanded", "custody"]\n', "", "situation, remanded, named: Field required"),
        (
            'things = [\n    "plan",',
            'things = [\n    "plann",',
            "`things` that begin nothing and tell of nothing: {'plann'}",
        ),
    ],
)
def test_words_that_fit_nothing(folder: Path, old: str, new: str, says: str) -> None:
    spoil(folder / "scenarios.toml", old, new)
    with pytest.raises(DataError) as refused:
        load_scenario_words(timescales(), str(folder))
    assert str(refused.value).startswith("scenarios.toml: ")
    assert says in str(refused.value)
