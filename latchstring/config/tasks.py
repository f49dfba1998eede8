"""What the worker is woken for. A task only says "look now"; the rows know what there is to do."""

from collections.abc import Callable
from threading import Event, Lock

from django.conf import settings
from django.db import connection
from django.tasks import task

from latchstring.accounts.actions.check_domains import check_domains as check_due_domains
from latchstring.accounts.actions.forget_sessions import forget_sessions
from latchstring.accounts.actions.forget_tries import forget_tries
from latchstring.accounts.actions.tell_of_alerts import tell_of_alerts as tell_firms_of_alerts
from latchstring.audit import chain
from latchstring.clients.bulk.run import change_clients as change_many_clients
from latchstring.clients.importing.run import run_imports as run_due_imports
from latchstring.files.actions.preview_files import preview_files
from latchstring.files.actions.rotate_keys import seal_again
from latchstring.files.actions.scan_files import scan_files
from latchstring.files.actions.sweep import sweep as sweep_files
from latchstring.kernel.wake import MAIL, wake
from latchstring.mail.actions.collect_bounces import collect_bounces as collect_from
from latchstring.mail.delivery import deliver_due, settle_ended
from latchstring.portals import project
from latchstring.portals.actions.answer_forgotten import answer_forgotten as answer_all_forgotten
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.follow_names import follow_names as follow_new_names
from latchstring.portals.actions.open_batches import open_batches as open_due_batches
from latchstring.portals.actions.refresh import refresh_due
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.actions.retry_full import retry_full
from latchstring.portals.actions.suspend_dormant import suspend_dormant as suspend_all_dormant
from latchstring.reviews.actions.propose_due import propose_due
from latchstring.reviews.run import review_due


class OneAtATime:
    """Runs a verb in one thread of this process; whoever comes meanwhile makes it look once more."""

    def __init__(self, verb: Callable[[], object]) -> None:
        self.verb = verb
        self.again = Event()
        self.lock = Lock()

    def __call__(self) -> None:
        self.again.set()
        while self.again.is_set() and self.lock.acquire(blocking=False):
            try:
                self.again.clear()
                self.verb()
            finally:
                self.lock.release()


def deliver_what_still_holds() -> None:
    """Emails about access that has ended are taken back before any leave.

    Where there is one writer at a time, whoever sends settles too; else that is done beside it.
    """
    end_due()
    deliver_due(settle=project.outcomes if connection.vendor == "sqlite" else None)


def settle_outcomes() -> None:
    settle_ended(project.outcomes)


def deliver_codes() -> None:
    """Codes and one-time links have a lane of their own, whatever the other one is busy with."""
    deliver_due(settle=project.outcomes, urgent_only=True)


def clear_files_due() -> None:
    sweep_files()
    for _ in seal_again():
        pass
    forget_sessions()
    forget_tries()


def collect_and_try_again() -> None:
    """What comes back from full mailboxes may be tried again."""
    collect_from(settings.BOUNCE_MAILBOX)
    retry_full()


EVERYTHING = (
    "open_batches", "answer_forgotten", "deliver_urgent", "deliver", "settle", "run_imports", "change_clients",
    "follow_names", "look_at_files", "tell_of_alerts", "check_domains", "propose_reviews", "review", "collect_bounces",
    "remind", "suspend_dormant",
)  # fmt: skip

_deliver = OneAtATime(deliver_what_still_holds)
_deliver_urgent = OneAtATime(deliver_codes)
_settle = OneAtATime(settle_outcomes)
_open_batches = OneAtATime(open_due_batches)
_remind = OneAtATime(remind_due)
_suspend_dormant = OneAtATime(suspend_all_dormant)
_answer_forgotten = OneAtATime(answer_all_forgotten)
_run_imports = OneAtATime(run_due_imports)
_change_clients = OneAtATime(change_many_clients)
_scan_files = OneAtATime(scan_files)
_preview_files = OneAtATime(preview_files)
_clear_files = OneAtATime(clear_files_due)
_collect_bounces = OneAtATime(collect_and_try_again)
_check_domains = OneAtATime(check_due_domains)
_review = OneAtATime(review_due)


@task(queue_name=MAIL)
def deliver() -> None:
    """Hand due emails to the mail server."""
    _deliver()


@task(queue_name=MAIL)
def deliver_urgent() -> None:
    """Hand codes and one-time links to the mail server."""
    _deliver_urgent()


@task
def settle() -> None:
    """Carry over to the people what became of their emails."""
    _settle()


@task
def open_batches() -> None:
    """Turn due batches into invites and emails."""
    _open_batches()
    wake("deliver")


@task
def remind() -> None:
    """Remind those whose invites wait."""
    _remind()


@task
def suspend_dormant() -> None:
    """Warn and suspend those who have not logged in for long."""
    _suspend_dormant()


@task
def run_imports() -> None:
    """Apply the imports that were confirmed."""
    _run_imports()


@task
def change_clients() -> None:
    """Go on with the changes to many clients."""
    _change_clients()


@task
def answer_forgotten() -> None:
    """Mail reset links to those who have forgotten a password."""
    _answer_forgotten()


@task
def follow_names() -> None:
    """Sort people by the new names of their clients."""
    follow_new_names()


@task
def tell_of_alerts() -> None:
    """Email firms whose sending was stopped."""
    tell_firms_of_alerts()


@task
def check_domains() -> None:
    """Ask the name servers about the domains that were not asked about today."""
    _check_domains()


@task
def propose_reviews() -> None:
    """Propose a review of who has access where the last one is a quarter ago."""
    propose_due()


@task
def review() -> None:
    """Go on with reviews of who has access."""
    _review()


@task
def look_at_files() -> None:
    """Scan new files, then draw their previews."""
    _scan_files()
    _preview_files()


@task
def clear_files() -> None:
    """Remove files that are past their time, and go on with a change of keys."""
    _clear_files()


@task
def collect_bounces() -> None:
    """Look through the mailbox that bounces go to."""
    _collect_bounces()


@task
def sweep() -> None:
    """Once a minute: look at everything, so that a lost wake-up costs a minute and nothing else."""
    for name in EVERYTHING:
        wake(name)
    chain.seal_all()
    refresh_due()
