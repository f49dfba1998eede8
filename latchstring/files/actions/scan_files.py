"""Have every version that waits scanned; what is found is held back and told, the rest is offered."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.files import blobs, clamd, emails
from latchstring.files.claims import claimed
from latchstring.files.filing import entry_of
from latchstring.files.models import OFFERED, Document, Scan, Version
from latchstring.files.refusals import FileRefusal
from latchstring.kernel import clock
from latchstring.policy.actor import system_actor

log = logging.getLogger(__name__)


def scan_files() -> None:
    """Stops where the scanner is away: they wait until it is back. Without a scanner nothing waits."""
    for version in claimed(Q(scan=Scan.WAITING)):
        try:
            verdict = _verdict_on(version)
        except clamd.ScannerAway as error:
            log.warning("The virus scanner does not answer: %s", error)
            return
        except FileRefusal as error:
            log.warning("A file can't be scanned: %s", error)
            continue
        _settle(version, verdict)


def _verdict_on(version: Version) -> clamd.Verdict | None:
    """None where the scanner was switched off meanwhile."""
    return clamd.scan(blobs.read(version.key_id, version.place, version.size)) if settings.CLAMD else None


@transaction.atomic
def _settle(version: Version, verdict: clamd.Verdict | None) -> None:
    document = Document.objects.select_for_update(of=("self",)).select_related("client").get(pk=version.document_id)
    finding = verdict.finding if verdict else ""
    unscanned = verdict is None or verdict.too_large
    scan = Scan.INFECTED if finding else Scan.UNSCANNED if unscanned else Scan.CLEAN
    note = _("Too large for the virus scanner.") if verdict and verdict.too_large else finding
    Version.objects.filter(pk=version.pk).update(scan=scan, scanned_at=clock.now(), finding=note)
    if scan in OFFERED:
        newest = Version.objects.filter(document=document, scan__in=OFFERED).latest("number")
        Document.objects.filter(pk=document.pk).update(current=newest)
        return
    record(system_actor(version.firm_id), Name.FILE_QUARANTINED, entry_of(system_actor(version.firm_id), document))
    emails.tell_team_of_virus(document, finding)
