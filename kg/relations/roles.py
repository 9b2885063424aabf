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

from kg.gazetteer import is_demonym
from kg.model import Mention
from kg.relations.tree import Tree

__all__ = ["denoted", "holders", "is_passive", "is_shell", "modifiers", "nouns", "objects", "prepositional", "subjects"]

_VERBAL = frozenset({"VERB", "AUX"})
_LINKING = frozenset({"be", "become", "remain", "stay"})
# "She *replaced* him as head": after these verbs "as" describes the subject, also where there is an object.
_AS_VERBS = frozenset({"act", "begin", "continue", "follow", "join", "quit", "replace", "resign"}) | frozenset(
    {"retire", "return", "serve", "start", "step", "succeed", "take", "work"}
)
_PASSIVE = ("nsubjpass", "auxpass")
_LEFT_OF_NOUN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_INSIDE_NOUN_PHRASE = frozenset({"-", "'s", "’s", "'", "’"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PROXIES = {"Person": "proxy_of_person", "Organization": "proxy_of_organization", "Place": "proxy_of_place"}
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})  # tags
_MAX_STEPS = 6  # how far shapes are undone; deeper nesting is more often a parser's error than a sentence


@cache
def nouns(kind: str) -> frozenset[str]:
    """One of the lists of words in `data/patterns/nouns.toml`."""
    table = tomllib.loads(files("kg").joinpath("data/patterns/nouns.toml").read_text(encoding="utf-8"))
    return frozenset(table[kind].split())


def is_passive(tree: Tree, verb: int) -> bool:
    """True for "was seized", and for bare participles in passive use ("seized by", "founded in")."""
    if tree.children_by(verb, *_PASSIVE):
        return True
    # A past participle behind a noun is often tagged as a past tense: "the firm, set up in 1990".
    participle = tree.tags[verb] == "VBN" or (tree.tags[verb] == "VBD" and tree.deps[verb] == "acl")
    if not participle or tree.children_by(verb, "aux", "nsubj"):
        return False
    if tree.deps[verb] == "conj":
        head = tree.heads[verb]
        return tree.pos[head] in _VERBAL and is_passive(tree, head)
    return tree.deps[verb] in {"acl", "advcl", "relcl", "xcomp"} and not tree.children_by(verb, "dobj")


def subjects(tree: Tree, verb: int, steps: int = _MAX_STEPS) -> Iterator[int]:
    """The tokens that do what a verb says."""
    if is_passive(tree, verb):
        yield from _agents(tree, verb, steps)
        return
    own = tree.children_by(verb, "nsubj")
    if own:
        yield from own
    elif steps and not tree.children_by(verb, "expl"):  # "there is" has no subject, nor takes one
        yield from _subjects_from_above(tree, verb, steps - 1)


def _agents(tree: Tree, verb: int, steps: int) -> Iterator[int]:
    """The "by …" of a passive verb, or of the one right behind it that it is joined to: "held and *charged* by Chad".

    One of an earlier verb is that verb's alone: "was held by Chad and *charged* with fraud".
    """
    own = tree.children_by(verb, "agent")
    for agent in own:
        yield from tree.children_by(agent, "pobj")
    behind = [child for child in tree.children[verb] if child > verb]
    joined = [child for child in behind if tree.deps[child] == "conj"]
    if own or not joined or not steps or {tree.deps[child] for child in behind} - {"conj", "cc", "punct"}:
        return
    if is_passive(tree, joined[0]) and not tree.children_by(joined[0], "auxpass", "advmod"):
        yield from _agents(tree, joined[0], steps - 1)


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
    elif dep == "advcl":
        # Below an adjective ("made it clear when speaking in Lima") it is the verb above that has the subject.
        main = next((above for above in tree.ancestors(verb) if tree.pos[above] in _VERBAL), None)
        if main is not None:
            yield from objects(tree, main, steps) if is_passive(tree, main) else subjects(tree, main, steps)
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
        adverbs = (tree.tags[child] for child in tree.children_by(verb, "advmod"))
        if tree.deps[verb] == "relcl" and tree.children_by(verb, "nsubj") and "WRB" not in adverbs:
            yield tree.heads[verb]  # "the firm (that) she founded", not "Lima, where she met …"
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
    """The name before a noun in its phrase, which belongs to it or to its name: "*Danish* premier", "*Lisbon*'s mayor".

    Parsers hang the words of "Chilean foreign minister Ana Rey" on either noun, so this goes by position: leftwards
    while the words can belong to one noun phrase. The nearest name is the noun's own: a "German Chelsea striker" plays
    for Chelsea. Dates do not stand in the way ("Denmark's 2019 attack").
    """
    token = noun - 1
    while token >= 0:
        mention = tree.mention[token]
        if mention is not None:
            if _is_governed(tree, mention, noun):
                break
            yield token
            if mention.type != "Date":
                return
            token = tree.bounds[mention.id][0] - 1
            continue
        if tree.words[token] in _POSSESSIVE and token > 0 and tree.mention[token - 1] is None:
            yield token - 1  # "the Danish *premier*'s wife": nobody further left is the owner
            return
        if tree.words[token] == "-" and token > 0 and tree.spans[token - 1][1] < tree.spans[token][0]:
            break  # a dash: "LIMA, Chile - Senator Ana Rey"
        ruling = tree.tags[token] == "VBG" and tree.deps[token] == "amod"
        if tree.pos[token] not in _LEFT_OF_NOUN and tree.words[token] not in _INSIDE_NOUN_PHRASE and not ruling:
            break
        token -= 1
    for child in tree.children_by(noun, "poss"):
        if child < token:
            yield child


