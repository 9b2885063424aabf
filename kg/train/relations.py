"""Training of the relation classifier, with torch (``pip install kg[train]``).

Entities are pooled from their mentions, each pair reads the text where both look (localized context), and a class holds
where it scores above the pair's own threshold (ATLOP: Zhou et al. 2021, "Document-Level Relation Extraction with
Adaptive Thresholding and Localized Context Pooling"). Where the context looks is taught the sentences that say the
fact (DREEAM: Ma et al. 2023). Besides, each piece of a word is told to be in a name or not, and of what type.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from kg.encoder import TAGS
from kg.relations.pairs import KINDS, TYPES
from kg.relations.pooling import DISTANCES, Ends, ends_of
from kg.relations.standing import STATUSES, sentence_of
from kg.train.networks import LOWER
from kg.train.samples import NEGATIVE, POSITIVE, UNKNOWN, Sample

__all__ = ["Network", "Settings", "predict", "train"]

WIDTH = 384
_HIDDEN = 256
_BLOCK = 32
_FEATURE = 24
_STANDING = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """How a network is trained."""

    epochs: int = 9
    batch: int = 1000  # pieces
    encoder_rate: float = 1.2e-4
    head_rate: float = 8e-4
    evidence: float = 0.1
    standing: float = 0.5
    meaning: float = 0.5
    tags: float = 1.0
    seed: int = 0


class _Ends(NamedTuple):
    """`kg.relations.pooling.Ends` as tensors, and of each pair the first and last piece of its sentence."""

    places: Tensor
    members: Tensor
    blank: Tensor
    types: Tensor
    kinds: Tensor
    first: Tensor
    second: Tensor
    between: Tensor
    distance: Tensor
    said: Tensor


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, folder: str | Path, count: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder), attn_implementation="eager", add_pooling_layer=False)
        self.encoder.embeddings.requires_grad_(False)  # words that the data lack keep their sense
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.of_type = nn.Embedding(len(TYPES), _FEATURE)
        self.of_kind = nn.Embedding(len(KINDS), _FEATURE)
        self.distance = nn.Embedding(len(DISTANCES) + 2, _FEATURE)
        inputs = 3 * WIDTH + 3 * _FEATURE
        self.first, self.second = nn.Linear(inputs, _HIDDEN), nn.Linear(inputs, _HIDDEN)
        self.classes = nn.Linear(_HIDDEN * _BLOCK + 2 * _HIDDEN, count + 1)
        self.standing = nn.ModuleDict(
            {"hidden": nn.Linear(5 * WIDTH, _STANDING), "out": nn.Linear(_STANDING, len(STATUSES))}
        )
        # Whom a pronoun means, by the vectors of the lower layers, on which the reader of pronouns will stand.
        self.meant, self.nobody = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Vectors, the last layer's attention, the scores of tags, and the vectors of the lower layers."""
        # Half precision is twice as fast on processors that know it, and no worse here.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            output = self.encoder(input_ids=ids, attention_mask=mask, output_attentions=True, output_hidden_states=True)
        vectors = output.last_hidden_state.float()
        below = output.hidden_states[LOWER].float()
        return vectors, output.attentions[-1].float(), self.tag(self.drop(vectors)), below

    def relate(self, vectors: Tensor, attention: Tensor, ends: _Ends) -> tuple[Tensor, Tensor, Tensor]:
        """Of a window's pairs the scores (classes, and last the threshold), where each looks, and how each stands."""
        mentions = _means(vectors, ends.places)
        looks = _means(attention.transpose(0, 1).flatten(1), ends.places)
        sets = torch.logsumexp(mentions[ends.members].masked_fill(ends.blank[..., None], -1e4), 1)
        weights = (~ends.blank).float()
        weights = weights / weights.sum(1, keepdim=True)
        looking = (looks[ends.members] * weights[..., None]).sum(1).unflatten(1, (attention.shape[0], -1))
        both = (looking[ends.first] * looking[ends.second]).sum(1)
        both = both / (both.sum(1, keepdim=True) + 1e-10)
        context = both @ vectors
        between, sentence = _means(vectors, ends.between), _means(vectors, ends.said)
        shared = [context, between, self.distance(ends.distance)]
        of = [
            torch.cat([sets[end], *shared, self.of_type(ends.types[end]), self.of_kind(ends.kinds[end])], 1)
            for end in (ends.first, ends.second)
        ]
        one, other = torch.tanh(self.first(self.drop(of[0]))), torch.tanh(self.second(self.drop(of[1])))
        blocks = one.unflatten(1, (-1, _BLOCK))[..., None] * other.unflatten(1, (-1, _BLOCK))[..., None, :]
        scores: Tensor = self.classes(self.drop(torch.cat([blocks.flatten(1), one, other], 1)))
        return scores, both, self._standing(sets[ends.first], sets[ends.second], context, between, sentence)

    def _standing(self, *parts: Tensor) -> Tensor:
        hidden = torch.tanh(self.standing["hidden"](self.drop(torch.cat(parts, 1))))
        found: Tensor = self.standing["out"](self.drop(hidden))
        return found


