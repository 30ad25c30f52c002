"""The check finds each kind of fault: it is given a copy of the data with one thing wrong."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from standards_kb.check import FEWEST_PHRASINGS, faults, finder_is_stale, fingerprint, trained_labels
from standards_kb.first_look import Learnt
from standards_kb.load import DataError, edition_folder, load_framework, load_phrasings
from standards_kb.load_finder import load_finder
from tests.standards_kb.support import framework, phrasings

VISITING, NOTES, RULES = "passages/visiting.toml", "notes.toml", "national_rules.toml"
SHORT_FORMS = "abbreviations.toml"


class Edition:
    """A copy of the edition's data that may be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def faults(self) -> list[str]:
        return faults(str(self.folder))

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            opened.write("\n" + text)

    def labels(self, change: Callable[[list[str]], list[str]]) -> None:
        path = self.folder / "finder" / "labels.json"
        about = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**about, "labels": change(about["labels"])}), encoding="utf-8")


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    folder = tmp_path / "april_2021"
    shutil.copytree(str(edition_folder()), folder, ignore=shutil.ignore_patterns("*.onnx", "labels.json"))
    (folder / "finder" / "encoder.onnx").symlink_to(str(edition_folder() / "finder" / "encoder.onnx"))
    known = load_phrasings(str(folder))
    about = {"fingerprint": fingerprint(known), "labels": trained_labels(known)}
    (folder / "finder" / "labels.json").write_text(json.dumps(about), encoding="utf-8")
    return Edition(folder)


def test_an_untouched_copy_has_none(edition: Edition) -> None:
    assert edition.faults == []
    assert not finder_is_stale(str(edition.folder))


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("At least every 4 weeks.", "At least every 5 weeks.", "every 4 weeks"),
        ("seen alone, and spoken to", "seen alone and spoken to", "seen alone, and spoken"),
        ("Where risk is escalating", "Where Risk is escalating", "Where risk is"),
        ('responsible = ["Manager", "Social Worker"]', 'responsible = ["Social Worker", "Manager"]', "Manager"),
        ('lead = "Child in Need:"', 'lead = ""', "Child in Need:"),
    ],
)
def test_a_changed_word(edition: Edition, old: str, new: str, near: str) -> None:
    edition.replace(VISITING, old, new)
    [fault] = edition.faults
    assert fault.startswith("the passages leave the source at “")
    assert near in fault.split("they have")[0]


def test_a_missing_bullet(edition: Edition) -> None:
    bullet = '[[section.row.part]]\nid = "visiting.child_in_need.increased"\n'
    edition.replace(VISITING, bullet + 'text = "This can be increased, depending on the level of risk/concern."\n', "")
    assert any("leave the source at" in f and "This can be increased" in f for f in edition.faults)


def test_a_bullet_that_the_source_does_not_have(edition: Edition) -> None:
    edition.add(VISITING, '[[section.row.part]]\nid = "visiting.remanded.extra"\ntext = "And a visit on Sundays."\n')
    assert any("And a visit on Sundays." in f for f in edition.faults)


def test_bullets_in_another_order(edition: Edition) -> None:
    edition.replace(VISITING, "At least every 4 weeks.", "@")
    edition.replace(
        VISITING, "This can be increased, depending on the level of risk/concern.", "At least every 4 weeks."
    )
    edition.replace(VISITING, "@", "This can be increased, depending on the level of risk/concern.")
    assert len(edition.faults) == 1


def test_a_whole_file_left_out(edition: Edition) -> None:
    edition.replace("edition.toml", '    "managers",\n', "")
    (edition.folder / NOTES).write_text("", encoding="utf-8")  # a note on what isn't there would be told first
    assert any("leave the source" in f for f in edition.faults)


def test_another_source(edition: Edition) -> None:
    edition.add("source.txt", "")
    assert edition.faults == ["source.txt is not the file that edition.toml names: its SHA-256 differs"]


def test_an_id_twice(edition: Edition) -> None:
    edition.replace(VISITING, '"visiting.child_in_need.increased"', '"visiting.child_in_need.every_4_weeks"')
    assert edition.faults == ["passage id visiting.child_in_need.every_4_weeks is used twice"]


