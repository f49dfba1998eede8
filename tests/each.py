"""One test for many files: a test of its own for each takes longer than what it looks at."""

from collections.abc import Callable, Sequence
from pathlib import Path


def for_each(paths: Sequence[Path], below: Path) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Each file goes through the test; those that fail are named together, by their place ``below``."""

    def of_all(test: Callable[[Path], None]) -> Callable[[], None]:
        def one_test() -> None:
            assert paths
            wrong = {}
            for path in paths:
                try:
                    test(path)
                except AssertionError as error:
                    wrong[str(path.relative_to(below))] = str(error)
            assert wrong == {}

        one_test.__name__, one_test.__doc__ = test.__name__, test.__doc__
        return one_test

    return of_all
