"""Trains and exports the finder: python -m standards_kb.training.train (about 40 minutes on two cores)."""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from standards_kb.check import fingerprint, trained_labels
from standards_kb.load import CURRENT_EDITION, edition_folder, load_framework, load_phrasings
from standards_kb.training.export import export
from standards_kb.training.model import Network, base_vocabulary, batch
from standards_kb.training.slips import made_up, statements, surrounded, worsened
from standards_kb.types import Framework, Phrasing
from standards_kb.wordpieces import WordPieces

BATCH = 32
RATE, PUPILS_RATE, HEAD_RATE = 2e-4, 3e-4, 2e-3
WARM_UP = 0.06
SMOOTHING = 0.05
SURROUNDED = 0.4  # of the dangers
MADE_UP = 0.4  # of what a pupil reads
VECTORS_SHARE = 5.0  # the weight of sentence vectors like the teacher's, the likelihoods having 1
FURTHER_LABELS = 0.45  # the weight of a phrasing's second and later labels, the first having 1

Example = tuple[str, tuple[str, ...]]


def examples(framework: Framework, phrasings: Sequence[Phrasing]) -> list[Example]:
    """What to learn from: every phrasing, what it says before it asks, and every passage's own title and words."""
    known = set(trained_labels(phrasings))
    found: list[Example] = [(p.text, p.labels) for p in phrasings if set(p.labels) <= known]
    # Dangers are told and not asked; without these the network would take whatever is told for one.
    found += [(statement, labels) for text, labels in found if not _is_danger(labels) for statement in statements(text)]
    for passage in framework.passages.values():
        if passage.id in known:
            text = passage.text if passage.is_row else f"{passage.lead} {passage.text}"
            found.append((text, (passage.id,)))
        if passage.row in known:
            found.append((passage.title, (passage.row,)))
    return found


def teach(
    network: Network, pieces: WordPieces, data: list[Example], labels: list[str], epochs: float, seed: int
) -> None:
    """Fit the network to the examples, made worse anew each time they come."""
    chance = random.Random(seed)
    number = {label: n for n, label in enumerate(labels)}
    _start_from_centres(network, pieces, data, number)
    typed = typing(data, chance)

    def loss(these: list[Example]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*batch([typed(example) for example in these], pieces))
        return _distance(logits, torch.stack([_target(wanted, number) for _, wanted in these]))

    _fit(network, loss, data, epochs, RATE, chance)


def distil(pupil: Network, teacher: Network, pieces: WordPieces, data: list[Example], epochs: float, seed: int) -> None:
    """Fit the pupil to what the teacher makes of the examples, and of texts made up from them."""
    chance = random.Random(seed)
    typed = typing(data, chance)

    def read(example: Example) -> str:
        text = typed(example)
        return made_up(text, chance.choice(data)[0], chance) if chance.random() < MADE_UP else text

    def loss(these: list[Example]) -> Tensor:
        texts = batch([read(example) for example in these], pieces)
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                shown = teacher.embed(*texts)
                wanted = teacher.judge(shown).float().softmax(-1)
            vectors = pupil.embed(*texts)
            logits = pupil.judge(vectors)
        apart = 1 - nn.functional.cosine_similarity(vectors.float(), shown.float()).mean()
        return _distance(logits, wanted) + VECTORS_SHARE * apart

    _fit(pupil, loss, data, epochs, PUPILS_RATE, chance)


def main() -> None:
    """Train on every phrasing of the current edition."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(str(edition_folder(CURRENT_EDITION))) / "finder")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    phrasings = load_phrasings()
    labels = trained_labels(phrasings)
    data = examples(load_framework(), phrasings)
    pieces = WordPieces(base_vocabulary())
    teacher = Network(len(labels))
    teach(teacher, pieces, data, labels, options.epochs, options.seed)
    pupil = teacher.halved()
    distil(pupil, teacher, pieces, data, 2 * options.epochs, options.seed)
    export(pupil, options.out, labels, fingerprint(phrasings))


def typing(data: Sequence[Example], chance: random.Random) -> Callable[[Example], str]:
    """How an example might come in: worsened, and a danger sometimes amid what else there is to tell."""
    others = [text for text, labels in data if not _is_danger(labels) and not text.endswith("?")]

    def typed(example: Example) -> str:
        text, labels = example
        if _is_danger(labels) and chance.random() < SURROUNDED:
            text = surrounded(text, chance.choices(others, k=chance.randint(1, 3)), chance)
        return worsened(text, chance)

    return typed


def _is_danger(labels: Sequence[str]) -> bool:
    return labels[0].startswith("signpost.")


def _fit(
    network: Network,
    loss: Callable[[list[Example]], Tensor],
    data: list[Example],
    epochs: float,
    rate: float,
    chance: random.Random,
) -> None:
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": learning, "lr": rate}, {"params": network.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = int(epochs * len(data) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    network.train()
    batches = _batches(data, chance)
    for step in range(steps):
        missed = loss(next(batches))
        optimiser.zero_grad()
        missed.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}, loss {missed.item():.3f}", flush=True)
    network.eval()


def _distance(logits: Tensor, wanted: Tensor) -> Tensor:
    return -(wanted * nn.functional.log_softmax(logits.float(), -1)).sum(-1).mean()


def _start_from_centres(network: Network, pieces: WordPieces, data: list[Example], number: dict[str, int]) -> None:
    """Begin the head at the mean vector of each label's examples: it then starts as a nearest-centre search."""
    network.eval()
    centres = torch.zeros_like(network.head.weight)
    by_length = sorted(data, key=lambda example: len(example[0]))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(by_length), 128):
            these = by_length[start : start + 128]
            for vector, (_, labels) in zip(network.embed(*batch([t for t, _ in these], pieces)), these, strict=True):
                centres[number[labels[0]]] += vector
        network.head.weight.copy_(nn.functional.normalize(centres, dim=-1))
        network.head.bias.zero_()


def _batches(data: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Shuffled batches without end, texts of like length together to save padding."""
    while True:
        shuffled = chance.sample(data, len(data))
        for start in range(0, len(shuffled), BATCH * 20):
            pool = sorted(shuffled[start : start + BATCH * 20], key=lambda example: len(example[0]))
            batches = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
            yield from chance.sample(batches, len(batches))


def _target(labels: Sequence[str], number: dict[str, int]) -> Tensor:
    wanted = torch.zeros(len(number))
    for place, label in enumerate(labels):
        wanted[number[label]] += 1.0 if place == 0 else FURTHER_LABELS
    return wanted / wanted.sum() * (1 - SMOOTHING) + SMOOTHING / len(number)


if __name__ == "__main__":
    main()