def test_an_id_of_another_form(edition: Edition) -> None:
    edition.replace(VISITING, '"visiting.child_in_need.increased"', '"visiting.Increased"')
    assert "visiting.Increased is not an id of the form section.row or section.row.part" in edition.faults


def test_a_note_that_points_nowhere(edition: Edition) -> None:
    edition.add(NOTES, '[[note]]\non = ["visiting.gone"]\nreading = "Nothing."\n')
    assert edition.faults == ["notes.toml: no passage has the id visiting.gone"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "either `reading` or `elsewhere`"),
        ('source = "An Act"\n', "either `reading` or `elsewhere`"),
        ('reading = "Ours."\nelsewhere = "Theirs."\nsource = "An Act"\n', "either `reading` or `elsewhere`"),
        ('elsewhere = "Theirs."\n', "`elsewhere` needs a `source`"),
        ('reading = "Ours."\nsource = "An Act"\n', "`elsewhere` needs a `source`"),
    ],
)
def test_a_note_that_is_not_one_of_the_two_kinds(edition: Edition, words: str, says: str) -> None:
    edition.add(NOTES, f'[[note]]\non = ["visiting.remanded"]\n{words}')
    [fault] = edition.faults
    assert fault.startswith("notes.toml: ")
    assert says in fault


@pytest.mark.parametrize(
    "dated",
    ["read in Family Rights Group's guide", "revised text", "as stored; an Act of 2025 may differ", ""],
)
def test_a_national_rule_without_an_edition_or_a_year(edition: Edition, dated: str) -> None:
    edition.replace(RULES, 'dated = "Act of 1989; read in Family Rights Group\'s guide"', f'dated = "{dated}"')
    [fault] = edition.faults
    assert fault.startswith("national_rules.toml: national.emergency_protection_order: `dated` must begin with")


@pytest.mark.parametrize("day", ["last autumn", "2026-02-30", ""])
def test_a_national_rule_checked_on_no_day(edition: Edition, day: str) -> None:
    edition.replace(RULES, 'as_of = "2026-11-23"', f'as_of = "{day}"')
    [fault] = edition.faults
    assert fault.startswith("national_rules.toml: ")
    assert "as_of" in fault


def test_a_national_rule_twice(edition: Edition) -> None:
    text = (edition.folder / RULES).read_text(encoding="utf-8")
    edition.add(RULES, "[[rule]]" + text.split("[[rule]]")[1])
    assert edition.faults == ["national_rules.toml: the id national.assessment_45_working_days is used twice"]


@pytest.mark.parametrize(
    "label",
    ["visiting.gone", "national.gone", "guard.small_tlk", "signpost.danger", "gone", "visiting.child_in_need + x"],
)
def test_a_phrasing_under_an_unknown_label(edition: Edition, label: str) -> None:
    edition.add("phrasings/visiting.txt", f"[{label}]\nhow many angels dance on this pin\n")
    [fault] = edition.faults
    assert fault.startswith("visiting.txt line ")
    assert f"there is no [{label.rpartition(' ')[2]}]" in fault


def test_a_phrasing_filed_twice_whatever_its_punctuation(edition: Edition) -> None:
    first = next(p for p in phrasings() if p.labels == ("visiting.child_in_need.every_4_weeks",))
    edition.add("phrasings/visiting.txt", f"[visiting.remanded]\n{first.text.upper()} ?!\n")
    [fault] = edition.faults
    assert fault.startswith("visiting.txt line ")
    assert "is filed elsewhere too, in " in fault


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("What are the core zebras?", "core zebras", True),
        ("Tell me about our core zebras, please", "the core zebras", True),
        ("what on the", "What, on the?", True),
        ("what on the", "what of the", False),
        ("who are the core zebras", "core zebras", False),
        ("what are core zebras for", "core zebras", False),
        ("my core zebras", "core zebras", False),
    ],
)
def test_a_phrasing_filed_twice_but_for_words_that_mean_nothing(
    edition: Edition, one: str, other: str, same: bool
) -> None:
    edition.add("phrasings/visiting.txt", f"[visiting.remanded]\n{one}\n[visiting.child_in_need]\n{other}\n")
    assert [f"(“{one}”)" in fault for fault in edition.faults] == [True] * same


