"""What the relation classifier that `kg` ships is trained on: data sets by their form, the patterns' examples, and what
the patterns find.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from spacy.language import Language

from kg.documents import from_text
from kg.errors import DataError
from kg.model import Document
from kg.ontology import default_ontology
from kg.relations.patterns import default_patterns
from kg.train import examples, gum, knowledgenet, marked, own, passages, pronouns, redocred
from kg.train.annotated import Annotated
from kg.train.labelled import labelled, unannotated

__all__ = ["Corpus", "documents", "gather"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts to learn from; those held back, from which likelihoods and thresholds are set; marked sentences held back.

    In marked sentences nearly every pair is related, as nowhere else: no threshold is set from them.
    """

    train: tuple[Annotated, ...]
    held: tuple[Annotated, ...]
    marked: tuple[Annotated, ...] = ()


def gather(
    nlp: Language, paths: Iterable[str | Path], *, folds: Collection[int] = (1, 2, 3), every: int = 20
) -> Corpus:
    """Read data sets, each by its form: Re-DocRED (``.json``), KnowledgeNet or own texts (``.jsonl``), passages or
    sentences with their parts marked (``.txt``), a folder of GUM (``.conllu``) or re3d (``documents.json``), of which
    only the texts are taken.

    Args:
        nlp: the pipeline that the classifier will work with.
        paths: files and folders.
        folds: of KnowledgeNet.
        every: of each data set every so manieth text is held back.

    Raises:
        DataError: a path is none of these.
    """
    annotated: list[list[Annotated]] = []
    sentences: list[list[Annotated]] = []
    complete: list[list[Annotated]] = []
    texts: list[Document] = []
    folders: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            folders.append(path)
            texts += _texts(path)
        elif path.suffix == ".txt" and passages.is_passages(path):
            complete.append(list(passages.read(path)))
        elif path.suffix == ".txt":
            sentences.append(list(marked.read(nlp, path)))
        else:
            annotated.append(list(_annotated(nlp, path, folds)))
    answers = pronouns.table() | {text.id: gum.answers(text) for path in folders for text in gum.read(path)}
    annotated = [_told(answers, texts) for texts in annotated]
    known = frozenset(name for text in chain(*annotated) for name in text.whole.union(*text.covered))
    rest = frozenset(default_ontology().predicates) - known
    patterns = default_patterns()
    sets = [*(list(labelled(nlp, texts, patterns, predicates=rest)) for texts in annotated), *complete]
    plain = _told(answers, unannotated(nlp, texts, patterns))
    train = [text for texts in (*sets, *sentences) for number, text in enumerate(texts) if number % every]
    held, marks = (tuple(text for texts in some for text in texts[::every]) for some in (sets, sentences))
    return Corpus((*train, *plain, *examples.read(patterns.patterns)), held, marks)


def _told(answers: Mapping[str, pronouns.Answers], texts: Iterable[Annotated]) -> list[Annotated]:
    return [replace(text, meant=answers.get(text.id, {})) for text in texts]


def _annotated(nlp: Language, path: Path, folds: Collection[int]) -> Iterator[Annotated]:
    if path.suffix == ".json":
        return redocred.read(path)
    with path.open(encoding="utf-8") as lines:
        first = json.loads(lines.readline() or "null")
    if isinstance(first, dict) and "passages" in first:
        return knowledgenet.read(nlp, path, folds=folds)
    if isinstance(first, dict) and "statements" in first:
        return own.read(nlp, path)
    raise DataError(f"{path}: not a data set that training knows: Re-DocRED, KnowledgeNet, or what `kg extract` writes")


def documents(paths: Iterable[str | Path]) -> Iterator[Document]:
    """The texts alone of data sets: Re-DocRED, KnowledgeNet, folders of GUM or re3d.

    Raises:
        DataError: a path is none of these.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from _texts(path)
        elif path.suffix == ".json":
            yield from (from_text(text.text, id=text.id) for text in redocred.read(path))
        else:
            yield from knowledgenet.texts(path)


def _texts(folder: Path) -> list[Document]:
    """The texts of a folder of GUM or re3d, by name."""
    found = [from_text(text.text, id=text.id) for text in gum.read(folder)]
    for path in sorted(folder.rglob("documents.json")):
        with path.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines if line.strip()]
        found += [from_text(record["text"], id=f"re3d-{record['_id']}") for record in records]
    if not found:
        raise DataError(f"{folder}: no .conllu file and no documents.json in it or below")
    return found
