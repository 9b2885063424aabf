"""What speaks for and against an entity as the meaning of a pronoun, as numbers.

The features are those of the literature on ranking antecedents (Lappin and Leass 1994; Ge, Hale and Charniak 1998;
Durrett and Klein 2013): recency, grammatical role, parallelism, binding, salience, gender, quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, takewhile
from math import log1p

from kg.coreference.scene import ROLES, Columns, Place
from kg.coreference.setting import FORMS, KINDS, Candidate, Setting

__all__ = ["FEATURES", "describe", "describe_none"]

# From these log-odds on, a forename is probably and surely that of a man or of a woman.
_PROBABLE, _SURE = 1.0, 3.0
_EARLY = 4  # tokens at most before a pronoun at the beginning of a sentence: "After her exit"

_Pairs = Iterator[tuple[str, float]]

_DISTANCES = ("0", "1", "2", "3", "4 or more", "after", "after, other sentence")
_MAIN = ROLES[:5]
_BRANCHES = (
    *("nsubj", "nsubjpass", "dobj", "pobj", "prep", "poss", "conj", "advcl", "relcl", "ccomp", "xcomp"),
    *("acl", "appos", "attr", "npadvmod", "agent", "pcomp", "dep", "self", "other"),
)

FEATURES = (
    *(f"distance {distance}" for distance in _DISTANCES),
    "log tokens",
    "rank",
    "log candidates",
    "nearest is pronoun",
    *(f"role {role}" for role in ROLES),
    *(f"role {role}, same sentence" for role in _MAIN),
    *(f"role {role}, sentence before" for role in _MAIN),
    "parallel",
    "both subjects",
    "parallel, sentence before",
    *(f"form {form}" for form in FORMS),
    *(f"kind {kind}" for kind in KINDS),
    "subject of a verb above",
    "subject of the next verb above",
    "subject of own verb",
    *(f"subject of clause {level}" for level in range(3)),
    "object of own verb",
    "object of a verb above",
    "owner of a noun above",
    "owner of a subject",
    "bound out",
    "bound reflexive",
    "owner as own subject",
    "inside owned phrase",
    "names what is owned",
    "phrase holds pronoun",
    "conjoined",
    "conjunct",
    "coordinated with pronoun",
    "named after in sentence",
    "named after in clause",
    "subject after, of own verb",
    "subject after, of a verb above",
    "subject after, pronoun early",
    "steps to common head, pronoun",
    "steps to common head, candidate",
    "common head is verb",
    "common head is own verb",
    "common head is candidate's verb",
    "subject of root here",
    *(f"pronoun's branch {label}" for label in _BRANCHES),
    *(f"candidate's branch {label}" for label in _BRANCHES),
    "last subject",
    "last subject of a root",
    "log subjects between",
    "after, pronoun commands it",
    "after, pronoun in earlier clause",
    "named here",
    "named in sentence before",
    "subject here",
    "subject in sentence before",
    "subject of root, sentence before",
    "log count before",
    "share before",
    "most named before",
    "log count",
    "most named",
    "first named",
    "in first sentence",
    "full name",
    "guess",
    "type Person",
    "type Organization",
    "type Place",
    "gender agrees",
    "gender disagrees",
    "title agrees",
    "forename agrees",
    "forename disagrees",
    "forename unknown",
    "forename surely agrees",
    "forename surely disagrees",
    "forename disagrees, another agrees",
    "forename unknown, another agrees",
    "called so before",
    "called otherwise before",
    "both in quote",
    "only pronoun in quote",
    "only candidate in quote",
    "speaker of quote",
    "other paragraph",
    "last pronoun meant it",
    "last pronoun meant it, same sentence",
    "last pronoun meant it, sentence before",
    "last pronoun meant it, parallel",
    "last pronoun meant another",
    "last pronoun meant another, nearer",
    "log persons between",
    "log agreeing between",
    "only candidate",
    "only agreeing candidate",
    "pronoun begins sentence",
    "begins sentence, pronoun is subject",
    "after by or of",
    "in brackets",
    "before comma",
    "none",
    "none, log candidates",
    "none, no name before",
    "none, in quote",
    "none, first pronoun",
    "none, last pronoun meant none",
)
"""The names of the features, in the order of a row."""

_INDEX = {name: index for index, name in enumerate(FEATURES)}

_SPEECH = frozenset(
    (
        *("said", "says", "say", "added", "adds", "told", "tells", "wrote", "writes", "asked", "asks"),
        *("replied", "recalled", "explained", "stated", "remarked", "commented"),
    )
)


def describe(rank: int, setting: Setting) -> list[float]:
    """The features of a candidate, given its rank (0: the nearest), in the order of `FEATURES`."""
    candidate = setting.candidates[rank]
    parts = (
        _distance,
        _form,
        _role,
        _clause,
        _tree,
        _subjects,
        _phrase,
        _order,
        _salience,
        _figure,
        _quotation,
        _chain,
        _rivals,
    )
    return _row(chain.from_iterable(part(candidate, rank, setting) for part in parts))


def describe_none(setting: Setting) -> list[float]:
    """The features of "none of them"."""
    pronoun, candidates, last = setting.pronoun, setting.candidates, setting.last
    pairs = [
        (f"form {pronoun.form}", 1.0),
        (f"kind {pronoun.kind}", 1.0),
        ("none", 1.0),
        ("none, log candidates", log1p(len(candidates))),
        ("none, no name before", float(not any(candidate.before for candidate in candidates))),
        ("none, in quote", float(setting.quotes[pronoun.token] >= 0)),
        ("none, first pronoun", float(last is None)),
        ("none, last pronoun meant none", float(last is not None and last[1] is None)),
    ]
    return _row(pairs)


def _row(pairs: Iterable[tuple[str, float]]) -> list[float]:
    row = [0.0] * len(FEATURES)
    for name, value in pairs:
        row[_INDEX[name]] = value
    return row


def _distance(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    nearest, pronoun = candidate.nearest, setting.pronoun
    distance = abs(pronoun.sentence - nearest.sentence)
    if candidate.before:
        yield f"distance {_DISTANCES[min(distance, 4)]}", 1.0
    else:
        yield f"distance {_DISTANCES[5 + (distance > 0)]}", 1.0
    yield "log tokens", log1p(abs(pronoun.token - nearest.head)) / 3
    yield "rank", 1 / (1 + rank)
    yield "log candidates", log1p(len(setting.candidates))
    yield "nearest is pronoun", float(not nearest.is_name)
    paragraphs = setting.paragraphs
    yield "other paragraph", float(paragraphs[nearest.head] != paragraphs[pronoun.token])


def _form(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    c, pronoun = setting.columns, setting.pronoun
    yield f"form {pronoun.form}", 1.0
    yield f"kind {pronoun.kind}", 1.0
    yield "pronoun begins sentence", float(c.begins_sentence(pronoun.token))


def _role(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    c, nearest = setting.columns, candidate.nearest
    role = c.role(c.climbed(nearest.head))
    gap = setting.pronoun.sentence - nearest.sentence if candidate.before else -1
    yield f"role {role}", 1.0
    if role not in _MAIN:
        return
    if gap == 0:
        yield f"role {role}, same sentence", 1.0
    if gap == 1:
        yield f"role {role}, sentence before", 1.0
    if role == setting.role:
        yield "parallel", 1.0
        yield "both subjects", float(role == "subject")
        yield "parallel, sentence before", float(gap == 1)


def _clause(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    """What the candidate is to the verbs above the pronoun."""
    c, pronoun, own = setting.columns, setting.pronoun, setting.own_verb
    top = c.climbed(candidate.nearest.head)
    role, governor = c.role(top), c.heads[top]
    if role == "subject":
        is_own = governor == own
        yield "subject of a verb above", float(governor in setting.verbs)
        yield "subject of the next verb above", float(governor in setting.verbs[1:2])
        yield "subject of own verb", float(is_own)
        yield "owner as own subject", float(is_own and pronoun.form == "possessive")
        yield "bound out", float(is_own and pronoun.form == "object")
        yield "bound reflexive", float(is_own and pronoun.form == "reflexive")
    if role in ("object", "oblique"):
        yield "object of own verb", float(c.verb_of(top) == own)
    heads = {place.head for place in candidate.before}
    heads |= {c.climbed(head) for head in heads}
    for level, subject in enumerate(setting.subjects):
        yield f"subject of clause {level}", float(subject in heads)
    for place in takewhile(lambda place: place.sentence == pronoun.sentence, candidate.before):
        top = c.climbed(place.head)
        if c.role(top) in ("object", "oblique") and c.verb_of(top) in setting.verbs[1:]:
            yield "object of a verb above", 1.0
        if c.labels[place.head] == "poss" and c.heads[place.head] in setting.above:
            yield "owner of a noun above", 1.0


def _tree(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    """How pronoun and candidate hang on the head that they have in common, in one sentence."""
    c, pronoun, head = setting.columns, setting.pronoun.token, candidate.nearest.head
    line, other = [pronoun, *setting.above], [head, *c.above(head)]
    common = next((token for token in setting.above if token in other), None)
    if common is None:
        return
    up, down = line.index(common), other.index(common)
    yield "steps to common head, pronoun", 1 / up
    yield "steps to common head, candidate", 1 / (1 + down)
    yield f"pronoun's branch {_branch(c, line, up)}", 1.0
    yield f"candidate's branch {_branch(c, other, down)}", 1.0
    yield "common head is verb", float(c.is_verb(common))
    yield "common head is own verb", float(common == setting.own_verb)
    yield "common head is candidate's verb", float(common == c.verb_of(head))
    yield "subject of root here", float(c.heads[common] == common and down == 1 and c.role(head) == "subject")


def _branch(c: Columns, line: list[int], steps: int) -> str:
    """The label of what hangs on a head, above a token or the token itself; "self" if the token is the head."""
    label = c.labels[line[steps - 1]] if steps else "self"
    return label if label in _BRANCHES else "other"


def _subjects(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    """Whether the candidate was a subject after all others were."""
    c = setting.columns
    mine = setting.as_subject[rank]
    if not mine:
        return
    others = list(chain.from_iterable(tops for n, tops in enumerate(setting.as_subject) if n != rank))
    between = sum(top > max(mine) for top in others)
    yield "last subject", float(between == 0)
    yield "log subjects between", log1p(between)
    yield "last subject of a root", float(_last_of_root(c, mine) > _last_of_root(c, others))


def _last_of_root(c: Columns, tops: list[int]) -> int:
    return max((top for top in tops if c.heads[c.heads[top]] == c.heads[top]), default=-1)


def _phrase(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    """How the phrases of candidate and pronoun lie in each other."""
    c, token, nearest = setting.columns, setting.pronoun.token, candidate.nearest
    above, label = c.above(nearest.head), c.labels[nearest.head]
    owned = c.heads[token]
    if setting.pronoun.form == "possessive":
        yield "inside owned phrase", float(owned in above[:6])
        yield (
            "names what is owned",
            float(owned == nearest.head or (owned in above[:3] and label in ("appos", "nsubj"))),
        )
    if label == "poss":
        yield "owner of a subject", float(c.role(c.climbed(c.heads[nearest.head])) == "subject")
    yield "phrase holds pronoun", float(nearest.head in setting.above[:10])
    yield "conjunct", float(label == "conj")
    is_last = nearest.end >= len(c.heads)
    yield "conjoined", float(not is_last and c.labels[nearest.end] == "cc" and c.heads[nearest.end] == nearest.head)
    yield "before comma", float(not is_last and c.word(nearest.end) == ",")
    if nearest.start > 0:
        previous = c.word(nearest.start - 1)
        yield "after by or of", float(previous in ("by", "of"))
        yield "in brackets", float(previous in ("(", "[", "-lrb-"))


def _order(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    """What follows from names after the pronoun, and from the beginnings of sentences."""
    c, pronoun = setting.columns, setting.pronoun
    for place in candidate.after:
        yield "named after in sentence", 1.0
        yield "named after in clause", float(c.verb_of(place.head) == setting.own_verb)
        top = c.climbed(place.head)
        if c.role(top) == "subject" and c.heads[top] in setting.verbs:
            yield "subject after, of own verb", float(c.heads[top] == setting.own_verb)
            yield "subject after, of a verb above", 1.0
            first = max(0, pronoun.token - _EARLY)
            yield "subject after, pronoun early", float(first == 0 or c.sentences[first] != pronoun.sentence)
    joined = (
        c.heads[place.head] == pronoun.token or c.heads[pronoun.token] == place.head for place in _near(candidate)
    )
    yield "coordinated with pronoun", float(any(joined))
    nearest = candidate.nearest
    if not candidate.before:
        clause = c.heads[c.climbed(pronoun.token)]
        commands = setting.role == "subject" and clause in c.above(nearest.head)
        yield "after, pronoun commands it", float(commands)
        governor = c.heads[c.climbed(nearest.head)]
        yield "after, pronoun in earlier clause", float(not commands and governor in setting.verbs[1:])
    begins = c.begins_sentence(nearest.start)
    yield "begins sentence, pronoun is subject", float(begins and setting.role == "subject")


def _near(candidate: Candidate) -> list[Place]:
    return [*candidate.before[:1], *candidate.after[:1]]


def _salience(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    c, sentence, number = setting.columns, setting.pronoun.sentence, candidate.figure.number
    for place in takewhile(lambda place: place.sentence >= sentence - 1, candidate.before):
        is_here = place.sentence == sentence
        yield "named here" if is_here else "named in sentence before", 1.0
        top = c.climbed(place.head)
        if c.role(top) == "subject":
            yield "subject here" if is_here else "subject in sentence before", 1.0
            governor = c.heads[top]
            if not is_here and c.heads[governor] == governor:
                yield "subject of root, sentence before", 1.0
    count, total = setting.counts.get(number, 0), setting.totals[number]
    yield "log count before", log1p(count)
    yield "share before", count / max(1, sum(setting.counts.values()))
    yield "most named before", float(count > 0 and count == max(setting.counts.values()))
    yield "log count", log1p(total)
    yield "most named", float(total == max(setting.totals.values()))


def _figure(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    figure, kind = candidate.figure, setting.pronoun.kind
    yield "first named", float(figure.number == 0)
    yield "in first sentence", float(setting.columns.sentences[figure.names[0]] == 0)
    yield "full name", float(figure.is_full)
    yield "guess", float(figure.is_guess)
    yield f"type {figure.type}", 1.0
    agrees = figure.agrees(kind)
    yield "gender agrees", float(agrees > 0)
    yield "gender disagrees", float(agrees < 0)
    yield "title agrees", float(figure.titled != 0 and agrees > 0)
    odds = figure.gender if kind == "he" else -figure.gender
    yield "forename agrees", max(0.0, odds) / 4
    yield "forename disagrees", max(0.0, -odds) / 4
    yield "forename unknown", float(odds == 0)
    yield "forename surely agrees", float(odds > _SURE)
    yield "forename surely disagrees", float(odds < -_SURE)
    if any(other.figure.agrees(kind) > 0 for other in setting.candidates):
        yield "forename disagrees, another agrees", float(odds < -_PROBABLE)
        yield "forename unknown, another agrees", float(-_PROBABLE <= odds <= _PROBABLE and agrees == 0)
    yield "called so before", log1p(figure.called[kind])
    yield "called otherwise before", log1p(sum(figure.called.values()) - figure.called[kind])


def _quotation(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    c, nearest, pronoun = setting.columns, candidate.nearest, setting.pronoun
    of_pronoun, of_name = setting.quotes[pronoun.token], setting.quotes[nearest.head]
    if of_pronoun >= 0 and of_pronoun == of_name:
        yield "both in quote", 1.0
    elif of_pronoun >= 0:
        yield "only pronoun in quote", 1.0
        top = c.climbed(nearest.head)
        is_near = abs(nearest.sentence - pronoun.sentence) <= 1
        yield "speaker of quote", float(is_near and c.role(top) == "subject" and c.word(c.heads[top]) in _SPEECH)
    elif of_name >= 0:
        yield "only candidate in quote", 1.0


def _chain(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    if setting.last is None:
        return
    c, (token, meant) = setting.columns, setting.last
    if meant == candidate.figure.number:
        gap = setting.pronoun.sentence - c.sentences[token]
        yield "last pronoun meant it", 1.0
        yield "last pronoun meant it, same sentence", float(gap == 0)
        yield "last pronoun meant it, sentence before", float(gap == 1)
        yield "last pronoun meant it, parallel", float(c.role(c.climbed(token)) == setting.role)
    elif meant is not None:
        yield "last pronoun meant another", 1.0
        yield "last pronoun meant another, nearer", float(token > candidate.nearest.head)


def _rivals(candidate: Candidate, rank: int, setting: Setting) -> _Pairs:
    kind, token, head = setting.pronoun.kind, setting.pronoun.token, candidate.nearest.head
    agreeing = [other for other in setting.candidates if other.figure.agrees(kind) >= 0]
    yield "log persons between", log1p(sum(head < other < token for other in setting.persons))
    yield "log agreeing between", log1p(sum(head < other.nearest.head < token for other in agreeing))
    yield "only candidate", float(len(setting.candidates) == 1)
    yield "only agreeing candidate", float(len(agreeing) == 1 and agreeing[0] is candidate)
