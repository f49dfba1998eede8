"""The worker has been asked to stop: long verbs look here between two pieces of work."""

from threading import Event

requested = Event()
