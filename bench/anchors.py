"""How many passages are found again after an edit, and how many of them at a wrong place.

The edits are made up (bench/edits.py), so that of each character it is known where it went. A passage *survives* where
at least half of its letters still stand in one block, with no stretch of other text between them that is longer than the
passage was, or than a long word: less than that no reader would call the same words. Its right place is from the first of
these letters to the last. Else it is gone, and to find it anywhere is wrong; but where nearly half of it is left, and just
that is found, this is counted by itself: the words are its own. Signs count in no passage that has letters.
"""

import json
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from articles.matching import match
from bench.edits import EDITS, Article
from bench.load import machine
from bench.vocabulary import LANGUAGES
from discussion.anchoring import Text, anchor_at, carry

RESULTS = Path(__file__).resolve().parent / "results" / "anchors.json"
SURVIVES, NEARLY = 0.5, 0.4
RIGHT, WRONG = 0.9, 0.5  # of the letters that the place found and the right one have together, those in both
NEW_IDS = 1_000_000
LONGEST_WORD = 24  # that it is between two others does not tear them apart
CUT_OFFS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
PASSAGES = 15  # of one article and one edit
SEEDS = range(41000, 41028)  # articles of each language, each edited in three ways; none that carry() was tuned on
WAYS = {  # how the blocks are named afterwards
    "ids as the site gives them": "matched",
    "ids mixed up": "mixed",
}
TIMED = 1000


def main():
    chosen = [case for seed in SEEDS for case in all_cases(seed)]
    result = {"machine": machine(), "passages": len(chosen)}
    result["exact match alone"] = shares(verdict(exact_match(case), case, "kept") for case in chosen)
    result |= {way: shares(judged(chosen, ids)) for way, ids in WAYS.items()}
    for name in (*EDITS, *LANGUAGES):
        some = [case for case in chosen if name in (case.edit, case.language)]
        result[name] = shares(judged(some, "matched"))
    result |= {f"cut-off {cut}": shares(judged(chosen, "matched", cut_off=cut)) for cut in CUT_OFFS}
    result["seconds for 1,000 anchors"] = round(seconds(), 2)
    result["seconds for one in the worst text"] = round(worst_seconds(), 2)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print_table(result)


def all_cases(seed, passages=PASSAGES):
    return [case for language in LANGUAGES for edit in EDITS for case in cases(language, edit, seed, passages)]


def judged(chosen, ids, **options):
    for case in chosen:
        found = carry(case.anchor, case.texts[ids], before=case.before, **options)
        yield verdict(found, case, ids)


def exact_match(case):
    """As a search for the words would have it: the first place in its own block, else the first anywhere."""
    texts, quote = case.texts["kept"], case.anchor.quote
    for text in sorted(texts, key=lambda text: text.id != case.anchor.block):
        if (start := text.words.find(quote)) >= 0:
            return anchor_at(text, start, start + len(quote))
    return None


def shares(verdicts):
    """Percents of the passages that survive; how many were wrong, in all and of those that are gone."""
    counts = Counter(verdicts)
    surviving = sum(counts[name] for name in ("right", "near", "orphaned", "wrong"))
    percents = {name: round(100 * counts[name] / surviving, 2) for name in ("right", "near", "orphaned", "wrong")}
    wrong = counts["wrong"] + counts["invented"]
    return {"surviving": surviving, **percents, "wrong in all": wrong, "nearly half": counts["nearly half"]}


def seconds():
    chosen = list(cases("English", "medium", 7, TIMED))
    start = time.perf_counter()
    for case in chosen:
        carry(case.anchor, case.texts["kept"], before=case.before)
    return time.perf_counter() - start


