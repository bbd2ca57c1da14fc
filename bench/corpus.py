"""A seeded catalogue: records of Vietnamese and English words with a Zipf distribution, opened to groups."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from access import labels
from access.actions import Action
from access.policy import AccessFacts, AccessFilter
from repository.collation import sort_key
from search.document import ResourceDocument

SYLLABLES, ENGLISH = (line.split() for line in (Path(__file__).parent / "words.txt").read_text().splitlines())
SUBJECTS = ("toan", "ngu-van", "khtn", "lich-su-dia-li", "tin-hoc", "cong-nghe", "am-nhac", "mi-thuat")
KINDS = ("book", "textbook", "lesson", "worksheet", "video")
GROUPS = 10_000
HEADINGS = 2_000
NOW = datetime(2026, 9, 1, tzinfo=UTC)
WORDS = [*SYLLABLES, *ENGLISH]
# Zipf's law: the tenth word is a tenth as frequent as the first.
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))


def documents(count: int) -> Iterator[ResourceDocument]:
    """Yield the same `count` records at every call: a fifth are open to everyone, the others to one to three groups."""
    chance = random.Random(2018)
    words = WORDS[:]
    chance.shuffle(words)
    for number in range(count):
        yield _document(number, chance, words)


def queries(count: int) -> list[str]:
    """Return pairs of adjacent words from the text of some record, half of them typed without tone marks."""
    from repository.spelling import fold

    found: list[str] = []
    for number, document in enumerate(documents(count * 50)):
        if number % 50 == 0:
            pair = " ".join(document.texts[0].split()[3:5])
            found.append(fold(pair) if len(found) % 2 else pair)
    return found


def keys(count: int) -> AccessFilter:
    """Return the filter of a member of so many groups."""
    chance = random.Random(count)
    groups = chance.sample(range(GROUPS), count - 1)
    opened = {labels.opened(Action.DISCOVER, labels.group_audience(group)) for group in groups}
    return AccessFilter(frozenset(opened | {labels.opened(Action.DISCOVER, labels.EVERYONE)}), frozenset(), NOW)


def _document(number: int, chance: random.Random, words: list[str]) -> ResourceDocument:
    title = " ".join(_words(chance, words, 5)).capitalize()
    author = " ".join(_words(chance, words, 3)).title()
    return ResourceDocument(
        key=f"{number:08d}-0000-4000-8000-000000000000",
        revision=1,
        facts=AccessFacts(_labels(chance), True, None, None),
        title=title,
        created=NOW - timedelta(minutes=number),
        edition=number,
        names=(author,),
        credits=(author,),
        headings=(f"Đề mục {number % HEADINGS}",),
        texts=(" ".join(_words(chance, words, 33)),),
        sort_title=sort_key(title),
        subjects=(chance.choice(SUBJECTS),),
        grades=(str(chance.randint(1, 12)),),
        kind=chance.choice(KINDS),
        school=f"truong-{chance.randint(1, 1000)}",
        languages=("vi",),
    )


def _words(chance: random.Random, words: list[str], count: int) -> list[str]:
    return chance.choices(words, cum_weights=WEIGHTS, k=count)


def _labels(chance: random.Random) -> frozenset[str]:
    if chance.random() < 0.2:
        return frozenset({labels.opened(Action.DISCOVER, labels.EVERYONE)})
    groups = (labels.group_audience(chance.randrange(GROUPS)) for _ in range(chance.randint(1, 3)))
    return frozenset(labels.opened(Action.DISCOVER, group) for group in groups)