def _tensors(sample: Sample) -> _Ends:
    ends = ends_of(sample.pairs, sample.types, sample.kinds, sample.places)
    said = [sentence_of(sample.window.sentences, sample.places, pair) for pair in sample.pairs]
    columns = {field.name: torch.from_numpy(getattr(ends, field.name)) for field in fields(Ends)}
    return _Ends(**columns, said=torch.tensor(said))


def _means(rows: Tensor, places: Tensor) -> Tensor:
    """The mean of the rows from a first to a last one, for each place."""
    sums = torch.cat([torch.zeros_like(rows[:1]), rows.cumsum(0)])
    count = (places[:, 1:] - places[:, :1] + 1).clamp(min=1)
    return (sums[places[:, 1] + 1] - sums[places[:, 0]]) / count


def loss_of(scores: Tensor, labels: Tensor) -> Tensor:
    """Adaptive thresholding over what is known: facts above the threshold, the rest below it."""
    threshold = torch.full_like(labels[:, :1], 1, dtype=torch.bool)
    nothing = torch.zeros_like(threshold)
    right, wrong = labels == POSITIVE, labels == NEGATIVE
    above = scores.masked_fill(~torch.cat([right, threshold], 1), -1e9).log_softmax(1)
    below = scores.masked_fill(~torch.cat([wrong, threshold], 1), -1e9).log_softmax(1)
    gain = (above * torch.cat([right, nothing], 1)).sum(1) + below[:, -1]
    return -gain


def _evidence_loss(both: Tensor, sample: Sample) -> Tensor:
    """How far the looks of pairs are from the sentences that say them."""
    sentences = torch.tensor(sample.window.sentences)
    losses = []
    for row, (pair, evidence) in enumerate(zip(sample.pairs, sample.evidence, strict=True)):
        if pair.sentence is None and evidence:
            held = torch.isin(sentences, torch.tensor(sorted(evidence)))
            losses.append(-torch.log((both[row] * held).sum() + 1e-6))
    return torch.stack(losses).sum() if losses else torch.zeros(())


def _standing_loss(stands: Tensor, sample: Sample) -> Iterator[Tensor]:
    """One loss for a window, however many of its pairs it is known of."""
    wanted = torch.from_numpy(sample.statuses.astype(np.int64))
    if (wanted != UNKNOWN).any():
        yield nn.functional.cross_entropy(stands, wanted, ignore_index=UNKNOWN)


def _meaning_losses(network: Network, below: Tensor, sample: Sample) -> Iterator[Tensor]:
    """How unlikely the names are that pronouns mean, or that they mean none of those in the window."""
    if not sample.meant:
        return
    names = _means(below, torch.tensor(sample.places))
    for piece, persons, right in sample.meant:
        pronoun = network.drop(below[piece])
        scores = torch.cat([names[list(persons)] @ network.meant(pronoun) / WIDTH**0.5, network.nobody(pronoun)])
        wanted = torch.tensor([*right, not any(right)])
        yield torch.logsumexp(scores, 0) - torch.logsumexp(scores[wanted], 0)


def _batches(samples: Sequence[Sample], size: int, shuffle: random.Random) -> list[list[Sample]]:
    """Samples of about one length together, at most ``size`` pieces a batch."""
    order = sorted(samples, key=lambda sample: len(sample.window.ids) + shuffle.random() * 16)
    batches: list[list[Sample]] = []
    for sample in order:
        if not batches or (len(batches[-1]) + 1) * len(sample.window.ids) > size:
            batches.append([])
        batches[-1].append(sample)
    shuffle.shuffle(batches)
    return batches


