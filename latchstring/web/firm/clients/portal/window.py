"""The Client Portal window: one component for every page that lets somebody in."""

from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from latchstring.clients.models import Client
from latchstring.mail.models import Template
from latchstring.mail.words import FIELDS
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actions.invite import Invitee, Outcome
from latchstring.portals.ends import NO_LIMITS
from latchstring.portals.queries.templates import templates_for
from latchstring.portals.refusals import Refusal
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.people import Person, linked_people, people_of
from latchstring.web.firm.clients.portal.forms import MessageForm, NewcomerForm
from latchstring.web.firm.clients.portal.limits import InviteLimitsForm
from latchstring.web.firm.clients.portal.lines import Line, fresh, posted
from latchstring.web.firm.clients.portal.outcome import refusal
from latchstring.web.firm.clients.portal.purpose import Purpose

MANY = 12


@dataclass(slots=True)
class Window:
    """Drawn by ``firm/clients/_portal_window.html``. A page opens or reads it; once it has been read
    and ``wants_sending``, it calls ``send``, else ``prepare``; both say whether that went well."""

    actor: Actor
    client: Client
    purpose: Purpose
    data: QueryDict
    lines: list[Line]
    message: MessageForm
    newcomer: NewcomerForm
    limits: InviteLimitsForm | None
    templates: list[Template]
    error: str = ""
    outcome: Outcome = field(default_factory=Outcome)

    fields = tuple(FIELDS)

    @classmethod
    def opened(cls, request: Request, client: Client, purpose: Purpose) -> Self:
        """A fresh window; the address may name who is ticked already (``?to=KEY``)."""
        lines = fresh(_people(request.actor, client), request.GET.getlist("to"))
        window = cls._of(request, client, purpose, lines, None)
        if client.inactive_at:
            window.error = _("This client is inactive. Restore it first.")
        return window

    @classmethod
    def read(cls, request: Request, client: Client, purpose: Purpose) -> Self:
        """The window as it was posted."""
        lines = posted(_people(request.actor, client), request.POST)
        return cls._of(request, client, purpose, lines, request.POST)

    @classmethod
    def _of(
        cls, request: Request, client: Client, purpose: Purpose, lines: list[Line], typed: QueryDict | None
    ) -> Self:
        actor = request.actor
        newcomer = NewcomerForm(typed, actor=actor, lines=lines)
        data = typed if typed is not None else QueryDict()
        may_limit = actor.may(Action.ACCESS_CHANGE, client=client)
        limits = InviteLimitsForm(typed, firm=request.firm) if may_limit else None
        templates = templates_for(actor, "invite", *(["file-shared"] if purpose.items else []))
        return cls(actor, client, purpose, data, lines, MessageForm(typed), newcomer, limits, templates)

    @property
    def has_many(self) -> bool:
        """More than can be looked over without narrowing them down."""
        return len(self.lines) > MANY

    @property
    def people(self) -> list[Invitee]:
        return [] if self._alone else [line.invitee() for line in self.lines if line.ticked]

    @property
    def _alone(self) -> bool:
        return self.purpose.can_go_alone and "alone" in self.data

    @property
    def wants_sending(self) -> bool:
        return "add" not in self.data and "template" not in self.data

    def prepare(self) -> bool:
        """What the buttons inside the window do where no script does it: Add, and choosing a template."""
        if "add" in self.data:
            return self._add()
        chosen = next((each for each in self.templates if str(each.pk) == self.data["template"]), None)
        if chosen:
            self.message = MessageForm({"personal": True, "message": chosen.body})
        self.newcomer = NewcomerForm(actor=self.actor, lines=self.lines, initial=self.newcomer.typed)
        return True

    def send(self) -> bool:
        """Invite everybody ticked and send what goes along, or say what is wrong; ``outcome`` is what came of it."""
        if not self._is_valid():
            return False
        try:
            self.outcome = self.purpose.send(
                self.people, self.message.note, self.limits.limits if self.limits else NO_LIMITS
            )
        except Refusal as error:
            self.error = str(error)
        else:
            self.error = "" if self.purpose.items else refusal(self.outcome)
        return not self.error

    def _is_valid(self) -> bool:
        """Somebody typed and not added yet counts as added: nothing typed is lost."""
        added = self._add() if any(self.newcomer.typed.values()) else True
        if added:
            self.newcomer = NewcomerForm(actor=self.actor, lines=self.lines)
        for line in self.lines:
            line.check()
        right = self.message.is_valid() and added and not any(line.error for line in self.lines)
        right = right and (self.limits is None or self.limits.right)
        if not right:
            self.error = _("Something here needs another look. It is marked below.")
        elif self.purpose.nothing_chosen:
            self.error = _("Tick at least one file.")
        elif not self.people and self.purpose.needs_somebody and not self._alone:
            self.error = _("Tick at least one person, or add another person.")
        return not self.error

    def _add(self) -> bool:
        """Take the typed newcomer into the list, ticked."""
        if not self.newcomer.is_valid():
            return False
        self.lines.append(self.newcomer.line())
        self.newcomer = NewcomerForm(actor=self.actor, lines=self.lines)
        return True


def _people(actor: Actor, client: Client) -> list[Person]:
    """The client's own people, then those of linked clients."""
    return [*people_of(actor, client), *linked_people(actor, client)]
