"""One relation, judged: is it so, who says it, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.claims.carrier import between, carrier, word_at
from kg.claims.cues import words
from kg.claims.factuality import climb
from kg.claims.forms import unvouched
from kg.claims.governors import undisputed
from kg.claims.marks import Verdict, definite, hedged, listed, modifiers
from kg.claims.quotes import around, quotations, quotations_of
from kg.claims.surface import overlooked, wanted
from kg.claims.tellers import Overlooked, foreseen, namers
from kg.claims.validity import validity
from kg.claims.when import time_of
from kg.model import UNNAMED, Attribution, Mention, Modality, Polarity, RelationMention, Time
from kg.ontology import default_ontology

__all__ = ["Claim", "judge"]

_KEPT = "kg.claims.overlooked"
_DOUBTED = 0.4
"""How likely a reader must take for asserted what no rule doubts."""
_DOUBTED_OF_OWN = 0.1
"""The same of the author's own words, of which the rules know that they are no part of what is said around them."""
_VOUCHED = 0.9
"""... from which on a form that no rule vouches for is asserted nonetheless."""
_NOTHING_READ = (_DOUBTED, 0.0, 1 - _DOUBTED, 0.0)
"""What stands for a reader where none was asked: it neither doubts nor vouches."""
_EVENTS = "actors"
"""The group of predicates whose nouns are events ("attack"), not words about a name ("president")."""


@dataclass(frozen=True, slots=True)
class Claim:
    """How a text puts a relation. ``speaker`` is an entity, `UNNAMED`, or ``None`` for the author."""

    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    speaker: str | None = None
    time: Time | None = None


def judge(
    doc: Doc,
    relation: RelationMention,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    *,
    published: str | None = None,
) -> Claim:
    """Polarity, modality, speaker and time of a relation.

    The relation is judged on the clause of its own trigger and on what governs that clause: "accused" in "Ann accused
    Bob of lying" is asserted. What stays inside one noun phrase (a title before a name, an apposition, the place of a
    place) is neither negated nor made uncertain by the verb outside; in indirect speech it is the author's wording, in
    a direct quote the speaker's. So is a relative clause behind a comma.

    Args:
        doc: the parsed document that the relation was found in.
        relation: where, between which mentions, and with what trigger. One that is found by no pattern may have the
            lowest common ancestor of its mentions as its trigger, or an empty span: `carrier` goes down from it.
        mentions: all mentions of the document; dates among them bring their EDTF value.
        attributions: what `attributions` found in the document.
        published: ISO 8601 date of the document, by which what "former" says had ended.

    Raises:
        ValueError: a span of the relation lies outside the document.
    """
    trigger = carrier(doc, relation)
    path = between(word_at(doc, relation.subject.span), word_at(doc, relation.object.span))
    event = _is_event(relation.predicate)
    wording = _is_wording(relation, trigger, path, event=event)
    verdict = _wording(trigger) if wording else climb(trigger, _top(trigger, path))
    if not wording and any(hedged(token) for token in path):
        verdict.doubt("possible")
    if not wording and wanted(trigger):
        verdict.doubt("planned")
    time = time_of(doc, relation, mentions, trigger, event=event and not wording)
    if trigger.pos_ == "VERB" and not relation.trigger[0] <= trigger.idx < relation.trigger[1]:
        time = None  # a clause below both ends may be that of one alone: "She replaced Bo, who led it until May"
    if time and not wording and time.text.lower().startswith(tuple(sorted(words("factuality", "planned", "times")))):
        verdict.doubt("planned")
    aside = None if wording else verdict.aside
    speaker = _speaker(doc, trigger, attributions, wording=wording, aside=aside)
    if speaker is None and verdict.said is not None:
        speaker = _saying(verdict.said, mentions)
        if speaker is None and not verdict.negative:
            verdict.doubt("possible")
    if speaker is None and _is_plain(verdict):
        own = wording or verdict.aside is not None  # the author's, whatever is said around it
        speaker = None if own else _second_look(doc, trigger, verdict, mentions)
        person = "Person" in {relation.subject.type, relation.object.type}
        if speaker is None and _is_plain(verdict):
            modality = _unvouched(trigger, path, event=event, role=person, wording=wording)
            speaker = _as_read(verdict, relation.standing, modality, _DOUBTED_OF_OWN if own else _DOUBTED)
    if time and published and not wording and not verdict.negative and _ahead(time, published):
        verdict.doubt("planned")
    time = validity(doc, relation, mentions, trigger, time, published=published)
    return Claim("negative" if verdict.negative else "positive", verdict.modality, speaker, time)


