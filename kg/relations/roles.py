"""Who does what in a clause, and which names stand behind a word.

English says one thing in many shapes: active and passive, relative clauses, participles, conjunctions, control
("agreed to buy"), appositions, titles, copulas. The functions here undo the shapes, in the way of enhanced
dependencies (Schuster and Manning 2016), so that one pattern serves for all of them.

Every function takes a `Tree` and token indices, and yields token indices in a fixed order; `denoted` goes from a
token to mentions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kg.model import Mention
from kg.relations.tree import Tree

__all__ = ["denoted", "holders", "modifiers", "objects", "prepositional", "subjects"]

_VERBAL = frozenset({"VERB", "AUX"})
_LINKING = frozenset({"be", "become", "remain", "stay"})
_AS_VERBS = frozenset({"serve", "act", "work", "continue", "return", "step", "resign", "retire", "quit"})
_PASSIVE = ("nsubjpass", "auxpass")
_LEFT_OF_NOUN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV"})
_INSIDE_NOUN_PHRASE = frozenset({"-", "'s", "’s", "'", "’"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_MAX_STEPS = 6  # how far shapes are undone; deeper nesting is more often a parser's error than a sentence


@cache
def _words(kind: str) -> frozenset[str]:
    table = tomllib.loads(files("kg").joinpath("data/patterns/nouns.toml").read_text(encoding="utf-8"))
    return frozenset(table[kind].split())


def is_passive(tree: Tree, verb: int) -> bool:
    """True for "was seized", and for bare participles in passive use ("seized by", "founded in")."""
    if tree.children_by(verb, *_PASSIVE):
        return True
    if tree.tags[verb] != "VBN" or tree.children_by(verb, "aux", "nsubj"):
        return False
    if tree.deps[verb] == "conj":
        head = tree.heads[verb]
        return tree.pos[head] in _VERBAL and is_passive(tree, head)
    return tree.deps[verb] in {"acl", "advcl", "relcl", "xcomp"} and not tree.children_by(verb, "dobj")


def subjects(tree: Tree, verb: int, steps: int = _MAX_STEPS) -> Iterator[int]:
    """The tokens that do what a verb says."""
    if is_passive(tree, verb):
        for agent in tree.children_by(verb, "agent"):
            yield from tree.children_by(agent, "pobj")
        if tree.deps[verb] == "conj" and not tree.children_by(verb, "agent") and steps:
            yield from subjects(tree, tree.heads[verb], steps - 1)
        return
    own = tree.children_by(verb, "nsubj")
    if own:
        yield from own
    elif steps:
        yield from _subjects_from_above(tree, verb, steps - 1)


def _subjects_from_above(tree: Tree, verb: int, steps: int) -> Iterator[int]:
    """The subject of a verb that has none of its own, from what governs it."""
    dep, head = tree.deps[verb], tree.heads[verb]
    if head == verb:
        return
    if dep == "conj" and tree.pos[head] in _VERBAL:
        # "Smith was arrested and confessed": the passive's subject is the active verb's.
        yield from objects(tree, head, steps) if is_passive(tree, head) else subjects(tree, head, steps)
    elif dep in {"xcomp", "ccomp"} and tree.pos[head] in _VERBAL:
        controllers = tree.children_by(head, "dobj") or list(
            objects(tree, head, steps) if is_passive(tree, head) else subjects(tree, head, steps)
        )
        yield from controllers
    elif dep == "advcl" and tree.pos[head] in _VERBAL:
        yield from objects(tree, head, steps) if is_passive(tree, head) else subjects(tree, head, steps)
    elif dep == "pcomp":
        governor = next((above for above in tree.ancestors(verb) if tree.pos[above] in _VERBAL), None)
        if governor is not None:
            objects_above = list(objects(tree, governor, steps)) if tree.words[head] in {"of", "for", "from"} else []
            yield from objects_above or subjects(tree, governor, steps)
    elif dep in {"relcl", "acl"} and tree.pos[head] not in _VERBAL and tree.tags[verb] != "VBN":
        yield head


def objects(tree: Tree, verb: int, steps: int = _MAX_STEPS) -> Iterator[int]:
    """The tokens to which a verb's action is done."""
    if not is_passive(tree, verb):
        own = tree.children_by(verb, "dobj")
        yield from own
        if own or not steps:
            return
        if tree.deps[verb] == "relcl" and tree.children_by(verb, "nsubj"):
            yield tree.heads[verb]  # "the firm (that) she founded"
        for joined in tree.children_by(verb, "conj"):
            if tree.pos[joined] == "VERB" and not is_passive(tree, joined):
                yield from tree.children_by(joined, "dobj")  # "attacked and burned the town"
        return
    own = tree.children_by(verb, "nsubjpass")
    yield from own
    dep, head = tree.deps[verb], tree.heads[verb]
    if own or not steps or head == verb:
        return
    if dep in {"acl", "relcl"}:
        yield head
    elif dep in {"conj", "advcl", "xcomp"} and tree.pos[head] in _VERBAL:
        yield from objects(tree, head, steps - 1) if is_passive(tree, head) else subjects(tree, head, steps - 1)


def prepositional(tree: Tree, token: int, prepositions: frozenset[str]) -> Iterator[int]:
    """The objects of the given prepositions where they hang on a token ("troops *in Chad*", "sent *to Mali*")."""
    for prep in tree.children_by(token, "prep", "agent", "dative", "prt", "advmod"):
        for member in (prep, *tree.children_by(prep, "conj", "prep")):
            if tree.words[member] in prepositions:
                yield from tree.children_by(member, "pobj")


