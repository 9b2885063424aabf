"""A person's decisions on who is who: a CSV file that survives new documents.

    decision,type,name,document,other_name,other_document
    same,,Rosa Lind,news-1,R. Lind,news-7
    apart,,Carl Lind,news-1,Carl Lind,news-2
    same,Organization,UFG,,Union of Fruit Growers,
    same,,person/rosa-lind-1f0c5d3a,,person/rosa-kern-0b6f2c11,

``decision`` is ``same`` or ``apart``; a row where it is empty decides nothing. ``name`` and ``other_name`` are names as
a document has them, or identifiers of entities of a graph. ``document`` is the identifier of a document; without it,
the name means what is called so in any document. ``type`` (Person, Organization, Place) may be left out. Further
columns are for people. What a row names and the documents lack is a warning; rows that contradict each other are an
error.
"""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, get_args

from kg.errors import DataError
from kg.model import EntityType
from kg.names import normal_form
from kg.resolve.clusters import Local, Place
from kg.resolve.identifiers import GLOBAL_ID

__all__ = ["COLUMNS", "Decision", "Links", "Reference", "Warned", "linked", "read_decisions"]

COLUMNS = ("decision", "type", "name", "document", "other_name", "other_document")

_TYPES = get_args(EntityType)
_Node = TypeVar("_Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a decision means: a name, or the identifier of an entity, in a document or (``None``) in all."""

    name: str
    document: str | None = None
    type: EntityType | None = None

    @property
    def is_id(self) -> bool:
        return GLOBAL_ID.fullmatch(self.name) is not None

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        return self.name if self.is_id else normal_form(self.name), self.document, self.type

    def __str__(self) -> str:
        return f"{self.name!r} in {self.document!r}" if self.document else repr(self.name)


@dataclass(frozen=True, slots=True)
class Decision:
    """Two references that are the same, or not; ``place`` is the file and line that says so."""

    same: bool
    one: Reference
    other: Reference
    place: str = ""

    def __str__(self) -> str:
        at = f"{self.place}: " if self.place else ""
        return f"{at}{self.one} and {self.other} are {'the same' if self.same else 'apart'}"


@dataclass(frozen=True, slots=True)
class Warned:
    """A decision that could not be carried out in full, and why."""

    decision: Decision
    reason: str

    def __str__(self) -> str:
        return f"{self.decision.place}: {self.reason}" if self.decision.place else self.reason


@dataclass(slots=True)
class Links:
    """Decisions, as links between entities of documents: what is one, and which sides of what is apart they are on."""

    bundles: list[list[Place]] = field(default_factory=list)
    sides: dict[Place, frozenset[int]] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    unknown_ids: set[str] = field(default_factory=set)


def read_decisions(path: str | Path) -> tuple[Decision, ...]:
    """The decisions of a CSV file, with commas, semicolons or tabs; see the top of this module for its columns.

    Raises:
        DataError: it can't be read, a row is not a decision, or rows contradict each other: every one is named.
    """
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{place}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{place}: not UTF-8 at byte {error.start}; save it as CSV UTF-8") from error
    wrong: list[str] = []
    decisions = tuple(_rows(text, place, wrong))
    if wrong:
        raise DataError("\n".join(wrong))
    check(decisions)
    return decisions


def _rows(text: str, path: Path, wrong: list[str]) -> Iterator[Decision]:
    lines = text.splitlines(keepends=True)
    header = lines[0] if lines else ""
    reader = csv.DictReader(lines, delimiter=max(",;\t", key=header.count), restval="")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        wrong.append(f"{path}:1: the header lacks {', '.join(missing)}; it is {','.join(COLUMNS)}")
        return
    try:
        for row in reader:
            place = f"{path}:{reader.line_num}"
            cells = {name: (row[name] or "").strip() for name in COLUMNS}
            problem = _problem(cells)
            if problem:
                wrong.append(f"{place}: {problem}")
            elif cells["decision"]:
                yield _decision(cells, place)
    except csv.Error as error:
        wrong.append(f"{path}:{reader.line_num}: not CSV: {error}")


def _problem(cells: Mapping[str, str]) -> str | None:
    if cells["decision"].lower() not in ("same", "apart", ""):
        return f"decision is {cells['decision']!r}, but must be 'same', 'apart' or empty"
    if cells["type"] not in (*_TYPES, ""):
        return f"type is {cells['type']!r}, but must be {', '.join(_TYPES)} or empty"
    if cells["decision"] and not (cells["name"] and cells["other_name"]):
        return "name and other_name must both be there"
    return None


def _decision(cells: Mapping[str, str], place: str) -> Decision:
    type_: EntityType | None = next((known for known in _TYPES if known == cells["type"]), None)
    one = Reference(cells["name"], cells["document"] or None, type_)
    other = Reference(cells["other_name"], cells["other_document"] or None, type_)
    return Decision(cells["decision"].lower() == "same", one, other, place)


def check(decisions: Sequence[Decision]) -> None:
    """See that decisions do not contradict each other, whatever documents they are used on.

    Raises:
        DataError: some do; each pair is named with the rows that make it one.
    """
    edges = [(decision.one.key, decision.other.key, decision) for decision in decisions if decision.same]
    apart = [((decision.one.key,), (decision.other.key,), decision) for decision in decisions if not decision.same]
    _refuse(_contradictions(edges, apart))


def linked(
    decisions: Sequence[Decision], locals_: Sequence[Local], known: Mapping[str, Sequence[Place]], *, final: bool
) -> Links:
    """Find the entities of documents that decisions are about.

    ``known`` are the entities of documents behind identifiers. One that it lacks is kept for later, or if ``final``
    looked for by the name that it was made of, or else warned of.

    Raises:
        DataError: decisions contradict each other on these documents.
    """
    links = Links()
    finder = _Finder(decisions, locals_, known, final=final)
    edges: list[tuple[Place, Place, Decision]] = []
    apart: list[tuple[Sequence[Place], Sequence[Place], Decision]] = []
    for decision in decisions:
        ends = [finder.find(reference, decision, links) for reference in (decision.one, decision.other)]
        if not all(ends):
            continue
        if decision.same:
            edges += [(ends[0][0], place, decision) for end in ends for place in end]
        else:
            both = set(ends[0]) & set(ends[1])
            first, second = ([place for place in end if place not in both] for end in ends)
            apart.append((first, second, decision) if first and second else (ends[0], ends[1], decision))
    _refuse(_contradictions(edges, apart))
    links.bundles = sorted(sorted(bundle) for bundle in _bundles(edges))
    links.sides = _sides(apart, links.bundles)
    return links


class _Finder:
    """Which entities of documents a reference means."""

    def __init__(
        self,
        decisions: Sequence[Decision],
        locals_: Sequence[Local],
        known: Mapping[str, Sequence[Place]],
        *,
        final: bool,
    ) -> None:
        references = [reference for decision in decisions for reference in (decision.one, decision.other)]
        self._known, self._final = known, final
        self._by_name: dict[tuple[str, str | None], list[tuple[bool, Local]]] = defaultdict(list)
        self._by_digest: dict[str, list[Place]] = defaultdict(list)
        self._documents = {local.document for local in locals_} if decisions else set()
        wanted = {reference.key[0] for reference in references if not reference.is_id}
        ids = {reference.name for reference in references if reference.is_id} - set(known) if final else set()
        digests = {id_[-8:] for id_ in ids}
        for local in locals_ if references else ():
            self._index(local, wanted)
            for digest in _digests(local) if digests else ():
                if digest in digests:
                    self._by_digest[f"{local.entity.type.lower()} {digest}"].append(local.place)

    def _index(self, local: Local, wanted: set[str]) -> None:
        for is_name, names in ((True, (local.name,)), (False, local.others)):
            for normal in sorted({name.normal for name in names} & wanted):
                for document in (local.document, None):
                    self._by_name[normal, document].append((is_name, local))

    def find(self, reference: Reference, decision: Decision, links: Links) -> list[Place]:
        if reference.is_id:
            return self._by_id(reference, decision, links)
        found = self._by_name.get((reference.key[0], reference.document), [])
        if reference.type is not None:
            found = [(is_name, local) for is_name, local in found if local.entity.type == reference.type]
        surest = [local for is_name, local in found if is_name] or [local for _, local in found]
        if not surest:
            links.warnings.append(Warned(decision, self._nobody(reference)))
        elif reference.document is not None and len(surest) > 1:
            reason = f"{reference} may be any of {len(surest)} entities; give the fuller name or the type"
            links.warnings.append(Warned(decision, reason))
            return []
        return [local.place for local in surest]

    def _by_id(self, reference: Reference, decision: Decision, links: Links) -> list[Place]:
        places = list(self._known.get(reference.name, ()))
        if not places:
            links.unknown_ids.add(reference.name)
            type_, _, rest = reference.name.partition("/")
            places = self._by_digest.get(f"{type_} {rest[-8:]}", [])
        if reference.document is not None:
            places = [place for place in places if place[0] == reference.document]
        if not places and self._final:
            links.warnings.append(Warned(decision, f"no entity has the identifier {reference}"))
        return sorted(set(places))

    def _nobody(self, reference: Reference) -> str:
        if reference.document is not None and reference.document not in self._documents:
            return f"there is no document {reference.document!r}"
        kind = f" of type {reference.type}" if reference.type else ""
        return f"nothing{kind} is called {reference}"


def _digests(local: Local) -> Iterator[str]:
    """The last letters of identifiers that an entity was, or could have been, given for its own name."""
    for name in {local.name.key: local.name, **{other.key: other for other in local.others}}.values():
        for discriminator in ("", "\n".join(local.place)):
            text = f"{name.type}|{name.key}|{discriminator}"
            yield sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _bundles(edges: Iterable[tuple[Place, Place, Decision]]) -> Iterator[list[Place]]:
    neighbours = _neighbours(edges)
    seen: set[Place] = set()
    for start in sorted(neighbours):
        if start not in seen:
            bundle = list(_reached(neighbours, start))
            seen.update(bundle)
            yield bundle


def _sides(
    apart: Iterable[tuple[Sequence[Place], Sequence[Place], Decision]], bundles: Iterable[Sequence[Place]]
) -> dict[Place, frozenset[int]]:
    """All of a bundle stand where one of it stands."""
    found: dict[Place, set[int]] = defaultdict(set)
    for number, (first, second, _) in enumerate(apart):
        for side, places in enumerate((first, second)):
            for place in places:
                found[place].add(2 * number + side)
    for bundle in bundles:
        whole = {side for place in bundle for side in found.get(place, ())}
        if whole:
            found.update((place, whole) for place in bundle)
    return {place: frozenset(sides) for place, sides in found.items()}


def _neighbours(edges: Iterable[tuple[_Node, _Node, Decision]]) -> dict[_Node, list[tuple[_Node, Decision]]]:
    found: dict[_Node, list[tuple[_Node, Decision]]] = defaultdict(list)
    for one, other, decision in edges:
        found[one].append((other, decision))
        found[other].append((one, decision))
    return found


def _reached(
    neighbours: Mapping[_Node, Sequence[tuple[_Node, Decision]]], start: _Node
) -> dict[_Node, tuple[_Node, Decision] | None]:
    """All that decisions make one with a start, with the step that led to each."""
    steps: dict[_Node, tuple[_Node, Decision] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other, decision in neighbours.get(node, ()):
            if other not in steps:
                steps[other] = (node, decision)
                waiting.append(other)
    return steps


def _contradictions(
    edges: Sequence[tuple[_Node, _Node, Decision]],
    apart: Iterable[tuple[Sequence[_Node], Sequence[_Node], Decision]],
) -> Iterator[str]:
    neighbours = _neighbours(edges)
    for first, second, decision in apart:
        others = set(second)
        for start in first:
            if start not in neighbours and start not in others:
                continue
            steps = _reached(neighbours, start)
            meeting = next((node for node in steps if node in others), None)
            if meeting is not None:
                yield _told(decision, steps, meeting)
                break


def _told(decision: Decision, steps: Mapping[_Node, tuple[_Node, Decision] | None], end: _Node) -> str:
    path: list[str] = []
    step = steps[end]
    while step is not None:
        path.append(str(step[1]))
        step = steps[step[0]]
    if not path:
        return f"{decision}, but they are one and the same"
    return f"{decision}, but {'; '.join(dict.fromkeys(reversed(path)))}"


def _refuse(contradictions: Iterable[str]) -> None:
    found = list(contradictions)
    if found:
        raise DataError("\n".join(["decisions contradict each other; take one back of each of these:", *found]))
