"""What can't be done, as a sentence for the person who tried."""


class Refusal(Exception):
    """``str()`` is a whole sentence that says what is so and what to do."""


class BadMessage(Refusal, ValueError):
    """``unknown`` lists the braces that no field answers to."""

    def __init__(self, sentence: str, unknown: tuple[str, ...] = ()) -> None:
        self.unknown = unknown
        super().__init__(sentence)


class BadSelection(Refusal, ValueError):
    """A selection that no page of ours posts."""
