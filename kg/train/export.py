"""A trained network as the files that `kg.encoder` and `kg.relations.classifier` load: ONNX with 8-bit weights."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.train.relations import WIDTH, Network

__all__ = ["LOWER", "export"]

LOWER = 4
"""Layers of the lower part, which coreference shares."""

_NOT_OF_HEAD = ("encoder.", "tag.")


class _Lower(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.embeddings = network.encoder.embeddings
        self.layers = network.encoder.encoder.layer[:LOWER]

    def forward(self, ids: Tensor) -> Tensor:
        vectors: Tensor = self.embeddings(input_ids=ids)
        for layer in self.layers:
            vectors, _ = _through(layer, vectors)
        return vectors


class _Upper(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.layers = network.encoder.encoder.layer[LOWER:]
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
    """Write ``tokenizer.json``, ``encoder.onnx``, ``reading.onnx``, ``relations.npz`` and ``relations.json``.

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
    _write(_Lower(network), ids, ["ids"], ["below"], folder / "encoder.onnx")
    _write(_Upper(network), vectors, ["below"], ["vectors", "attention", "tags"], folder / "reading.onnx")
    head = {
        name: value.numpy().astype(np.float16)
        for name, value in network.state_dict().items()
        if not name.startswith(_NOT_OF_HEAD)
    }
    np.savez_compressed(folder / "relations.npz", allow_pickle=False, **head)
    (folder / "relations.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _write(network: nn.Module, example: Tensor, inputs: Sequence[str], outputs: Sequence[str], path: Path) -> None:
    axes: dict[str, dict[int, str]] = {name: {1: "pieces"} for name in (*inputs, *outputs)}
    if "attention" in axes:
        axes["attention"] = {2: "from", 3: "to"}
    with TemporaryDirectory() as scratch:
        plain = str(Path(scratch) / "plain.onnx")
        torch.onnx.export(
            network.eval(),
            (example,),
            plain,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            dynamo=False,
        )
        quantize_dynamic(plain, str(path), weight_type=QuantType.QInt8, per_channel=True)
