"""Ranks everything that a question may be about: passages, and questions the framework doesn't answer."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

import numpy as np

from standards_kb.encoder import Encoder
from standards_kb.first_look import SURE, SURE_OF_SEVERAL, FirstLook, Weights
from standards_kb.spelling import Speller
from standards_kb.wordpieces import MOST_PIECES, WordPieces

SIGNPOST_AT_LEAST = 0.5
NOT_ENGLISH = "guard.not_english"  # not a label that was trained
MOST_LISTED = 64  # of over five hundred; the others together are hardly ever likely
LEAST_LISTED, HARDLY_LIKELY = 20, 0.001  # of the likeliest one's likelihood
_SEVERAL = re.compile(r"[.?!;]\s+\w")
REMEMBERED = 1000  # questions, about 7 kB each


class Candidate(NamedTuple):
    """A label and how likely the question is about it, 0 to 1. A label is a passage's id,
    or `national.…`, `not_covered.…`, `guard.…`, `signpost.…`."""

    label: str
    likelihood: float


class Finder:
    """The trained classifier of one edition (docs/adr/0004); safe to share between threads.

    `vocabulary`: the word pieces of both readers; `labels`: in the order of their logits; `speller`: corrects the
    question first."""

    def __init__(
        self,
        encoder: Encoder,
        first_look: FirstLook,
        vocabulary: Sequence[str],
        labels: Sequence[str],
        speller: Speller,
    ) -> None:
        self._encoder = encoder
        self._first_look = first_look
        self._pieces = WordPieces(vocabulary)
        self.labels = tuple(labels)
        self._speller = speller
        self._remembered: OrderedDict[bytes, tuple[Candidate, ...]] = OrderedDict()
        self._lock = Lock()

    def rank(self, question: str) -> list[Candidate]:
        """The likeliest labels, likeliest first; the likelihoods of those listed add up to 1."""
        key = blake2b(
            question.encode("utf-8", "surrogatepass"), digest_size=16
        ).digest()  # what people typed isn't kept
        with self._lock:
            known = self._remembered.get(key)
            if known is not None:
                self._remembered.move_to_end(key)
                return list(known)
        ranked = self._as_typed_or_corrected(question)
        with self._lock:
            self._remembered[key] = tuple(ranked)
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return ranked

    def _as_typed_or_corrected(self, question: str) -> list[Candidate]:
        corrected = self._speller.corrected(question)
        ranked = self._ranked(corrected)
        if corrected != question:
            # Corrected towards the framework's words, "stabing" becomes "staying": no slip may hide a danger.
            as_typed = self._ranked(question)
            if total(as_typed, "signpost") > max(total(ranked, "signpost"), SIGNPOST_AT_LEAST):
                return as_typed
        if total(ranked, "signpost") < SIGNPOST_AT_LEAST and not self._speller.reads(corrected):
            return [Candidate(NOT_ENGLISH, 1.0)]
        return ranked

    def _ranked(self, text: str) -> list[Candidate]:
        numbers = self._pieces.numbers(text, MOST_PIECES)
        weights = self._first_look.sure(numbers, SURE_OF_SEVERAL if _SEVERAL.search(text) else SURE)
        if weights is None:
            logits = self._encoder.logits(numbers)
            weights = np.exp(logits - logits.max())
        return self._listed(weights)

    def _listed(self, weights: Weights) -> list[Candidate]:
        likeliest = weights.argpartition(-MOST_LISTED)[-MOST_LISTED:]
        # In plain lists from here: every further step of numpy's takes as long as all of this.
        ranked = sorted(zip(weights.take(likeliest).tolist(), likeliest.tolist(), strict=True), reverse=True)
        least = HARDLY_LIKELY * ranked[0][0]
        listed = [one for place, one in enumerate(ranked) if place < LEAST_LISTED or one[0] >= least]
        whole = sum(weight for weight, _ in listed)
        return [Candidate(self.labels[number], weight / whole) for weight, number in listed]


def total(candidates: Iterable[Candidate], kind: str) -> float:
    """How likely the question is of a kind: the likelihoods of the labels that begin with `kind.` together."""
    return sum(c.likelihood for c in candidates if c.label.startswith(kind + "."))
