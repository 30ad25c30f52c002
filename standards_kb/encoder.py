"""The trained network of one edition: word pieces in, one logit a label out (docs/adr/0004)."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray

Logits = NDArray[np.float32]


class Encoder:
    """The network as ONNX bytes; safe to share between threads."""

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        # One thread a question: turns run side by side, and a pool's spinning costs more than it saves.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            model,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # slower than what it replaces (benchmarks/README.md)
        )

    def logits(self, numbers: Sequence[int]) -> Logits:
        """One logit a label, of a question's piece numbers."""
        (found,) = self._session.run(None, {"pieces": np.array([numbers], dtype=np.int64)})
        logits: Logits = found[0]
        return logits
