"""All topics of the help: by address, by audience, and by words."""

from accounts.errors import NotFound
from portal.help import (
    cataloguing,
    classroom,
    copies,
    copying,
    counter,
    finding,
    importing,
    lessons,
    offices,
    sharing,
    uploading,
)
from portal.help.topic import Audience, Topic
from repository.letters import has_words, plain

TOPICS: dict[str, Topic] = {
    topic.slug: topic
    for topic in (
        *finding.TOPICS,
        *classroom.TOPICS,
        *uploading.TOPICS,
        *cataloguing.TOPICS,
        *copying.TOPICS,
        *copies.TOPICS,
        *counter.TOPICS,
        *importing.TOPICS,
        *lessons.TOPICS,
        *sharing.TOPICS,
        *offices.TOPICS,
    )
}
# The weight of a word in the title and in the text: the whole word, and the beginning of one.
WHOLE, BEGINNING = (8, 4), (2, 1)
# Words of questions that say nothing of their subject, plain: làm sao để, thế nào, vì sao, là, tôi, how do I.
FILLERS = frozenset(
    {"lam", "sao", "de", "the", "nao", "vi", "la", "toi", "minh", "cach", "phai", "thi"}
    | {"a", "an", "can", "do", "how", "i", "is", "my", "to", "what", "why"}
)


def topic_at(slug: str) -> Topic:
    """Return the topic at this address. Raise NotFound."""
    if slug not in TOPICS:
        raise NotFound
    return TOPICS[slug]


def topics_for(audience: Audience) -> list[Topic]:
    """Return the topics of an audience in their order."""
    return [topic for topic in TOPICS.values() if topic.audience == audience]


def find_topics(question: str, audience: Audience) -> list[Topic]:
    """Return the topics with the words of a question, best first, and of equal ones those of the audience first.

    Topics with all words are returned alone; if there are none, those with at least half of them. A word that few
    topics have counts more than one that many have.
    """
    asked = plain(question).split()
    words = [word for word in asked if word not in FILLERS] or asked
    weighed = [(topic, _weights(topic, words)) for topic in TOPICS.values()]
    spread = [sum(weights[place] for _topic, weights in weighed) for place in range(len(words))]
    whole = [pair for pair in weighed if words and all(pair[1])]
    half = [pair for pair in weighed if words and 2 * sum(map(bool, pair[1])) >= len(words)]

    def order(pair: tuple[Topic, list[int]]) -> tuple[float, bool]:
        score = sum(weight / total for weight, total in zip(pair[1], spread, strict=True) if total)
        return -score, pair[0].audience != audience

    return [topic for topic, _weights in sorted(whole or half, key=order)]


def _weights(topic: Topic, words: list[str]) -> list[int]:
    """Return the weight of each word in the topic, 0 where no word of it begins so."""
    texts = (plain(str(topic.title)), plain(topic.text))
    return [max(_weight(text, word, place) for place, text in enumerate(texts)) for word in words]


def _weight(text: str, word: str, place: int) -> int:
    if word in text.split():
        return WHOLE[place]
    return BEGINNING[place] if has_words(text, word) else 0