def _is_wording(relation: RelationMention, trigger: Token, path: Sequence[Token], *, event: bool) -> bool:
    """True if the relation is in how the author calls things, not in what a clause tells of them."""
    ends = relation.subject, relation.object
    whose = trigger.pos_ == "NOUN" and any(child.lower_ == "whose" for child in trigger.lefts)
    return (
        (whose and not event and _beside(ends[1], trigger))
        or _inside(ends, trigger)
        or (
            not _verb_like(trigger, ends)
            and not (trigger.pos_ == "ADJ" and trigger.dep_ == "acomp")  # "Ann and Bo are not married"
            and not any(_clausal(token) for token in (trigger, *path))
            and (not event or trigger.lemma_ in words("factuality", "certain", "states"))
        )
    )


def _beside(end: Mention, noun: Token) -> bool:
    """True for "whose *husband*, Bo, is …", "whose *husband* Bo": the noun is what he is called."""
    behind = noun.doc.text[noun.idx + len(noun) : end.start]
    return end.start > noun.idx and behind.strip(" ,") == ""


def _is_plain(verdict: Verdict) -> bool:
    return not verdict.negative and verdict.modality == "asserted"


def _as_read(
    verdict: Verdict,
    standing: tuple[float, float, float, float] | None,
    unvouched: Modality | None,
    doubted: float,
) -> str | None:
    """Take what a reader makes of what the rules find no more about; the speaker, if it takes it for reported.

    Args:
        verdict: is changed.
        standing: how likely the relation is asserted, reported, uncertain, denied; nothing where no reader was asked.
        unvouched: the doubt of a form that no rule vouches for; a reader who is sure does.
        doubted: how likely it must be asserted where a rule does.
    """
    asserted, reported, uncertain, denied = standing or _NOTHING_READ
    if asserted >= (doubted if unvouched is None else _VOUCHED):
        return None
    if denied > max(reported, uncertain):
        verdict.negate()
    elif uncertain >= reported:
        verdict.doubt(unvouched or "possible")
    else:
        return UNNAMED
    return None


def _is_event(predicate: str) -> bool:
    known = default_ontology().predicates.get(predicate)
    return (known is not None and known.group == _EVENTS) or predicate in words("factuality", "certain", "events")


def _inside(ends: Sequence[Mention], trigger: Token) -> bool:
    """True if no word but a name carries the relation: "Danish shipbuilder Nordlys"."""
    return any(end.start <= trigger.idx < end.end and trigger.pos_ in {"PROPN", "ADJ"} for end in ends)


def _verb_like(trigger: Token, ends: Sequence[Mention]) -> bool:
    """True for a verb right behind one of the names, which the parser took for part of a name."""
    if trigger.tag_ in {"VBZ", "VBP"}:
        return True
    before = trigger.nbor(-1) if trigger.i else trigger
    return trigger.tag_ in {"VBD", "VBG"} and any(end.start <= before.idx < end.end for end in ends)


def _top(trigger: Token, path: list[Token]) -> Token:
    """The highest word between the mentions, if the trigger hangs below it."""
    return path[0] if path and (path[0] == trigger or path[0].is_ancestor(trigger)) else trigger


def _clausal(token: Token) -> bool:
    verbal = token.pos_ in {"VERB", "AUX"} or any(child.dep_ == "aux" for child in token.children)
    return verbal and token.dep_ not in {"amod", "compound", "nmod"}


def _wording(trigger: Token) -> Verdict:
    verdict = Verdict()
    if not _clausal(trigger):
        modifiers(trigger, verdict)
    return verdict


