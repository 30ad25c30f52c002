"""Writes a trained network as the finder's files."""

import json
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn
from transformers import AttentionInterface

from standards_kb.training.model import HEADS, WIDTH, Network, base_vocabulary


class Exported(nn.Module):
    """The network for one question at a time, as the finder runs it: without padding there is no mask.

    It goes past the encoder's own `forward`, which works out masks and positions by over twenty small operators."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        AttentionInterface.register("unmasked", _unmasked)
        network.encoder.set_attn_implementation("unmasked")

    def forward(self, pieces: Tensor) -> Tensor:
        """Logits."""
        parts = self.network.encoder.embeddings
        words = parts.word_embeddings(pieces) + parts.token_type_embeddings.weight[0]
        placed = words + parts.position_embeddings.weight[: pieces.shape[1]]
        mean = self.network.encoder.encoder(parts.LayerNorm(placed)).last_hidden_state.mean(1)
        return self.network.judge(mean / mean.norm(dim=-1, keepdim=True))


def _unmasked(
    _module: nn.Module, query: Tensor, key: Tensor, value: Tensor, _mask: None, **_options: object
) -> tuple[Tensor, None]:
    """Attention in the form that onnxruntime's optimiser knows as such."""
    weights = (query @ key.transpose(2, 3) / sqrt(query.size(-1))).softmax(-1)
    return (weights @ value).transpose(1, 2).contiguous(), None


def export(network: Network, folder: Path, labels: Sequence[str], trained_on: str) -> None:
    """Write the finder's files: the network in 8-bit ONNX, its word pieces, its labels."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        whole, fused = Path(scratch) / "whole.onnx", Path(scratch) / "fused.onnx"
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
        optimize_model(
            str(whole), "bert", num_heads=HEADS, hidden_size=WIDTH, optimization_options=_fusions(), opt_level=0
        ).save_model_to_file(str(fused))
        quantize_dynamic(
            fused,
            folder / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            # Seven of the eight bits: processors without VNNI would overflow with all, and answer differently.
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    (folder / "vocabulary.txt").write_text("\n".join(base_vocabulary()) + "\n", encoding="utf-8")
    about = {"fingerprint": trained_on, "labels": list(labels)}
    (folder / "labels.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _fusions() -> FusionOptions:
    """Attention as one operator; the fused layer norms are slower than their parts."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    options.enable_skip_layer_norm = False
    options.enable_bias_skip_layer_norm = False
    return options