def _padded(batch: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(sample.window.ids) for sample in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    tags = torch.full((len(batch), longest), -1, dtype=torch.long)
    for row, sample in enumerate(batch):
        size = len(sample.window.ids)
        ids[row, :size] = torch.tensor(sample.window.ids)
        mask[row, :size] = 1
        tags[row, :size] = torch.from_numpy(sample.tags.astype(np.int64))
    return ids, mask, tags


def train(
    samples: Sequence[Sample],
    folder: str | Path,
    settings: Settings | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
    after_epoch: Callable[[int, Network], None] = lambda _, __: None,
    checkpoint: Path | None = None,
) -> Network:
    """Train a network from the published encoder.

    Args:
        samples: what to learn from.
        folder: of all-MiniLM-L6-v2.
        settings: epochs, rates, seed.
        progress: told how far it is, in words.
        after_epoch: called with the number of the epoch (from 1) and the network.
        checkpoint: a file that is written after each epoch; if it is there, training goes on from it.
    """
    settings = settings or Settings()
    torch.manual_seed(settings.seed)
    network = Network(folder, samples[0].labels.shape[1])
    inner = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    outer = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": settings.encoder_rate}, {"params": outer, "lr": settings.head_rate}], weight_decay=0.01
    )
    steps = settings.epochs * len(_batches(samples, settings.batch, random.Random(settings.seed)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.06 * steps)) * max(0.01, 1 - step / steps)
    )
    done = 0
    if checkpoint is not None and checkpoint.exists():
        state = torch.load(checkpoint)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["epoch"]
    for epoch in range(done + 1, settings.epochs + 1):
        torch.manual_seed(settings.seed * 1000 + epoch)
        batches = _batches(samples, settings.batch, random.Random(settings.seed * 1000 + epoch))
        _epoch(network, batches, (optimizer, schedule), settings, partial(_tell, progress, epoch))
        if checkpoint is not None:
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**state, "schedule": schedule.state_dict(), "epoch": epoch}, checkpoint)
        after_epoch(epoch, network)
    return network.eval()


def _tell(progress: Callable[[str], None], epoch: int, words: str) -> None:
    progress(f"epoch {epoch}: {words}")


def _epoch(
    network: Network,
    batches: Sequence[list[Sample]],
    steps: tuple[Any, Any],
    settings: Settings,
    progress: Callable[[str], None],
) -> None:
    network.train()
    optimizer, schedule = steps
    began, total = time.monotonic(), 0.0
    for number, batch in enumerate(batches, 1):
        loss = _loss(network, batch, settings)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += float(loss.detach())
        if number % 50 == 0 or number == len(batches):
            spent = time.monotonic() - began
            left = spent / number * (len(batches) - number)
            progress(f"step {number} of {len(batches)}, loss {total / number:.3f}, {spent:.0f} s, {left:.0f} s left")


def _loss(network: Network, batch: Sequence[Sample], settings: Settings) -> Tensor:
    ids, mask, tags = _padded(batch)
    vectors, attention, named, below = network(ids, mask)
    of_pairs, looks, count = torch.zeros(()), torch.zeros(()), 1
    standings: list[Tensor] = []
    meanings: list[Tensor] = []
    for row, sample in enumerate(batch):
        if sample.pairs:
            size = len(sample.window.ids)
            scores, both, stands = network.relate(
                vectors[row, :size], attention[row, :, :size, :size], _tensors(sample)
            )
            of_pairs = of_pairs + loss_of(scores, torch.from_numpy(sample.labels)).sum()
            looks = looks + _evidence_loss(both, sample)
            standings += _standing_loss(stands, sample)
            count += len(sample.pairs)
        meanings += _meaning_losses(network, below[row], sample)
    weights = torch.ones(len(TAGS))
    of_tags = nn.functional.cross_entropy(named.flatten(0, 1), tags.flatten(), weight=weights, ignore_index=-1)
    # By the square root: windows with many pairs weigh more, but not as much as they have pairs.
    total = (of_pairs + settings.evidence * looks) / (count**0.5 * 4) + settings.tags * of_tags
    for losses, weight in ((standings, settings.standing), (meanings, settings.meaning)):
        if losses:
            total = total + weight * torch.stack(losses).mean()
    return total


def predict(network: Network, samples: Sequence[Sample]) -> Iterator[tuple[Sample, Tensor, Tensor]]:
    """For each sample the scores of its pairs above their thresholds, and how they stand."""
    network.eval()
    with torch.no_grad():
        for sample in samples:
            ids, mask, _ = _padded([sample])
            vectors, attention, _, _ = network(ids, mask)
            scores, stands = torch.zeros(0, 1), torch.zeros(0, len(STATUSES))
            if sample.pairs:
                scores, _, stands = network.relate(vectors[0], attention[0], _tensors(sample))
            yield sample, scores[:, :-1] - scores[:, -1:], stands