def _speaker(
    doc: Doc, trigger: Token, attributions: Sequence[Attribution], *, wording: bool, aside: Token | None
) -> str | None:
    """Who says it: the source of the narrowest content around the trigger that is not the author's own words in it."""
    place, best = trigger.idx, None
    for attribution in attributions:
        content = attribution.content
        if content is None or not content[0] <= place < content[1] or _in_cue(doc, trigger, attribution):
            continue
        quotes = quotations(doc.text[content[0] : content[1]])
        quoted = around(quotes, place - content[0]) is not None
        author = wording or (aside is not None and not _below(doc, attribution, aside))
        if (author and not quoted) or (quotes and quotes[0][0] == 0 and not quoted) or _known(doc, attribution):
            continue
        if best is None or content[1] - content[0] < best[0]:
            best = content[1] - content[0], attribution.entity or UNNAMED
    return best[1] if best else None


def _unvouched(trigger: Token, path: Sequence[Token], *, event: bool, role: bool, wording: bool) -> Modality | None:
    """The doubt of a form that nothing vouches for, or of an aspirant's title: "heir to the head of"."""
    if not wording:
        return unvouched(trigger, event=event, role=role)
    if trigger.pos_ != "NOUN":
        return None
    of = trigger.dep_ == "pobj" and trigger.head.lower_ in {"of", "about"} and not definite(trigger)
    if of and listed(trigger.head.head.lemma_.lower(), "possible", "nouns"):
        return "possible"  # "gossip of a marriage"
    aspiring = any(
        trigger in token.subtree
        and trigger.dep_ not in {"compound", "nmod", "appos"}
        and listed(token.lemma_.lower(), "planned", "aspirants")
        for token in path
    )
    return "planned" if aspiring and role else unvouched(trigger, event=False, role=role)


def _ahead(time: Time, published: str) -> bool:
    """True for a time that begins after the day of the report."""
    begin = time.value.partition("/")[0].rstrip("?~%")
    day = published[: len(begin)]
    return begin[:4].isdigit() and begin.replace("-", "").isdigit() and begin > day


def _second_look(doc: Doc, trigger: Token, verdict: Verdict, mentions: Sequence[Mention]) -> str | None:
    """Take what the words show and the parse does not; the speaker, if they show one."""
    kept = doc.user_data.setdefault(_KEPT, {})
    if trigger.i not in kept:
        kept[trigger.i] = overlooked(trigger, quotations_of(doc))
    found: Overlooked | None = kept[trigger.i]
    if found is None:
        return None
    if found.modality is not None:
        verdict.doubt(found.modality)
        return None
    return _entity(found.source, mentions) if found.source is not None else UNNAMED


def _entity(source: Token, mentions: Sequence[Mention]) -> str:
    for word in namers(source):
        named = next((mention for mention in mentions if mention.start <= word.idx < mention.end), None)
        if named is not None and named.entity is not None and named.type != "Date":
            return named.entity
    return UNNAMED


def _saying(verb: Token, mentions: Sequence[Mention]) -> str | None:
    """Who does what the verb says, and so may vouch for its clause; no one, if its subject is "it"."""
    kinds = {"nsubj", "nsubjpass"} if verb.pos_ != "NOUN" else {"poss"}
    if listed(verb.lemma_, "possible", "accusing"):
        kinds = {"nsubj"}  # whoever "is accused of" it says nothing
    subject = next((child for child in verb.children if child.dep_ in kinds), None)
    if subject is None:
        return UNNAMED if kinds == {"nsubj"} or verb.lemma_ in words("speech", "clause") else None
    source = _entity(subject, mentions)
    if subject.lower_ in {"it", "there"} and source == UNNAMED:
        telling = verb.lemma_ in words("speech", "clause") - words("speech", "showing")
        return UNNAMED if telling and subject.dep_ == "nsubj" else None
    return source


def _in_cue(doc: Doc, trigger: Token, attribution: Attribution) -> bool:
    """True if the trigger is the cue, or part of the noun phrase of the source."""
    spans = [span for span in (attribution.cue, attribution.source) if span]
    if any(start <= trigger.idx < end for start, end in spans):
        return True
    if attribution.source is None:
        return False
    source = word_at(doc, attribution.source)
    return source.is_ancestor(trigger)


def _below(doc: Doc, attribution: Attribution, aside: Token) -> bool:
    return attribution.cue is not None and aside.is_ancestor(word_at(doc, attribution.cue))


def _known(doc: Doc, attribution: Attribution) -> bool:
    if attribution.cue is None:
        return False
    cue = word_at(doc, attribution.cue)
    return cue.lemma_ in words("factuality", "certain", "factive") or foreseen(cue) or undisputed(cue)