def modifiers(tree: Tree, noun: int) -> Iterator[int]:
    """What stands before a noun in its phrase and belongs to it or its name: "*Danish* prime minister", "*Lisbon*'s mayor".

    Parsers hang the words of "Chilean foreign minister Ana Rey" on either noun, so this goes by position: leftwards
    while the words can belong to one noun phrase.
    """
    token = noun - 1
    while token >= 0:
        if tree.mention[token] is not None:
            yield token
            token = tree.bounds[tree.mention[token].id][0] - 1  # type: ignore[union-attr]
            continue
        if tree.pos[token] not in _LEFT_OF_NOUN and tree.words[token] not in _INSIDE_NOUN_PHRASE:
            break
        token -= 1
    for child in tree.children_by(noun, "poss"):
        if child < token:
            yield child


def holders(tree: Tree, noun: int, steps: int = _MAX_STEPS) -> Iterator[int]:
    """Who is described by a noun: "Ana Rey, *head* of …", "*head* coach Ana Rey", "Ana Rey is *head* …"."""
    follower = noun + 1
    if follower < len(tree) and tree.mention[follower] is not None and tree.mention[follower] is not tree.mention[noun]:
        yield follower
    dep, head = tree.deps[noun], tree.heads[noun]
    if dep == "appos":
        yield head
    yield from tree.children_by(noun, "appos")
    if dep in {"attr", "acomp", "oprd"} and tree.pos[head] in _VERBAL:
        yield from _described_by_verb(tree, head)
    elif dep in {"pobj", "dobj"}:
        yield from _described_by_role(tree, head)
    elif dep == "nsubj" and tree.lemmas[head] in _LINKING:
        yield from tree.children_by(head, "attr")
    elif dep == "conj" and steps and tree.pos[head] in {"NOUN", "PROPN"}:
        yield from holders(tree, head, steps - 1)
    for joined in tree.children_by(noun, "conj"):
        # "founder and chief executive Ana Rey": the name follows the last of the nouns.
        if tree.pos[joined] in {"NOUN", "PROPN"} and tree.mention[joined] is None and steps:
            after = joined + 1
            if after < len(tree) and tree.mention[after] is not None:
                yield after
            yield from tree.children_by(joined, "appos")


def _described_by_verb(tree: Tree, verb: int) -> Iterator[int]:
    """The subject of "is head", the object of "named her head", the subject of "was named head"."""
    if tree.lemmas[verb] in _LINKING:
        yield from subjects(tree, verb)
    elif is_passive(tree, verb):
        yield from objects(tree, verb)
    else:
        yield from tree.children_by(verb, "dobj")


def _described_by_role(tree: Tree, preposition: int) -> Iterator[int]:
    """"Serves *as* head": the subject; "was elected *as* head": who was elected; "chose her *as* head": her."""
    if tree.words[preposition] != "as":
        return
    verb = tree.heads[preposition]
    if tree.pos[verb] not in _VERBAL:
        return
    if tree.lemmas[verb] in _AS_VERBS:
        yield from subjects(tree, verb)
    elif is_passive(tree, verb):
        yield from objects(tree, verb)
    else:
        yield from tree.children_by(verb, "dobj")


def denoted(tree: Tree, token: int, steps: int = 3) -> Iterator[tuple[Mention, float]]:
    """The mentions that a token stands for, each with how directly (1 for a name itself, less for each step).

    A name stands for itself; joined names for each; a relative pronoun for what it points to; "troops", "officials"
    and the like (data) for the name that qualifies them; any noun for the name in apposition to it.
    """
    mention = tree.mention[token]
    if mention is not None:
        yield mention, 1.0
        token = tree.head_of[mention.id]
    elif tree.words[token] in _RELATIVE and steps:
        clause = next((above for above in tree.ancestors(token) if tree.deps[above] == "relcl"), None)
        if clause is not None:
            yield from denoted(tree, tree.heads[clause], steps - 1)
        return
    elif steps:
        yield from _behind_noun(tree, token, steps)
    if steps:
        for joined in tree.children_by(token, "conj"):
            yield from denoted(tree, joined, steps - 1)


def _behind_noun(tree: Tree, noun: int, steps: int) -> Iterator[tuple[Mention, float]]:
    found = [tree.mention[other] for other in tree.children_by(noun, "appos")]
    follower = noun + 1
    if follower < len(tree) and tree.pos[noun] in {"NOUN", "PROPN"} and tree.heads[follower] == noun:
        found.append(tree.mention[follower])
    if not any(found) and tree.deps[noun] == "appos":
        found.append(tree.mention[tree.heads[noun]])
    names = [mention for mention in found if mention is not None]
    for mention in names:
        yield mention, 0.95
    if names:
        return
    lemma = tree.lemmas[noun]
    if lemma in _words("shell"):
        for other in modifiers(tree, noun):
            if tree.deps[other] != "poss" and tree.deps[tree.head_of[tree.mention[other].id]] != "poss":  # type: ignore[union-attr]
                yield tree.mention[other], 0.95  # type: ignore[misc]
                return
    if lemma in _words("proxy"):
        yield from _behind_proxy(tree, noun, steps)


def _behind_proxy(tree: Tree, noun: int, steps: int) -> Iterator[tuple[Mention, float]]:
    for other in modifiers(tree, noun):
        if tree.mention[other] is not None:
            yield tree.mention[other], 0.9  # type: ignore[misc]
            return
    for other in prepositional(tree, noun, frozenset({"of", "from"})):
        for mention, directness in denoted(tree, other, steps - 1):
            yield mention, 0.9 * directness
