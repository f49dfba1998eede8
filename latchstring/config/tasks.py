"""What the worker is woken for. A task only says "look now"; the rows know what there is to do."""

from django.conf import settings
from django.db import connection
from django.tasks import task

from latchstring.accounts.actions import check_domains as domains
from latchstring.accounts.actions import tell_of_alerts as alerts
from latchstring.accounts.actions.forget_api_answers import forget_api_answers
from latchstring.accounts.actions.forget_sessions import forget_sessions
from latchstring.accounts.actions.forget_tries import forget_tries
from latchstring.audit import chain
from latchstring.clients.bulk import run as bulk
from latchstring.clients.importing import run as importing
from latchstring.config.turns import one_at_a_time
from latchstring.files.actions.preview_files import preview_files
from latchstring.files.actions.rotate_keys import seal_again
from latchstring.files.actions.scan_files import scan_files
from latchstring.files.actions.sweep import sweep as sweep_files
from latchstring.kernel.wake import MAIL, wake
from latchstring.mail.actions import collect_bounces as bounces
from latchstring.mail.delivery import deliver_due, settle_ended
from latchstring.portals import project
from latchstring.portals.actions import answer_forgotten as forgotten
from latchstring.portals.actions import follow_names as names
from latchstring.portals.actions import open_batches as batches
from latchstring.portals.actions import suspend_dormant as dormant
from latchstring.portals.actions import tell_of_ends as ending
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.refresh import refresh_due
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.actions.retry_full import retry_full
from latchstring.reviews.actions.propose_due import propose_due
from latchstring.reviews.run import review_due

EVERYTHING = (
    "open_batches", "answer_forgotten", "deliver_urgent", "deliver", "settle", "run_imports", "change_clients",
    "follow_names", "look_at_files", "tell_of_alerts", "check_domains", "propose_reviews", "review", "collect_bounces",
    "remind", "suspend_dormant", "tell_of_ends",
)  # fmt: skip


@task(queue_name=MAIL)
@one_at_a_time
def deliver() -> None:
    """Hand due emails to the mail server; those about access that has ended are taken back before any leave.

    Where there is one writer at a time, whoever sends settles too; else that is done beside it.
    """
    end_due()
    deliver_due(settle=project.outcomes if connection.vendor == "sqlite" else None)


@task(queue_name=MAIL)
@one_at_a_time
def deliver_urgent() -> None:
    """Codes and one-time links have a lane of their own, whatever the other one is busy with."""
    deliver_due(settle=project.outcomes, urgent_only=True)


@task
@one_at_a_time
def settle() -> None:
    """Carry over to the people what became of their emails."""
    settle_ended(project.outcomes)


@task
@one_at_a_time
def open_batches() -> None:
    """Turn due batches into invites and emails."""
    batches.open_batches()
    wake("deliver")


@task
@one_at_a_time
def remind() -> None:
    """Remind those whose invites wait."""
    remind_due()


@task
@one_at_a_time
def suspend_dormant() -> None:
    """Warn and suspend those who have not logged in for long."""
    dormant.suspend_dormant()


@task
@one_at_a_time
def tell_of_ends() -> None:
    """Tell those whose access ends soon."""
    ending.tell_of_ends()


@task
@one_at_a_time
def run_imports() -> None:
    """Apply the imports that were confirmed."""
    importing.run_imports()


@task
@one_at_a_time
def change_clients() -> None:
    """Go on with the changes to many clients."""
    bulk.change_clients()


@task
@one_at_a_time
def answer_forgotten() -> None:
    """Mail reset links to those who have forgotten a password."""
    forgotten.answer_forgotten()


@task
def follow_names() -> None:
    """Sort people by the new names of their clients."""
    names.follow_names()


@task
def tell_of_alerts() -> None:
    """Email firms whose sending was stopped."""
    alerts.tell_of_alerts()


@task
@one_at_a_time
def check_domains() -> None:
    """Ask the name servers about the domains that were not asked about today."""
    domains.check_domains()


@task
def propose_reviews() -> None:
    """Propose a review of who has access where the last one is a quarter ago."""
    propose_due()


@task
@one_at_a_time
def review() -> None:
    """Go on with reviews of who has access."""
    review_due()


@task
@one_at_a_time
def look_at_files() -> None:
    """Scan new files, then draw their previews."""
    scan_files()
    preview_files()


@task
@one_at_a_time
def clear_files() -> None:
    """Remove files that are past their time, go on with a change of keys, and forget what is over."""
    sweep_files()
    for _ in seal_again():
        pass
    forget_sessions()
    forget_tries()
    forget_api_answers()


@task
@one_at_a_time
def collect_bounces() -> None:
    """Look through the mailbox that bounces go to; what came back from full mailboxes may be tried again."""
    bounces.collect_bounces(settings.BOUNCE_MAILBOX)
    retry_full()


@task
def sweep() -> None:
    """Once a minute: look at everything, so that a lost wake-up costs a minute and nothing else."""
    for name in EVERYTHING:
        wake(name)
    chain.seal_all()
    refresh_due()
