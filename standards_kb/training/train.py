"""Trains and exports the finder: python -m standards_kb.training.train (about 20 minutes on two cores)."""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from standards_kb.check import fingerprint, trained_labels
from standards_kb.load import CURRENT_EDITION, edition_folder, load_framework, load_phrasings
from standards_kb.training.model import Exported, Network, base_vocabulary, batch
from standards_kb.training.slips import worsened
from standards_kb.types import Framework, Phrasing
from standards_kb.wordpieces import WordPieces

BATCH = 32
RATE, HEAD_RATE = 2e-4, 2e-3
WARM_UP = 0.06
SMOOTHING = 0.05
FURTHER_LABELS = 0.45  # the weight of a phrasing's second and later labels, the first having 1

Example = tuple[str, tuple[str, ...]]


def examples(framework: Framework, phrasings: Sequence[Phrasing]) -> list[Example]:
    """What to learn from: every phrasing, and every passage's own title and words."""
    known = set(trained_labels(phrasings))
    found: list[Example] = [(p.text, p.labels) for p in phrasings if set(p.labels) <= known]
    for passage in framework.passages.values():
        if passage.id in known:
            text = passage.text if passage.is_row else f"{passage.lead} {passage.text}"
            found.append((text, (passage.id,)))
        if passage.row in known:
            found.append((passage.title, (passage.row,)))
    return found


def train(
    network: Network, pieces: WordPieces, data: list[Example], labels: list[str], epochs: float, seed: int
) -> None:
    """Fit the network to the examples, made worse anew each time they come."""
    chance = random.Random(seed)
    number = {label: n for n, label in enumerate(labels)}
    _start_from_centres(network, pieces, data, number)
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": learning, "lr": RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = int(epochs * len(data) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    network.train()
    batches = _batches(data, chance)
    for step in range(steps):
        these = next(batches)
        wanted = torch.stack([_target(labels_, number) for _, labels_ in these])
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*batch([worsened(text, chance) for text, _ in these], pieces))
        loss = -(wanted * nn.functional.log_softmax(logits.float(), -1)).sum(-1).mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.3f}", flush=True)
    network.eval()


def export(network: Network, folder: Path, labels: Sequence[str], trained_on: str) -> None:
    """Write the finder's files: the network in 8-bit ONNX, its word pieces, its labels."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.onnx"
    torch.onnx.export(
        Exported(network),
        (torch.tensor([[101, 2129, 102]]),),
        str(whole),
        input_names=["pieces"],
        output_names=["logits"],
        dynamic_axes={"pieces": {1: "length"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven of the eight bits: processors without VNNI would overflow with all of them, and answer differently.
    quantize_dynamic(whole, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()
    (folder / "vocabulary.txt").write_text("\n".join(base_vocabulary()) + "\n", encoding="utf-8")
    about = {"fingerprint": trained_on, "labels": list(labels)}
    (folder / "labels.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


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
    network = Network(len(labels))
    pieces = WordPieces(base_vocabulary())
    train(network, pieces, examples(load_framework(), phrasings), labels, options.epochs, options.seed)
    export(network, options.out, labels, fingerprint(phrasings))


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
