"""The help: all topics with a search, and one topic."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.text import clean_line
from portal.help.topic import Audience, Topic, audience_of
from portal.help.topics import find_topics, topic_at, topics_for
from sharing.http import ViewerRequest

MAX_QUESTION_LENGTH = 100  # characters
MAX_FOUND = 12


@require_safe
def index(request: ViewerRequest) -> HttpResponse:
    """Show the topics for the viewer first, then those for others; or what fits the question in `q`."""
    own = audience_of(request.viewer)
    question = clean_line(request.GET.get("q", "")[:MAX_QUESTION_LENGTH])
    mine = list(dict.fromkeys((own, Audience.READER)))
    context = {
        "question": question,
        "found": find_topics(question, own)[:MAX_FOUND],
        "mine": [(audience, topics_for(audience)) for audience in mine],
        "others": [(audience, topics_for(audience)) for audience in Audience if audience not in mine],
    }
    return render(request, "help/index.html", context)


@require_safe
def topic(request: ViewerRequest, slug: str) -> HttpResponse:
    """Show one topic. Raise NotFound."""
    shown = topic_at(slug)
    neighbours = [other for other in topics_for(shown.audience) if other != shown]
    context = {"topic": shown, "screen_url": _screen_url(request, shown), "neighbours": neighbours}
    return render(request, "help/topic.html", context)


def _screen_url(request: ViewerRequest, shown: Topic) -> str:
    """Return the address of the screen that the topic is about, if the viewer can open it."""
    viewer = request.viewer
    may_open = {
        Audience.LIBRARIAN: viewer.is_staff,
        Audience.OFFICER: viewer.signs_for is not None,
        Audience.ADMINISTRATOR: viewer.is_node_admin,
    }.get(shown.audience, True)
    return reverse(shown.screen) if shown.screen and may_open else ""
