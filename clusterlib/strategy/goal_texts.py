"""Does a goal say one thing? A check of its wording by word lists that anybody can read and extend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Verbs a goal usually begins with, in their base form.
VERBS_EN = _listed(
    """accelerate achieve adopt advise agree attract boost bring build carry certify close collect
    complete connect convince cover create cut deal decrease deepen deliver develop digitise diversify
    double earn embed employ enable encourage enter establish exceed expand facilitate finance form
    foster found fund gain generate grow halve harmonise help hire hold host identify implement
    improve increase influence inform initiate install integrate intensify introduce invest join keep
    launch lead learn limit link lower maintain make meet mobilise modernise motivate negotiate obtain
    offer open organise pay persuade place prepare prevent process produce professionalise promote
    protect provide publish quadruple qualify raise reach recover recruit recycle reduce reinforce
    relocate remove renew replace reposition restore retain reuse run save scale secure sell serve set
    share shorten show sign simplify solve speed spread stabilise start stimulate stop strengthen
    substitute supply support sustain teach test train transform treat triple turn unite upgrade use
    visit widen win"""
)
#: The same in French, as infinitives.
VERBS_FR = _listed(
    """accompagner accroître accueillir accélérer achever acquérir adapter adopter améliorer animer
    appuyer assurer atteindre attirer augmenter baisser bâtir certifier collecter conclure conquérir
    conserver consolider construire convaincre convertir coopérer couvrir créer diffuser diminuer
    disposer diversifier diviser doter doubler décrocher démontrer déployer développer embaucher
    encourager entrer exporter fabriquer faciliter faire favoriser financer fonder former fournir
    gagner garantir générer harmoniser identifier implanter informer innover installer instaurer
    intensifier introduire intégrer investir lancer lever limiter maintenir mettre mobiliser
    moderniser multiplier numériser négocier obtenir offrir organiser orienter ouvrir partager passer
    payer plaider porter produire professionnaliser promouvoir proposer protéger préparer publier
    pérenniser qualifier raccourcir rapprocher rassembler reconquérir recruter recycler relier
    remplacer rendre renforcer restaurer réaliser réduire répondre réussir servir signer simplifier
    situer soutenir stabiliser stimuler structurer supprimer sécuriser tenir traiter transformer
    tripler trouver unir utiliser valoriser vendre visiter élargir éliminer établir étendre"""
)
#: English words that are verbs or nouns; after a joining word they only raise a question.
DOUBTFUL = _listed(
    """access advance benefit change contact cut deal demand design exchange export finance form fund
    help host increase join lead link market network offer open partner pay pilot place plan process
    promise research run save scale secure share show sign speed spread start stop study supply
    support test trade triple use visit win work"""
)
#: Words that join two parts of a sentence.
JOINERS = frozenset({"and", "et", "und", "&"})
#: Words that may stand between the joining word and the second verb.
_FILLERS = frozenset({"also", "to", "then", "so", "de", "d", "à", "aussi", "ainsi", "puis", "les", "l", "y"})
_NOUN_FOLLOWS = frozenset({"of", "to", "for", "in", "from", "by", "at", "with", "on", "per"})
_MARKS = frozenset(",.;:")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the wording of one goal shows.

    Parameters
    ----------
    words : int
        Number of words.
    verbs : tuple of str
        Verbs of the lists, in order.
    joined : tuple of str
        Two verbs joined by *and*; empty when there are none.
    doubtful : str
        A word after *and* that may be a verb or a noun; empty when there is none.
    """

    words: int
    verbs: tuple[str, ...]
    joined: tuple[str, ...]
    doubtful: str


def own_verbs(text: str) -> frozenset[str]:
    """Verbs of your own from one cell, separated by ``;``.

    Examples
    --------
    >>> sorted(own_verbs("Greenify; digitise"))
    ['digitise', 'greenify']
    """
    return frozenset(part.strip().casefold() for part in text.split(";") if part.strip())


def wording(text: str, *, more_verbs: Iterable[str] = ()) -> Wording:
    """Count the words of a goal and look for a second verb (guide L1669-1672).

    A heuristic for English and French: it finds what should be asked again, it does not understand.

    Parameters
    ----------
    text : str
        The goal in one sentence.
    more_verbs : iterable of str
        Verbs to be known besides `VERBS_EN` and `VERBS_FR`, in base form.

    Examples
    --------
    >>> wording("Raise exports and train 200 founders").joined
    ('raise', 'train')
    >>> wording("Raise investment in start-ups and growing firms").joined
    ()
    >>> wording("Former 200 jeunes et financer dix projets").joined
    ('former', 'financer')
    """
    known = VERBS_EN | VERBS_FR | frozenset(more_verbs)
    tokens = re.findall(r"[^\W\d_]+|&|[,.;:]", text.casefold())
    found = [_form(token, known) for token in tokens]
    first = next((i for i, form in enumerate(found) if form is not None), None)
    verbs = tuple(form[0] for form in found if form is not None)
    joined: tuple[str, ...] = ()
    doubtful = ""
    for at in range(len(tokens)):
        if first is None or at <= first or tokens[at] not in JOINERS:
            continue
        second = _after(tokens, at)
        form = found[second] if second < len(tokens) else None
        start = found[first]
        if second < len(tokens) and tokens[second] in DOUBTFUL:
            doubtful = doubtful or ("" if _is_noun(tokens, second) else tokens[second])
        elif form is not None and start is not None and form[1] == start[1]:
            joined = joined or (start[0], form[0])
    return Wording(len(re.findall(r"\S*\w\S*", text)), verbs, joined, doubtful)


def _after(tokens: list[str], at: int) -> int:
    second = at + 1
    while second < len(tokens) and tokens[second] in _FILLERS:
        second += 1
    return second


def _is_noun(tokens: list[str], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else "."
    return following in _NOUN_FOLLOWS or following in _MARKS or following in JOINERS


def _form(token: str, known: frozenset[str]) -> tuple[str, str] | None:
    """Base form of a verb and whether it stands as such, ends in -s or in -ing."""
    if token in known:
        return token, "base"
    for ending, kind in (("ing", "ing"), ("es", "s"), ("s", "s")):
        stem = token.removesuffix(ending)
        if stem == token:
            continue
        doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
        for base in (stem, stem + "e", doubled):
            if base in known and base in VERBS_EN | (known - VERBS_FR):
                return base, kind
    return None
