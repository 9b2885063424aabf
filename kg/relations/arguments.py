"""From a trigger to its arguments: which mentions fill a pattern's role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer import is_demonym
from kg.model import Mention
from kg.relations import roles
from kg.relations.kinds import fits
from kg.relations.notation import Role
from kg.relations.tree import Tree

__all__ = ["Site", "fill"]

_VERB, _NOUN = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN"})
_SINGULAR = frozenset({"NN", "NNP"})
_BRANCHES = frozenset({"county", "district", "local", "state"})
_DATE_PREPOSITIONS = frozenset({"in", "on", "at", "around", "during", "since"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a trigger stands: its head, the first token of its phrase, and the words it asks for below, in order."""

    head: int
    first: int
    chain: tuple[int, ...] = ()


def fill(tree: Tree, site: Site, role: Role) -> Iterator[tuple[Mention, float]]:
    """The mentions that fill a role, each with how directly (0 to 1), by the first of its ways that gives any."""
    for way in role.ways:
        # A holder is named or nobody: "Danish troops" hold no office.
        proxies = not way.endswith("!") and way != "holder"
        # "Chancellor Ana Rey and Bo Li": what is singular describes only the first of joined names.
        joined = way != "holder" or tree.tags[site.head] not in _SINGULAR
        found: dict[str, tuple[Mention, float]] = {}
        for token in _reach(tree, site, way):
            for mention, directness in roles.denoted(tree, token, proxies=proxies, joined=joined):
                if mention.id in found or ("O" in role.kinds and _is_branch(tree, mention)):
                    continue
                if role.admits(mention):
                    found[mention.id] = mention, directness
        if found:
            yield from found.values()
            return


def _reach(tree: Tree, site: Site, way: str) -> Iterator[int]:
    """The tokens to which a way leads from a trigger."""
    head = site.head
    match way.removesuffix("!"):
        case "subj":
            yield from roles.subjects(tree, head)
        case "obj":
            yield from (token for token in roles.objects(tree, head) if token not in site.chain)
        case "inner":
            yield from (token for word in site.chain for token in tree.children_by(word, "dobj"))
        case "iobj":
            yield from tree.children_by(head, "dative")
            yield from (token for token in roles.objects(tree, head) if token not in site.chain)
        case "holder":
            yield from roles.holders(tree, head)
        case "mod":
            yield from _before(tree, site, adjacent=way == "mod!")
        case "date":
            yield from _dates(tree, (head, *site.chain))
        case prepositions:
            yield from _behind_prepositions(tree, site, frozenset(prepositions.split("+")))


def _before(tree: Tree, site: Site, *, adjacent: bool) -> Iterator[int]:
    """The names before the trigger, or, where a verb has words below it ("condemned the *invasion*"), before those."""
    nouns = site.chain if site.chain and tree.pos[site.head] in _VERB else (site.first, *site.chain)
    for noun in nouns:
        for name in roles.modifiers(tree, noun):
            if not adjacent or not any(tree.pos[between] in _NOUN for between in range(name + 1, noun)):
                yield name


def _behind_prepositions(tree: Tree, site: Site, prepositions: frozenset[str]) -> Iterator[int]:
    """The objects of the prepositions that hang on the trigger, else of those that a parser hung on a neighbour."""
    head = site.head
    own = [object_ for token in (head, *site.chain) for object_ in roles.prepositional(tree, token, prepositions)]
    if own:
        yield from own
        return
    for token in _beside(tree, head, any_noun=prepositions == {"at"}):
        # What hangs on another word belongs to the trigger only behind it.
        near = [object_ for object_ in roles.prepositional(tree, token, prepositions) if object_ > head]
        if near and (not _is_name(tree, token) or tree.mention[near[0]] is not tree.mention[token]):
            yield from near
            return


def _beside(tree: Tree, head: int, *, any_noun: bool) -> Iterator[int]:
    """The words on which a parser may hang a prepositional phrase that belongs to the trigger.

    With ``any_noun``, also nouns that are no name: "professor of law *at Acme*".
    """
    above, follower = tree.heads[head], head + 1
    if tree.pos[head] in _VERB:
        yield from (child for child in tree.children_by(head, "dobj") if _is_name(tree, child))  # "killed Bo *in Lyon*"
        return
    for prep in tree.children_by(head, "prep"):
        if tree.words[prep] == "of" or any_noun:  # "the murder of Bo *in Lyon*"
            yield from (child for child in tree.children_by(prep, "pobj") if any_noun or _is_name(tree, child))
    title_of = tree.mention[follower] if tree.deps[head] == "compound" and follower < len(tree) else None
    if title_of is not None:
        yield tree.head_of[title_of.id]  # "President Ana Rey *of Chile*"
    if tree.deps[head] == "attr" or (tree.deps[head] == "conj" and tree.pos[above] in _NOUN):
        yield above  # "is head of research *at Acme*"; "founder and head *of Acme*", hung on the first of the joined
    if next(roles.modifiers(tree, head), None) is not None:
        return  # "a Norvane partner and head *of Acme*": the first has a name of its own
    for joined in tree.children_by(head, "conj"):
        # "founder and head *of Acme*": the last of the joined nouns carries the preposition for all.
        if tree.pos[joined] == tree.pos[head] and not _is_name(tree, joined) and tree.pos[head] in _NOUN:
            yield joined


def _is_name(tree: Tree, token: int) -> bool:
    return tree.mention[token] is not None


def _is_branch(tree: Tree, name: Mention) -> bool:
    """True if the words before a name make another of it: "the *Ohio* Democratic Party", "the *state* Senate"."""
    before = tree.bounds[name.id][0] - 1
    if name.type != "Organization" or before < 0:
        return False
    place = tree.mention[before]
    if place is not None:
        return place.type == "Place" and fits(place, "Region") and not is_demonym(place.text)
    return tree.words[before] in _BRANCHES


def _dates(tree: Tree, tokens: tuple[int, ...]) -> Iterator[int]:
    for token in tokens:
        for child in tree.children[token]:
            if tree.deps[child] in {"npadvmod", "advmod", "dobj", "nsubj"} and tree.mention[child] is not None:
                yield child
            elif tree.deps[child] == "prep" and tree.words[child] in _DATE_PREPOSITIONS:
                yield from tree.children_by(child, "pobj")
                # "born in Lyon on 3 May": the second preposition may hang on the first one's object.
                for inner in tree.children_by(child, "pobj"):
                    for prep in tree.children_by(inner, "prep"):
                        yield from tree.children_by(prep, "pobj")