def _is_governed(tree: Tree, name: Mention, noun: int) -> bool:
    """True if a place before a noun is where something happens, not its own: "In *Chile* Minister Ana Rey met".

    The preposition before it then rules nothing behind it, or, wrongly, the verb's subject. "She met with Chile
    Minister Ana Rey" is no such case, nor is "in Chile ports".
    """
    start, end = tree.bounds[name.id]
    before = start - 2 if start > 1 and tree.words[start - 1] == "the" else start - 1
    if name.type != "Place" or before < 0 or tree.deps[before] != "prep" or is_demonym(name.text):
        return False
    if tree.words[end] in _POSSESSIVE:
        return False
    ruled = next((token for token in tree.children_by(before, "pobj") if token >= noun), None)
    if ruled is None:
        return True
    # "During a stop in Lima Mayor Bo Lind left": who left, if not the one that the parser gives to the preposition?
    verb = next((above for above in tree.ancestors(ruled) if tree.pos[above] in _VERBAL), ruled)
    return ruled < verb and tree.tags[verb] in _FINITE and not tree.children_by(verb, *_SUBJECTS)


def holders(tree: Tree, noun: int, steps: int = _MAX_STEPS) -> Iterator[int]:
    """Who is described by a noun: "Ana Rey, *head* of …", "*head* coach Ana Rey", "Ana Rey is *head* …"."""
    follower = noun + 1
    name = tree.mention[follower] if follower < len(tree) else None
    if name is not None and name is not tree.mention[noun] and name.kind == "name":
        yield follower
    dep, head = tree.deps[noun], tree.heads[noun]
    if dep == "appos" or (dep == "amod" and tree.tags[noun] == "VBN"):
        yield _last_joined(tree, noun)  # "Ana Rey, *head* of …"; "the Lisbon-*based* Norvane"
    yield from tree.children_by(noun, "appos")
    if dep != "appos":
        yield from _behind_comma(tree, noun)
    if dep in {"attr", "acomp", "oprd"} and tree.pos[head] in _VERBAL:
        yield from _described_by_verb(tree, head)
    elif dep in {"pobj", "dobj"}:
        yield from _described_by_role(tree, head)
        if dep == "pobj" and steps and tree.words[head] == "of" and tree.words[tree.heads[head]] == "one":
            yield from holders(tree, tree.heads[head], steps - 1)  # "Ana Rey, one of the *founders* of …"
    elif dep == "nsubj" and tree.lemmas[head] in _LINKING:
        yield from tree.children_by(head, "attr")
    elif dep == "conj" and steps and tree.pos[head] in {"NOUN", "PROPN"} and tree.mention[head] is None:
        yield from holders(tree, head, steps - 1)
    for joined in tree.children_by(noun, "conj"):
        # "founder and chief executive Ana Rey": the name follows the last of the nouns.
        own = tree.children_by(joined, "det", "poss")  # "his siblings and *his* manager, Ana Rey": she is no sibling
        if tree.pos[joined] in {"NOUN", "PROPN"} and tree.mention[joined] is None and steps and not own:
            after = joined + 1
            if after < len(tree) and tree.mention[after] is not None:
                yield after
            yield from tree.children_by(joined, "appos")


