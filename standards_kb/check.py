"""Proves that the framework's data is whole: every passage verbatim in the source, nothing of the source left out,
ids unique, everything that points somewhere points at something."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from standards_kb.answer import STRATEGY_DISCUSSION
from standards_kb.audit_tool import load_audit_tool
from standards_kb.first_look import Learnt, digest
from standards_kb.load import (
    CURRENT_EDITION,
    DataError,
    edition_folder,
    load_framework,
    load_phrasings,
    read_toml,
    sections,
)
from standards_kb.load_returns import load_templates
from standards_kb.load_scenarios import load_scenario_words
from standards_kb.load_timescales import load_timescales
from standards_kb.outcomes import Reason
from standards_kb.types import Framework, Phrasing

NOT_TRAINED_ON = "guard.none"
# The labels that `answer` gives a fixed reply to; beside them, any `not_covered.…` may be made up.
FIXED_LABELS = frozenset(
    [f"guard.{r}" for r in (Reason.SMALL_TALK, Reason.CHILD_DATA, Reason.IGNORE_RULES)]
    + [f"signpost.{r}" for r in (Reason.SELF_HARM, Reason.CHILD_IN_DANGER)]
)
FEWEST_PHRASINGS = 10
# Without these a question asks the same; words such as "who", "for" or "must" are not among them.
EMPTY_WORDS = frozenset(
    (
        *("a", "an", "the", "is", "are", "was", "s", "what", "whats", "i", "we", "you", "our"),
        *("in", "on", "of", "to", "at", "about", "me", "tell", "please", "pls"),
    )
)

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*][ \t]+)+", re.M)
_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+){1,2}")


def faults(edition: str = CURRENT_EDITION) -> list[str]:
    """Everything that is wrong with an edition's data, in plain English; empty if nothing is."""
    folder = edition_folder(edition)
    found: list[str] = []
    try:
        framework = load_framework(edition)
        phrasings = load_phrasings(edition)
        found += source_faults(folder)
        found += _id_faults(framework)
        found += phrasing_faults(framework, phrasings)
        found += _finder_faults(folder, framework)
        load_scenario_words(load_timescales(framework, edition), edition)
        load_templates(framework, edition)
        load_audit_tool(framework, edition)
    except DataError as error:
        found.append(str(error))
    return found


def plain(text: str) -> str:
    """The text without the markup of the source file: tags, list marks, bold marks, doubled spaces."""
    text = _LIST_MARK.sub("", _TAG.sub(" ", text)).replace("**", "").replace("▪", " ")
    return " ".join(text.split())


def source_faults(folder: Traversable) -> Iterator[str]:
    """Where the passages, read in order, differ from the source."""
    source = (folder / "source.txt").read_bytes()
    about = read_toml(folder, "edition.toml")
    if hashlib.sha256(source).hexdigest() != about["source_sha256"]:
        yield "source.txt is not the file that edition.toml names: its SHA-256 differs"
    pieces = [piece for section in sections(folder) for row in section.row for piece in row.source_pieces()]
    wanted, got = plain(source.decode("utf-8")).split(), " ".join(pieces).split()
    if wanted != got:
        at = next((i for i, (w, g) in enumerate(zip(wanted, got, strict=False)) if w != g), min(len(wanted), len(got)))
        near = slice(max(0, at - 6), at + 6)
        yield f"the passages leave the source at “{' '.join(wanted[near])}”: they have “{' '.join(got[near])}”"


def phrasing_faults(framework: Framework, phrasings: Sequence[Phrasing]) -> Iterator[str]:
    """Phrasings filed under nothing, filed twice (but for words that mean nothing), or too few for a passage."""
    filed: dict[tuple[str, ...], Phrasing] = {}
    count: Counter[str] = Counter()
    for phrasing in phrasings:
        for label in phrasing.labels:
            if label != NOT_TRAINED_ON and not _is_known(framework, label):
                yield f"{phrasing.where}: there is no [{label}]"
        key = _asks(phrasing.text)
        if key in filed and filed[key].labels != phrasing.labels:
            there = filed[key]
            yield f"{phrasing.where}: “{phrasing.text}” is filed elsewhere too, in {there.where} (“{there.text}”)"
        filed.setdefault(key, phrasing)
        count.update(framework.passages[p].row for p in phrasing.labels if p in framework.passages)
    for passage in framework.passages.values():
        if passage.is_row and count[passage.id] < FEWEST_PHRASINGS and not passage.id.startswith("front."):
            yield f"{passage.id} has {count[passage.id]} phrasings: write {FEWEST_PHRASINGS} at least"


def trained_labels(phrasings: Iterable[Phrasing]) -> list[str]:
    """The labels that a finder of these phrasings knows, in the order of its logits."""
    return sorted({label for p in phrasings for label in p.labels} - {NOT_TRAINED_ON})


def fingerprint(phrasings: Iterable[Phrasing]) -> str:
    """What a finder was trained on, as a hash."""
    return hashlib.sha256("\n".join(f"{p.labels}{p.text}" for p in phrasings).encode()).hexdigest()


def finder_is_stale(edition: str = CURRENT_EDITION) -> bool:
    """Whether the phrasings have changed since the finder was trained."""
    about = _about_finder(edition_folder(edition))
    return bool(about["fingerprint"] != fingerprint(load_phrasings(edition)))


def _asks(text: str) -> tuple[str, ...]:
    words = tuple(re.findall(r"\w+", text.lower()))
    return tuple(word for word in words if word not in EMPTY_WORDS) or words


def _is_known(framework: Framework, label: str) -> bool:
    known = label in framework.passages or label in framework.national_rules or label in FIXED_LABELS
    return known or label.startswith("not_covered.")


def _id_faults(framework: Framework) -> Iterator[str]:
    for passage in framework.passages.values():
        if not _ID.fullmatch(passage.id) or not passage.id.startswith(passage.row):
            yield f"{passage.id} is not an id of the form section.row or section.row.part"
        if not passage.title:
            yield f"{passage.id} has no title"
    for rule in framework.national_rules.values():
        if not rule.id.startswith("national."):
            yield f"the national rule {rule.id} must be named national.…"
    if STRATEGY_DISCUSSION not in framework.passages:
        yield f"the standard for a child in danger, {STRATEGY_DISCUSSION}, is not there"


def _about_finder(folder: Traversable) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / "finder" / "labels.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError("the edition has no trained finder: run make finder") from error
    return about


def _finder_faults(folder: Traversable, framework: Framework) -> Iterator[str]:
    known = set(_about_finder(folder)["labels"])
    learnt = Learnt.from_bytes((folder / "finder" / "first_look.npz").read_bytes())
    if learnt.encoder != digest((folder / "finder" / "encoder.onnx").read_bytes()):
        yield "the first look was taught by another encoder: run make finder"
    for label in sorted(known):
        if not _is_known(framework, label):
            yield f"the finder knows [{label}], which isn't there: run make finder"
    rows = {framework.passages[label].row for label in known if label in framework.passages}
    for passage in framework.passages.values():
        if passage.is_row and passage.id not in rows and not passage.id.startswith("front."):
            yield f"the finder doesn't know {passage.id}: run make finder"
