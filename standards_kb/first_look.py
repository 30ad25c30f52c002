"""A first look at a question: which passage it is about, where its words alone tell (docs/adr/0013)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standards_kb.wordpieces import MOST_PIECES

# How likely each label is, compared with the likeliest.
Weights: TypeAlias = NDArray[np.float32]

SURE = 0.6  # set on the tuning questions (benchmarks/README.md)
SURE_OF_SEVERAL = 0.85  # of several sentences, which may be about several passages: their words together don't tell
# Which visits are meant "first", "later", "permanent" or "not permanent" tell, whose order counts; and days hang on it.
SURE_OF_VISITS = 0.85
HINT_OF_DANGER = 0.01
# What isn't a question that a passage answers is the encoder's to tell: a refusal or a danger wants the better reader.
_ENCODERS_OWN = ("signpost.", "guard.", "not_covered.", "national.")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What training leaves. A row of `vectors` for each of `pieces` (numbers of word pieces), then for each of `pairs`
    (two that follow each other); `weights` and `bias` turn their sum into logits. `encoder`: the teacher's digest."""

    pieces: NDArray[np.int32]
    pairs: NDArray[np.int32]
    vectors: NDArray[np.float16]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    encoder: str

    def to_bytes(self) -> bytes:
        """As a file."""
        file = BytesIO()
        arrays = {name: getattr(self, name) for name in ("pieces", "pairs", "vectors", "weights", "bias")}
        np.savez_compressed(file, allow_pickle=False, encoder=np.array(self.encoder), **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, file: bytes) -> "Learnt":
        """From the file; ValueError or KeyError if it is another."""
        with np.load(BytesIO(file), allow_pickle=False) as found:
            arrays = {name: found[name] for name in ("pieces", "pairs", "vectors", "weights", "bias")}
            return cls(encoder=str(found["encoder"]), **arrays)


class FirstLook:
    """Reads a question as the sum of its word pieces and pairs, as the encoder has taught it to; safe to share.

    Over half of all questions are that plain, for a fiftieth of the encoder's work."""

    def __init__(self, learnt: Learnt, labels: Sequence[str]) -> None:
        self._piece = {int(piece): row for row, piece in enumerate(learnt.pieces)}
        self._pair = {(int(a), int(b)): row for row, (a, b) in enumerate(learnt.pairs, len(learnt.pieces))}
        self._vectors = learnt.vectors.astype(np.float32)
        self._weights = learnt.weights.astype(np.float32)
        self._bias = learnt.bias
        self._ones = np.ones(2 * MOST_PIECES, dtype=np.float32)
        self._is_passage = [not label.startswith(_ENCODERS_OWN) for label in labels]
        self._is_visit = [label.startswith("visiting.") for label in labels]
        # What adds up all of them, and what the dangers.
        self._sums = np.array([[True, label.startswith("signpost.")] for label in labels], dtype=np.float32).T.copy()

    def sure(self, numbers: Sequence[int], at_least: float = SURE) -> Weights | None:
        """Of a question's piece numbers, how likely each label is; None unless they tell a passage, and no danger,
        almost surely.

        A piece that it never learnt leaves it unsure."""
        rows = [row for piece in numbers if (row := self._piece.get(piece)) is not None]
        if not rows or len(rows) < len(numbers):
            return None
        rows += [row for pair in pairwise(numbers) if (row := self._pair.get(pair)) is not None]
        # As few and as plain steps of numpy's as can be: each takes ten times as long after a pause as in a loop.
        logits = self._weights.dot(self._ones[: len(rows)].dot(self._vectors.take(rows, axis=0)))
        logits += self._bias
        best = int(logits.argmax())
        if not self._is_passage[best]:
            return None
        if self._is_visit[best]:
            at_least = max(at_least, SURE_OF_VISITS)
        logits -= logits[best]
        weights: Weights = np.exp(logits, out=logits)
        whole, dangers = self._sums.dot(weights).tolist()
        return weights if at_least * whole <= 1 and dangers <= HINT_OF_DANGER * whole else None


def digest(encoder: bytes) -> str:
    """What tells one trained encoder from another."""
    return sha256(encoder).hexdigest()
