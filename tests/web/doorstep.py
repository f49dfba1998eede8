"""What people bring to the door: a link from an email, a password, a code."""

import re

from django.test import Client as Browser

from latchstring.accounts.logins import add_login, hashed
from latchstring.accounts.models import User
from latchstring.clients.models import Client
from latchstring.mail.links import mint
from latchstring.mail.models import Message
from latchstring.policy.actor import Actor
from latchstring.portals.actions.accept_new import accept_new
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Invite, PortalUser

PASSWORD = "a kettle on the stove"
CARLA = "carla@acme.example"


def sent_token(actor: Actor, client: Client, email: str = CARLA, name: str = "Carla Acme", message: str = "") -> str:
    """Invite somebody and read the token that leaves with the email."""
    invite(actor, client, people=[Invitee(email, name)], message=message)
    return token_of(email)


def token_of(email: str) -> str:
    """A link for the newest invite of this address, as delivery makes one when it hands the email over."""
    message = Invite.objects.filter(address=email).order_by("-id").first().message
    [path] = mint([message]).values()
    return path.removeprefix("/i/").rstrip("/").rstrip("/")


def make_login(email: str, name: str = "", password: str | None = PASSWORD) -> User:
    return add_login(email=email, name=name, password_hash=hashed(password, email=email, name=name))


def let_in(actor: Actor, client: Client, email: str = CARLA, name: str = "Carla Acme") -> PortalUser:
    """Somebody who was invited and has accepted with PASSWORD."""
    accept_new(sent_token(actor, client, email, name), firm=client.firm, name=name, password=PASSWORD)
    return PortalUser.objects.get(address=email)


def log_in(browser: Browser, email: str = CARLA, password: str = PASSWORD, **more):
    return browser.post("/login/", {"email": email, "password": password, **more})


def logged_in_as(browser: Browser) -> User | None:
    key = browser.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def mailed_code(email: str = CARLA) -> str:
    """The six digits of the newest login code, as the outbox holds them until they leave."""
    message = Message.objects.filter(kind="login-code", to_address=email).order_by("-id").first()
    code = message.fields["code"]
    assert re.fullmatch(r"[0-9]{6}", code)
    return code


def ask_code(browser: Browser, email: str = CARLA, **more):
    return browser.post("/login/code/", {"email": email, **more})


def enter_code(browser: Browser, code: str, **more):
    return browser.post("/login/code/confirm/", {"code": code, **more})
