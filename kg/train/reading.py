"""Training of the reader on the examples of the ranker, with torch (``pip install kg[train]``).

The lower layers are those that `kg` ships, whatever they were trained for, and stay as they are; adapters beside them,
two upper layers, which begin as those of all-MiniLM-L6-v2, and the small network on top are trained. All is exported
with 8-bit weights; those of the lower layers are read out of the encoder's own file.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from kg.coreference import weights
from kg.coreference.features import FEATURES
from kg.coreference.reading import Passage, checksum
from kg.encoder import MODELS, WIDTH
from kg.train import networks
from kg.train.ranking import Example

__all__ = ["LOWER", "Network", "export", "train"]

LOWER = MODELS / "encoder.onnx"
"""The file of the lower layers."""

_HEADS = 12
_COMPARED = 128
_HIDDEN = 48
_BATCH = 16
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Sample:
    """A passage, and the example of its pronoun."""

    passage: Passage
    example: Example


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network takes: of each sample a row of pieces, marks and mask, and its places over all rows."""

    samples: Sequence[Sample]
    ids: Tensor
    marks: Tensor
    places: Tensor
    mask: Tensor


def _published(folder: str | Path) -> Any:
    torch.set_num_threads(1)
    model = AutoModel.from_pretrained(str(folder), attn_implementation="eager")
    return model.eval()


class Layers(nn.Module):
    """The lower layers, adapted; marks; and the upper layers."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__()
        published = _published(folder)
        self.lower = networks.load_lower(LOWER, published)
        networks.adapt(self.lower)
        self.upper = published.encoder.layer[networks.LOWER :]
        self.mark = nn.Embedding(3, WIDTH)
        self.mark.weight.data *= 0.02
        self.mark.weight.data[0] = 0

    def forward(self, ids: Tensor, marks: Tensor, places: Tensor, mask: Tensor | None = None) -> Tensor:
        """The vectors of the pieces at ``places`` (numbers over all passages), which alone the last layer makes."""
        *before, last = self.upper
        read = networks.through(before, self.lower(ids, mask) + self.mark(marks), mask)
        return _read_at(last, read, places, mask)


def _read_at(layer: Any, read: Tensor, places: Tensor, mask: Tensor | None) -> Tensor:
    """A layer's output at some pieces, given the numbers of those: for one passage, or one row of places a passage."""
    inner = layer.attention.self
    width = inner.attention_head_size
    count = read.shape[0]
    wanted = read.reshape(-1, WIDTH)[places].reshape(count, -1, WIDTH)

    def heads(values: Tensor) -> Tensor:
        return values.reshape(count, -1, _HEADS, width).transpose(1, 2)

    weights = heads(inner.query(wanted)) @ heads(inner.key(read)).transpose(2, 3) / width**0.5
    if mask is not None:
        weights = weights + mask
    seen = inner.dropout(torch.softmax(weights, -1)) @ heads(inner.value(read))
    attended = layer.attention.output(seen.transpose(1, 2).reshape(count, -1, WIDTH), wanted)
    return layer.output(layer.intermediate(attended), attended).reshape(-1, WIDTH)


class Network(nn.Module):
    """The reader as it is trained; `kg.coreference.reading.Reader` computes the same."""

    def __init__(self, folder: str | Path) -> None:
        super().__init__()
        self.layers = Layers(folder)
        self.p, self.c = nn.Linear(WIDTH, _COMPARED), nn.Linear(2 * WIDTH, _COMPARED)
        self.pc, self.o = nn.Linear(_COMPARED, _COMPARED), nn.Linear(_COMPARED, 1)
        self.n = nn.Linear(WIDTH, 1)
        self.f1, self.f2 = nn.Linear(len(FEATURES), _HIDDEN), nn.Linear(_HIDDEN, 1)
        self.fl = nn.Linear(len(FEATURES), 1)
        self.miss = nn.Parameter(torch.zeros(1))
        self.drop = nn.Dropout(0.2)

    def forward(self, batch: Batch) -> list[Tensor]:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            read = self.layers(batch.ids, batch.marks, batch.places, batch.mask)
        read = read.float().reshape(len(batch.samples), -1, WIDTH)
        return [self._scores(read[number], sample) for number, sample in enumerate(batch.samples)]

    def _scores(self, read: Tensor, sample: Sample) -> Tensor:
        rows = torch.from_numpy(sample.example.rows)
        if self.training:
            rows = rows * (torch.rand_like(rows) > 0.05)
        by_features = (self.f2(self.drop(torch.relu(self.f1(rows)))) + self.fl(rows))[:, 0]
        words = [self.miss[0]] * (len(rows) - 1)
        pronoun = read[0]
        if sample.passage.names:
            names = read[1 : len(sample.passage.places)]
            of_pronoun = self.p(self.drop(pronoun))
            of_names = self.c(self.drop(torch.cat([names[0::2], names[1::2]], 1)))
            values = self.o(self.drop(torch.relu(of_pronoun + of_names + self.pc(of_pronoun * of_names))))[:, 0]
            owners = torch.tensor(sample.passage.owners)
            for owner in sorted(set(sample.passage.owners)):
                words[owner] = torch.logsumexp(values[owners == owner], 0)
        by_words: Tensor = torch.stack([*words, self.n(pronoun)[0]])
        return by_features + by_words