def monotonous(char):
    """500 blocks of hardly any but one character, one of them very long, and a long passage of it: nothing is worse."""
    before = [Text(id, char * 40) for id in range(500)] + [Text(999, char * (10_000 // len(char)))]
    after = [Text(text.id + 1000, text.words + "b") for text in before]
    return before, after, anchor_at(before[-1], 3000, 5000)


def worst_seconds():
    times = []
    for char in ("a", "字", "a ", "🙂"):
        before, after, kept = monotonous(char)
        start = time.perf_counter()
        carry(kept, after, before=before)
        times.append(time.perf_counter() - start)
    return max(times)


def print_table(result):
    columns = ("surviving", "right", "near", "orphaned", "wrong", "wrong in all", "nearly half")
    print(f"{'':34}" + "".join(f"{name:>14}" for name in columns))
    for name, value in result.items():
        cells = "".join(f"{value[column]:>14}" for column in columns) if isinstance(value, dict) else f"{value:>14}"
        print(f"{name:34}{cells}")


def cases(language, edit, seed, passages):
    """Of one article and one edit: each passage with where it is afterwards."""
    article = Article(language, seed)
    before = article.blocks()
    chosen = [choose(article.random, before, language) for _ in range(passages)]
    EDITS[edit](article)
    after = article.blocks()
    now = {identity: (block, at) for block, chars in enumerate(after) for at, (_, identity) in enumerate(chars)}
    was = {identity: block for block, chars in enumerate(before) for _, identity in chars}
    texts = {ids: texts_with(ids, after, was, len(before), article.random) for ids in ("kept", "mixed")}
    old = [Text(block, said(chars)) for block, chars in enumerate(before)]
    texts["matched"] = named_by_the_site(old, [said(chars) for chars in after])
    for block, start, end in chosen:
        anchor = anchor_at(old[block], start, end)
        passage = letters(before[block][start:end])
        copied = [article.copies.get(identity) for identity in passage]
        yield SimpleNamespace(
            anchor=anchor,
            truth=truth(passage, now) or truth(copied, now),
            rest=truth(passage, now, NEARLY) or truth(copied, now, NEARLY),
            texts=texts,
            before=old,
            language=language,
            edit=edit,
        )


def named_by_the_site(old, new):
    ids = match([(text.id, text.words) for text in old], new, len(old))
    return [Text(*named) for named in zip(ids, new, strict=True)]


def said(chars):
    return "".join(char for char, _ in chars)


def choose(rng, blocks, language):
    """A few words, one, a sentence or two, or a whole paragraph, as readers mark them."""
    while True:
        block = rng.randrange(len(blocks))
        words = said(blocks[block])
        start, end = span(rng, words, not LANGUAGES[language].space)
        if end - start >= 2 and not words[start].isspace() and not words[end - 1].isspace():
            return block, start, end


def span(rng, words, spaceless):
    kind = rng.choices(("word", "phrase", "sentence", "sentences", "block"), (1, 6, 6, 3, 1))[0]
    if kind == "block":
        return 0, len(words)
    if kind in ("word", "phrase"):
        edges = list(range(len(words) + 1)) if spaceless else edges_of(words, lambda char: char.isspace())
        length = rng.randint(2, 3) if spaceless and kind == "word" else 1 if kind == "word" else rng.randint(2, 14)
        length *= 2 if spaceless and kind == "phrase" else 1
    else:
        edges = edges_of(words, lambda char: char in ".?!。？！؟…")
        length = 1 if kind == "sentence" else 2
    first = rng.randrange(len(edges))
    start, end = edges[first], edges[min(first + length, len(edges) - 1)]
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end


def edges_of(words, ends):
    return sorted({0, len(words), *(place + 1 for place, char in enumerate(words) if ends(char))})


def letters(chars):
    """The identities of those that say something; of signs, where there are only signs."""
    return [identity for char, identity in chars if char.isalnum()] or [id for char, id in chars if not char.isspace()]


def truth(passage, now, least=SURVIVES):
    """(block, start, end) of what is left of it, or None."""
    places = sorted(now[identity] for identity in passage if identity in now)
    if len(places) < least * len(passage):
        return None
    together = [[places[0]]]
    for place in places[1:]:
        block, at = together[-1][-1]
        if place[0] != block or place[1] - at > max(LONGEST_WORD, len(passage)):
            together.append([])
        together[-1].append(place)
    most = max(together, key=len)
    return (most[0][0], most[0][1], most[-1][1] + 1) if len(most) >= least * len(passage) else None


def texts_with(ids, after, was, blocks, rng):
    """As a perfect matching of blocks would name them, or the right names at the wrong blocks."""
    common = Counter((at, was[identity]) for at, chars in enumerate(after) for _, identity in chars if identity in was)
    names = {}
    for (at, block), _ in common.most_common():
        if at not in names and block not in names.values():
            names[at] = block
    if ids == "mixed":
        order = list(names.values())
        rng.shuffle(order)
        names = dict(zip(names, order, strict=True))
    return [Text(names.get(at, NEW_IDS + at), said(chars)) for at, chars in enumerate(after)]


def verdict(found, case, ids):
    """right, near, wrong, orphaned; of a passage that is gone: gone, or invented where it was found all the same."""
    if not case.truth:
        rest = found and case.rest and likeness(found, case.rest, case.texts[ids]) >= RIGHT
        return "nearly half" if rest else "invented" if found else "gone"
    if not found:
        return "orphaned"
    like = likeness(found, case.truth, case.texts[ids])
    return "right" if like >= RIGHT else "near" if like >= WRONG else "wrong"


def likeness(found, place, texts):
    block, start, end = place
    if found.block != texts[block].id:
        return 0
    words = texts[block].words
    both = said_in(words, max(start, found.start), min(end, found.end))
    return both / said_in(words, min(start, found.start), max(end, found.end))


def said_in(words, start, end):
    """How many letters; a sign at the end of a place is nothing that a reader would miss."""
    return sum(map(str.isalnum, words[start:end])) or (0.1 if start < end and words[start:end].strip() else 0)


if __name__ == "__main__":
    main()
