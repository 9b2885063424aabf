from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest

from kg.encoder import BEGIN, END, MODELS, load_lower, session

torch = pytest.importorskip("torch", reason="for training only: kg[train]")
pytestmark = pytest.mark.model

IDS = [BEGIN, 9508, 11409, 2094, 2777, 6382, 15214, END]


@pytest.fixture(scope="module")
def encoder() -> object:
    from transformers import AutoModel

    from kg.train.networks import published_encoder

    return AutoModel.from_pretrained(str(published_encoder()), attn_implementation="eager").eval()


def test_lower_layers_come_back_out_of_their_file(encoder: object) -> None:
    from kg.train import networks

    (shipped,) = load_lower(MODELS).layers.run(None, {"ids": np.array([IDS])})
    with torch.no_grad():
        lower = networks.load_lower(MODELS / "encoder.onnx", encoder).eval()(torch.tensor([IDS])).numpy()
    assert np.corrcoef(shipped.ravel(), lower.ravel())[0, 1] > 0.98  # 8 bits of each vector get lost on the way


def test_adapters_alone_are_learnt_and_begin_as_nothing(encoder: object) -> None:
    from kg.train import networks

    lower = networks.Lower(copy.deepcopy(encoder)).eval()
    with torch.no_grad():
        before = lower(torch.tensor([IDS]))
        networks.adapt(lower)
        assert torch.equal(lower(torch.tensor([IDS])), before)
    learnt = {name for name, weight in lower.named_parameters() if weight.requires_grad}
    assert learnt
    assert all(name.endswith((".down.weight", ".up.weight")) for name in learnt)


def test_a_file_refers_to_the_matrices_of_another(tmp_path: Path) -> None:
    from kg.train import networks

    torch.manual_seed(0)
    linear, inputs = torch.nn.Linear(64, 64), {"given": torch.ones(1, 64)}
    first, second = tmp_path / "first.onnx", tmp_path / "second.onnx"
    networks.write(linear, inputs, ["made"], {}, first)
    networks.write(torch.nn.Sequential(linear, torch.nn.ReLU()), inputs, ["made"], {}, second)
    size, (made,) = second.stat().st_size, session(second).run(None, {"given": np.ones((1, 64), np.float32)})
    networks.share(second, first)
    assert second.stat().st_size < size - 64 * 64 + 500
    assert np.array_equal(session(second).run(None, {"given": np.ones((1, 64), np.float32)})[0], made)