def _last_joined(tree: Tree, noun: int) -> int:
    """What a noun in apposition describes: of joined names the one before the comma ("Ana and Bo, Lu's *wife*")."""
    head = tree.heads[noun]
    if tree.tags[noun] not in {"NN", "NNP"} or tree.mention[head] is None:
        return head
    before = min(tree.subtree_start(noun), noun) - 1
    name = tree.mention[before - 1] if before > 0 and tree.words[before] in {",", "(", "-", "–", "—"} else None
    if name is None or name is tree.mention[head]:
        return head
    joined = tree.head_of[name.id]
    return joined if tree.deps[joined] == "conj" and head in tree.ancestors(joined) else head


def _behind_comma(tree: Tree, noun: int) -> Iterator[int]:
    """The name in "the head of Acme, *Ana Rey*, …", which parsers hang on Acme, or join to Acme.

    The two names must be of different types, else this may be a list ("the mother of Ana, *Bo* and Lu").
    """
    for prep in tree.children_by(noun, "prep"):
        for place in tree.children_by(prep, "pobj") if tree.words[prep] in {"of", "for", "at"} else ():
            owner = tree.mention[place]
            comma = tree.bounds[owner.id][1] if owner is not None else len(tree)
            name = tree.mention[comma + 1] if comma + 1 < len(tree) and tree.words[comma] == "," else None
            if owner is None or name is None or name.type == owner.type:
                continue
            end = tree.bounds[name.id][1]
            is_set_off = end < len(tree) and tree.words[end] in {",", "(", "."}
            if is_set_off or (tree.deps[tree.head_of[name.id]] == "appos"):
                yield comma + 1


def _described_by_verb(tree: Tree, verb: int) -> Iterator[int]:
    """The subject of "is head", the object of "named her head", the subject of "was named head"."""
    if tree.lemmas[verb] in _LINKING:
        yield from subjects(tree, verb)
    elif is_passive(tree, verb):
        yield from objects(tree, verb)
    else:
        yield from tree.children_by(verb, "dobj")


def _described_by_role(tree: Tree, preposition: int) -> Iterator[int]:
    """The subject of "serves *as* head", who "was elected *as* head", the object of "chose her *as* head"."""
    if tree.words[preposition] != "as":
        return
    verb = tree.heads[preposition]
    if tree.pos[verb] not in _VERBAL or tree.lemmas[verb] == "refer":  # "refers to the islands as bases"
        return
    if tree.lemmas[verb] not in _AS_VERBS and is_passive(tree, verb):
        yield from objects(tree, verb)
        return
    chosen = tree.children_by(verb, "dobj")
    yield from chosen if chosen and tree.lemmas[verb] not in _AS_VERBS else subjects(tree, verb)


def denoted(
    tree: Tree, token: int, steps: int = 3, *, proxies: bool = True, joined: bool = True
) -> Iterator[tuple[Mention, float]]:
    """The mentions that a token stands for, each with how directly (1 for a name itself, less for each step).

    A name stands for itself; joined names for each; a relative pronoun for what it points to; "troops", "officials"
    and the like (data) for the name that qualifies them; any noun for the name in apposition to it. ``proxies=False``
    leaves out the troops and officials, ``joined=False`` the joined names.
    """
    mention = tree.mention[token]
    if mention is not None:
        yield mention, 1.0
        token = tree.head_of[mention.id]
    elif tree.words[token] in _RELATIVE and steps:
        clause = next((above for above in tree.ancestors(token) if tree.deps[above] == "relcl"), None)
        if clause is not None:
            antecedent = _person_above(tree, tree.heads[clause]) if tree.words[token] == "who" else tree.heads[clause]
            antecedents = denoted(tree, antecedent, steps - 1, proxies=proxies, joined=joined)
            # Names joined behind the clause are none of its: "Ruby, who shot him, and Jim".
            yield from (found for found in antecedents if found[0].start < tree.spans[token][0])
        return
    elif steps:
        yield from _behind_noun(tree, token, steps, proxies=proxies)
    if steps and joined:
        for other in _joined(tree, token, mention):
            yield from denoted(tree, other, steps - 1, proxies=proxies)


def _person_above(tree: Tree, token: int) -> int:
    """What "who" points to: never one organisation or place, but the person before it ("Bo, head of *Acme*, who …")."""
    name = tree.mention[token]
    if name is None or name.type == "Person" or tree.tags[token] == "NNPS":
        return token
    for above in tree.ancestors(token):
        if tree.pos[above] in _VERBAL:
            break
        other = tree.mention[above]
        if (other is None and tree.pos[above] == "NOUN") or (other is not None and other.type == "Person"):
            return above
    return token


