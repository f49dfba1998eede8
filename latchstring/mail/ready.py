"""Make claimed messages ready to leave: letters prepared, links minted, dead addresses held back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail import links, outcomes
from latchstring.mail.addresses import key_of
from latchstring.mail.claims import Claimed
from latchstring.mail.mime.prepared import Prepared, prepare
from latchstring.mail.models import Letter
from latchstring.mail.queries import inactive
from latchstring.mail.servers.base import Mail

_LETTERS_KEPT = 50


@dataclass(slots=True)
class Press:
    """What is the same for many emails, fetched once and kept for one run."""

    letters: dict[UUID, tuple[Letter, Prepared]] = field(default_factory=dict)
    base_urls: dict[UUID, str] = field(default_factory=dict)

    def mails(self, owner: UUID, claimed: Sequence[Claimed]) -> list[Mail]:
        """The emails that may leave, in order; the others have their outcome."""
        may_leave = _hold_back(owner, claimed)
        self._fetch(may_leave)
        paths = links.mint(may_leave)
        now = clock.now()
        mails = []
        for each in may_leave:
            letter, prepared = self.letters[each.letter_id]
            fields = dict(each.fields)
            if each.id in paths:
                fields["link"] = self.base_urls[each.firm_id] + paths[each.id]
            missing = prepared.names - fields.keys()
            if missing:
                outcomes.fail(each, owner, f"This email lacks {', '.join(sorted(missing))}.")
                continue
            mails.append(Mail(each.id, each.to_name, each.to_address, fields, letter, prepared, now))
        return mails

    def _fetch(self, claimed: Sequence[Claimed]) -> None:
        wanted = {each.letter_id for each in claimed} - self.letters.keys()
        if len(self.letters) > _LETTERS_KEPT and wanted:
            self.letters.clear()
            wanted = {each.letter_id for each in claimed}
        for letter in Letter.objects.filter(pk__in=wanted) if wanted else ():
            self.letters[letter.pk] = (letter, prepare(letter))
        firms = {each.firm_id for each in claimed} - self.base_urls.keys()
        for firm in Firm.objects.filter(pk__in=firms).prefetch_related("domains") if firms else ():
            self.base_urls[firm.pk] = firm.base_url


def _hold_back(owner: UUID, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Withhold what would go to addresses that have died since it was queued."""
    may_leave = []
    for firm_id in dict.fromkeys(each.firm_id for each in claimed):
        ours = [each for each in claimed if each.firm_id == firm_id]
        dead = inactive(firm_id, [key_of(each.to_address) for each in ours])
        for each in ours:
            state = dead.get(key_of(each.to_address))
            if state is None:
                may_leave.append(each)
            else:
                outcomes.withhold(each, owner, f"Email to this address came back before. {state.reason}")
    return may_leave
