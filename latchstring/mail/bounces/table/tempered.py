"""What a ruling about the address is worth by when and how it was said."""

from collections.abc import Mapping

from latchstring.mail.bounces.facts import Stage
from latchstring.mail.bounces.table.evidence import Evidence

_EARLY = (Stage.SENDER, Stage.CONNECTION)


def tempered(
    reason: str, evidence: Evidence, replies: Mapping[str, Mapping[str, str]], *, weak: bool
) -> tuple[str, str]:
    """The reason that counts, and what is to be added to the rule's name, if anything.

    What is said of the address before it was named can't be about it; after the content its code must agree; a host
    that was not found for now may be found later; and weak words say nothing for good where the code does not.
    """
    before = replies["before-recipient"].get(reason)
    if before and evidence.stage in _EARLY:
        return before, f" to {evidence.stage}"
    after = replies["after-content"].get(reason)
    if after and evidence.stage is Stage.CONTENT and not evidence.is_of_address:
        return after, " after the content"
    later = replies["class-4-weak" if weak else "class-4"].get(reason)
    if later and evidence.is_for_now:
        return later, f" with {evidence.status or evidence.answer}"
    return reason, ""
