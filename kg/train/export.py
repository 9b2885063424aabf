"""A trained network as the files that `kg.encoder` and `kg.relations.classifier` load: ONNX with 8-bit weights."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from kg.relations.standing import FILE
from kg.train import networks
from kg.train.relations import WIDTH, Network

__all__ = ["export"]

_STANDING = "standing."
_NOT_OF_HEAD = ("encoder.", "tag.", "meant.", "nobody.", _STANDING)


class _Upper(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.layers = network.encoder.encoder.layer[networks.LOWER :]
        self.tag = network.tag

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        attention = vectors
        for layer in self.layers:
            vectors, attention = _through(layer, vectors)
        return vectors, attention, self.tag(vectors)


def _through(layer: Any, vectors: Tensor) -> tuple[Tensor, Tensor]:
    """What a layer makes of vectors, and its attention."""
    context, attention = layer.attention.self(vectors, None)
    attended = layer.attention.output(context, vectors)
    return layer.output(layer.intermediate(attended), attended), attention


def export(network: Network, tokenizer: Path, folder: Path, table: Mapping[str, Any]) -> None:
    """Write ``tokenizer.json``, ``encoder.onnx``, ``reading.onnx``, ``relations.npz``, ``relations.json``
    and ``standing.npz``.

    Args:
        network: a trained one.
        tokenizer: the file of the encoder's tokenizer.
        folder: where to write.
        table: classes, scales, thresholds and version, as `kg.relations.classifier.load` reads them.
    """
    network.eval()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    ids, vectors = torch.ones(1, 8, dtype=torch.long), torch.zeros(1, 8, WIDTH)
    along, square = {1: "pieces"}, {2: "from", 3: "to"}
    axes = {"ids": along, "below": along}
    networks.write(networks.Lower(network.encoder), {"ids": ids}, ["below"], axes, folder / "encoder.onnx")
    axes = {"below": along, "vectors": along, "attention": square, "tags": along}
    outputs = ["vectors", "attention", "tags"]
    networks.write(_Upper(network), {"below": vectors}, outputs, axes, folder / "reading.onnx")
    state = network.state_dict()
    head = {name: value.numpy() for name, value in state.items() if not name.startswith(_NOT_OF_HEAD)}
    head = {name: value.astype(np.float16) for name, value in head.items()}
    # The largest array by far: 8 bits and a scale for each class.
    scale = np.abs(state["classes.weight"].numpy()).max(axis=1, keepdims=True) / 127
    head["classes.weight"] = np.round(state["classes.weight"].numpy() / scale).astype(np.int8)
    head["classes.scale"] = scale.astype(np.float32)
    np.savez_compressed(folder / "relations.npz", allow_pickle=False, **head)
    standing = {
        name.removeprefix(_STANDING): value.numpy().astype(np.float16)
        for name, value in state.items()
        if name.startswith(_STANDING)
    }
    np.savez_compressed(folder / FILE, allow_pickle=False, **standing)
    (folder / "relations.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
