"""Trains the first look on what the trained encoder makes of the phrasings: python -m standards_kb.training.first_look
(about a quarter of an hour on two cores; `make finder` runs it after the encoder's own training)."""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from standards_kb.check import trained_labels
from standards_kb.encoder import Encoder
from standards_kb.first_look import Learnt, digest
from standards_kb.load import CURRENT_EDITION, edition_folder, load_framework, load_phrasings
from standards_kb.training.slips import made_up
from standards_kb.training.train import MADE_UP, Example, examples, typing
from standards_kb.wordpieces import MOST_PIECES, WordPieces

WIDTH = 64
LEAST_PAIRS = 3  # a pair that comes less often tells nothing
# Of what is made up, such as words with slips: in which a piece or a pair comes by chance.
LEAST_MADE_UP_PIECES, LEAST_MADE_UP_PAIRS = 20, 40
TIMES, EPOCHS, BATCH, RATE = 20, 4, 256, 0.01

Bag = list[int]
T = TypeVar("T", int, tuple[int, int])


class Reading(nn.Module):
    """The sum of what a question holds, as logits. Row 0 stands for nothing."""

    def __init__(self, held: int, labels: int) -> None:
        super().__init__()
        self.held = nn.EmbeddingBag(held + 1, WIDTH, mode="sum", padding_idx=0)
        self.head = nn.Linear(WIDTH, labels)
        nn.init.normal_(self.held.weight, 0, 0.1)

    def forward(self, bags: Sequence[Bag]) -> Tensor:
        """Logits."""
        starts = np.cumsum([0, *(len(bag) for bag in bags[:-1])])
        return self.head(self.held(torch.tensor([row for bag in bags for row in bag]), torch.tensor(starts)))


def read(data: list[Example], chance: random.Random) -> list[str]:
    """What both read: every example as it stands, then worsened and made up anew."""
    typed = typing(data, chance)
    texts = [text for text, _ in data]
    for _ in range(TIMES - 1):
        for example in data:
            text = typed(example)
            texts.append(made_up(text, chance.choice(data)[0], chance) if chance.random() < MADE_UP else text)
    return texts


def learn(
    numbers: Sequence[Sequence[int]], known: int, encoder: Encoder, seed: int
) -> tuple[Reading, NDArray[np.int32], NDArray[np.int32]]:
    """A reading that says what the encoder says; the pieces and the pairs that it knows. The first `known` texts are as
    they stand in the phrasings, the others are made worse or made up."""
    pieces = _common(numbers, known, 1, LEAST_MADE_UP_PIECES)
    pairs = _common([[*pairwise(one)] for one in numbers], known, LEAST_PAIRS, LEAST_MADE_UP_PAIRS)
    row = {held: number for number, held in enumerate([*pieces, *pairs], 1)}
    bags = [[row[held] for held in (*one, *pairwise(one)) if held in row] or [0] for one in numbers]
    wanted = np.stack([encoder.logits(one).astype(np.float16) for one in numbers])
    reading, order, chance = Reading(len(row), wanted.shape[1]), list(range(len(bags))), random.Random(seed)
    optimiser = torch.optim.Adam(reading.parameters(), lr=RATE)
    steps = EPOCHS * (len(bags) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        for start in range(0, len(order), BATCH):
            these = order[start : start + BATCH]
            likely = torch.from_numpy(wanted[these].astype(np.float32)).softmax(-1)
            missed = -(likely * reading([bags[i] for i in these]).log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            missed.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1} of {EPOCHS}, loss {missed.item():.3f}", flush=True)
    return reading, np.array(pieces, dtype=np.int32), np.array(pairs, dtype=np.int32)


def _common(held: Sequence[Iterable[T]], known: int, least: int, least_of_all: int) -> list[T]:
    """What comes often enough in the first `known`, or in all."""
    first, every = Counter(one for text in held[:known] for one in text), Counter(one for text in held for one in text)
    return sorted(one for one, count in every.items() if first[one] >= least or count >= least_of_all)


def main() -> None:
    """Train from the current edition's encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path(str(edition_folder(CURRENT_EDITION))) / "finder")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = (options.folder / "encoder.onnx").read_bytes()
    phrasings = load_phrasings()
    data = examples(load_framework(), phrasings)
    split = WordPieces((options.folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines())
    texts = read(data, random.Random(options.seed))
    numbers = [split.numbers(text, MOST_PIECES) for text in texts]
    reading, pieces, pairs = learn(numbers, len(data), Encoder(model), options.seed)
    if reading.head.out_features != len(trained_labels(phrasings)):
        raise SystemExit("the encoder was trained on other phrasings: run make finder")
    learnt = Learnt(
        pieces,
        pairs,
        reading.held.weight.detach().numpy()[1:].astype(np.float16),
        reading.head.weight.detach().numpy().astype(np.float16),
        reading.head.bias.detach().numpy(),
        digest(model),
    )
    (options.folder / "first_look.npz").write_bytes(learnt.to_bytes())


if __name__ == "__main__":
    main()