def _samples(examples: Sequence[Example]) -> list[Sample]:
    return [Sample(example.passage, example) for example in examples if example.passage is not None]


def train(examples: Sequence[Example], folder: str | Path, *, epochs: int = 2, seed: int = 0) -> Network:
    """Train a reader: about five minutes of one core for an epoch of 6,800 samples.

    Args:
        examples: what to learn from; those without a passage are left out.
        folder: the published model.
        epochs: how often to go over the samples.
        seed: of the beginning and the order.
    """
    samples = _samples(examples)
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    network = Network(folder)
    layers = list(network.layers.upper.parameters())
    others = [
        weight
        for name, weight in network.named_parameters()
        if weight.requires_grad and not name.startswith("layers.upper.")
    ]
    optimizer = torch.optim.AdamW([{"params": layers, "lr": 1e-4}, {"params": others, "lr": 1e-3}], weight_decay=0.01)
    steps = epochs * -(-len(samples) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    network.train()
    for _ in range(epochs):
        for batch in _batches(samples, shuffle):
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval()


def _batches(samples: Sequence[Sample], shuffle: random.Random) -> Iterator[list[Sample]]:
    """Samples of about one length together, which wastes less; each as it is or with genders exchanged, by chance."""
    sizes = [len(sample.passage.pieces) + shuffle.random() * 12 for sample in samples]
    order = sorted(range(len(samples)), key=sizes.__getitem__)
    batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
    shuffle.shuffle(batches)
    for batch in batches:
        yield [_either(samples[number], shuffle) for number in batch]


def _either(sample: Sample, shuffle: random.Random) -> Sample:
    other = sample.example.exchanged
    return sample if other is None or shuffle.random() < 0.5 else Sample(other, sample.example)


def _loss(network: Network, samples: Sequence[Sample]) -> Tensor:
    losses = []
    for sample, scores in zip(samples, network(_batch(samples)), strict=True):
        right = torch.from_numpy(sample.example.right)
        losses.append(torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0))
    return torch.stack(losses).mean()


def _batch(samples: Sequence[Sample]) -> Batch:
    """Samples side by side, filled up to the longest."""
    count, size = len(samples), max(len(sample.passage.ids) for sample in samples)
    ids, marks = torch.zeros(count, size, dtype=torch.long), torch.zeros(count, size, dtype=torch.long)
    mask = torch.full((count, 1, 1, size), _NEVER)
    places = torch.zeros(count, max(len(sample.passage.places) for sample in samples), dtype=torch.long)
    for number, sample in enumerate(samples):
        own = len(sample.passage.ids)
        ids[number, :own] = torch.tensor(sample.passage.ids)
        marks[number, :own] = torch.tensor(sample.passage.marks)
        mask[number, :, :, :own] = 0.0
        places[number, : len(sample.passage.places)] = torch.tensor(sample.passage.places)
        places[number] += number * size
    return Batch(samples, ids, marks, places.flatten(), mask)


def export(network: Network, folder: str | Path) -> None:
    """Write ``reader.onnx`` and ``reader.npz`` of `kg/data/models`, and the encoder's file, where it isn't there."""
    target = Path(folder)
    numbers = torch.zeros(1, 8, dtype=torch.long)
    inputs = {"ids": numbers, "marks": numbers, "places": torch.zeros(3, dtype=torch.long)}
    axes = {"ids": {1: "pieces"}, "marks": {1: "pieces"}, "places": {0: "places"}}
    networks.write(network.layers, inputs, ["read"], axes, target / "reader.onnx")
    if not (lower := target / LOWER.name).exists():
        shutil.copyfile(LOWER, lower)
    networks.share(target / "reader.onnx", lower)
    kept = {name: value.numpy() for name, value in network.state_dict().items() if not name.startswith("layers.")}
    weights.write(target / "reader.npz", {"encoder": np.array(checksum(lower)), **kept})
