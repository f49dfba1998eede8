"""The on-screen mailbox: each email as a file, exactly as it would have left."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from latchstring.mail.bounces.answers import Answer, Stage
from latchstring.mail.servers.base import Mail


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, mails: Sequence[Mail], written: Callable[[], None]) -> Generator[tuple[Mail, Answer]]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for mail in mails:
            written()
            (self.folder / f"{mail.id}.eml").write_bytes(mail.content())
            yield mail, Answer(Stage.CONTENT, 250, "Kept on this computer.")

    def close(self) -> None:
        """Nothing is open."""