def _joined(tree: Tree, token: int, mention: Mention | None) -> Iterator[int]:
    """The tokens joined to a token, or to any word of its name, by "and" or a comma: parsers err on joined names."""
    if mention is None:
        yield from tree.children_by(token, "conj")
        return
    first, end = tree.bounds[mention.id]
    for part in range(first, end):
        yield from (other for other in tree.children_by(part, "conj") if not first <= other < end)
        above = tree.heads[part]
        other_name = tree.mention[above]
        if tree.deps[part] != "conj" or other_name is None or other_name is mention:
            continue
        # "Emmanuel Roux and Taras Bondar": Roux hung on Bondar, Taras joined to Roux.
        if first <= tree.heads[tree.head_of[other_name.id]] < end:
            yield tree.head_of[other_name.id]


def _behind_noun(tree: Tree, noun: int, steps: int, *, proxies: bool) -> Iterator[tuple[Mention, float]]:
    names = _names_of(tree, noun)
    for mention in names:
        yield mention, 0.95
    if names:
        return
    before = (tree.mention[other] for other in modifiers(tree, noun))
    own = next((mention for mention in before if mention is not None and mention.type != "Date"), None)
    lemma = tree.lemmas[noun]
    if lemma in nouns("part"):
        for whole in prepositional(tree, noun, frozenset({"of"})):
            yield from denoted(tree, whole, steps - 1, proxies=proxies)
    elif own is not None and is_shell(tree, noun, own):
        yield own, 0.95
    elif lemma in nouns("place_with_of") and (place := _place_behind(tree, noun)) is not None:
        yield place, 0.95
    elif proxies:
        yield from _behind_proxy(tree, noun, own, steps)


def _names_of(tree: Tree, noun: int) -> list[Mention]:
    """The names that say who or what a noun is: in apposition, right behind it, or its subject."""
    found = [tree.mention[other] for other in tree.children_by(noun, "appos")]
    found.append(_name_behind(tree, noun))
    if not any(found) and tree.deps[noun] == "appos":
        found.append(tree.mention[tree.heads[noun]])
    if not any(found) and tree.deps[noun] == "attr" and tree.lemmas[tree.heads[noun]] == "be":
        found += [tree.mention[subject] for subject in tree.children_by(tree.heads[noun], "nsubj")]
    return [mention for mention in found if mention is not None]


def _name_behind(tree: Tree, noun: int) -> Mention | None:
    """The name right behind a noun, if it is in one phrase with it, whichever the parser takes for its head."""
    name = tree.mention[noun + 1] if noun + 1 < len(tree) and tree.pos[noun] in {"NOUN", "PROPN"} else None
    if name is None:
        return None
    is_title = tree.deps[noun] == "compound" and tree.mention[tree.heads[noun]] is name
    return name if is_title or noun in (tree.heads[noun + 1], tree.heads[tree.head_of[name.id]]) else None


def is_shell(tree: Tree, noun: int, name: Mention) -> bool:
    """True if the noun only says what kind of thing the name is; "the Danish region" and "Denmark's region" do not.

    Nor does one with a person's name: "the Merkel family".
    """
    if name.type == "Person" or tree.words[tree.bounds[name.id][1]] in _INSIDE_NOUN_PHRASE or is_demonym(name.text):
        return False
    return tree.lemmas[noun] in nouns("place_shell" if name.type == "Place" else "organization_shell")


def _place_behind(tree: Tree, noun: int) -> Mention | None:
    """The place in "the city *of Porto*"."""
    for token in prepositional(tree, noun, frozenset({"of"})):
        mention = tree.mention[token]
        if mention is not None and mention.type == "Place":
            return mention
    return None


def _behind_proxy(tree: Tree, noun: int, own: Mention | None, steps: int) -> Iterator[tuple[Mention, float]]:
    if _is_individual(tree, noun):
        return
    names = [own] if own is not None else []
    for other in prepositional(tree, noun, frozenset({"of", "from"})) if not names else ():
        names += [mention for mention, _ in denoted(tree, other, steps - 1) if mention.type in _PROXIES]
    for mention in names:
        # "Merkel's government" acts for her, "Merkel's lawyer" for himself; so do troops and gunmen from one country.
        if tree.lemmas[noun] in nouns(_PROXIES[mention.type]):
            yield mention, 0.9


def _is_individual(tree: Tree, noun: int) -> bool:
    """True for one person among many: what "a Norvane lawyer" does, Norvane need not."""
    if tree.tags[noun] != "NN" or tree.lemmas[noun] not in nouns("individual"):
        return False
    return any(tree.words[child] in {"a", "an", "another", "one"} for child in tree.children_by(noun, "det", "nummod"))
