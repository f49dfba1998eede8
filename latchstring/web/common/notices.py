"""One sentence about something that was done, shown once on the next page, with one thing to do at most."""

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, sentence: str, undo_url: str | None = None, activity_url: str | None = None) -> None:
    """Say it in the past tense: “Invite sent to Luis Delgado”. ``undo_url`` takes a POST, ``activity_url`` a GET."""
    if activity_url:
        messages.info(request, sentence, extra_tags=activity_url)
    else:
        messages.success(request, sentence, extra_tags=undo_url or "")