def test_a_phrasing_under_no_label(edition: Edition) -> None:
    (edition.folder / "phrasings" / "aaa.txt").write_text("# a comment\n\nhow often?\n", encoding="utf-8")
    assert edition.faults == ["aaa.txt line 3: a phrasing before the first [label]"]


def test_too_few_phrasings(edition: Edition) -> None:
    for path in (edition.folder / "phrasings").iterdir():
        lines, keep = [], True
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                keep = "visiting.remanded" not in line
            if keep:
                lines.append(line)
        path.write_text("\n".join(lines), encoding="utf-8")
    some = "\n".join(f"remand question number {n}" for n in range(FEWEST_PHRASINGS - 1))
    edition.add("phrasings/visiting.txt", f"[visiting.remanded.within_72_hours]\n{some}\n")
    assert edition.faults == [
        f"visiting.remanded has {FEWEST_PHRASINGS - 1} phrasings: write {FEWEST_PHRASINGS} at least"
    ]


def test_a_finder_that_knows_what_is_not_there(edition: Edition) -> None:
    edition.labels(lambda labels: [*labels, "visiting.gone", "guard.gone"])
    assert edition.faults == [
        "the finder knows [guard.gone], which isn't there: run make finder",
        "the finder knows [visiting.gone], which isn't there: run make finder",
    ]


def test_a_finder_that_does_not_know_a_row(edition: Edition) -> None:
    edition.labels(lambda labels: [label for label in labels if not label.startswith("visiting.remanded")])
    assert edition.faults == ["the finder doesn't know visiting.remanded: run make finder"]


def test_a_finder_trained_on_other_phrasings_is_stale(edition: Edition) -> None:
    edition.add("phrasings/visiting.txt", "[visiting.remanded]\na new way to ask about remand\n")
    assert finder_is_stale(str(edition.folder))


def test_a_first_look_taught_by_another_encoder(edition: Edition) -> None:
    path = edition.folder / "finder" / "first_look.npz"
    path.write_bytes(replace(Learnt.from_bytes(path.read_bytes()), encoder="another").to_bytes())
    assert edition.faults == ["the first look was taught by another encoder: run make finder"]


def test_no_finder(edition: Edition) -> None:
    (edition.folder / "finder" / "labels.json").unlink()
    edition.replace(VISITING, "At least every 4 weeks.", "At least every 5 weeks.")
    found = edition.faults
    assert found[-1] == "the edition has no trained finder: run make finder"
    assert len(found) == 2  # the others are told all the same
    with pytest.raises(DataError, match="run make finder"):
        load_finder(framework(), phrasings(), str(edition.folder))


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (VISITING, "[[section", "passages/visiting.toml: not valid TOML"),
        (VISITING, '[[section]]\ntitle = "A section without rows"', "row"),
        (NOTES, '[[note]]\nreading = "On nothing."', "notes.toml"),
        (RULES, '[[rule]]\nid = "national.half"', "national_rules.toml"),
        (SHORT_FORMS, '[[abbreviation]]\nshort = "XYZ"\nwords = []', "abbreviations.toml"),
        (SHORT_FORMS, '[[abbreviation]]\nshort = "cin"\nwords = ["x"]', "abbreviations.toml: cin is written twice"),
    ],
)
def test_a_file_that_is_not_as_it_should_be(edition: Edition, file: str, text: str, says: str) -> None:
    edition.add(file, text)
    [fault] = edition.faults
    assert says in fault


@pytest.mark.parametrize("file", [VISITING, NOTES, RULES, SHORT_FORMS, "edition.toml"])
def test_a_file_that_is_not_there(edition: Edition, file: str) -> None:
    (edition.folder / file).unlink()
    assert edition.faults == [f"{file} is not there"]


def test_a_copy_loads_as_the_edition_does(edition: Edition) -> None:
    assert load_framework(str(edition.folder)) == framework()
    assert load_phrasings(str(edition.folder)) == load_phrasings()
