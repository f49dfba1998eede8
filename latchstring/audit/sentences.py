"""What an event says to a person: the actor first, in the past tense."""

from latchstring.audit.models import Event
from latchstring.audit.names import Name

_SENTENCES: dict[str, str] = {
    Name.FIRM_CREATED: "{actor} set up the firm.",
    Name.FIRM_CHANGED: "{actor} changed the firm’s settings.",
    Name.MEMBER_ADDED: "{actor} added {name} to the team.",
    Name.ROLE_CHANGED: "{actor} changed the role of {name}.",
    Name.CLIENT_CREATED: "{actor} added the client {name}.",
    Name.CLIENT_CHANGED: "{actor} changed the client’s details.",
    Name.CLIENT_ACTIVATED: "{actor} made the client active.",
    Name.CLIENT_DEACTIVATED: "{actor} made the client inactive.",
    Name.CONTACT_CREATED: "{actor} added the contact {name}.",
    Name.CONTACT_CHANGED: "{actor} changed the contact {name}.",
    Name.CLIENTS_IMPORTED: "{actor} imported clients.",
    Name.CLIENTS_EXPORTED: "{actor} exported {name}.",
    Name.BATCH_STARTED: "{actor} started a bulk send.",
    Name.BATCH_PAUSED: "{actor} paused a bulk send.",
    Name.BATCH_RESUMED: "{actor} resumed a bulk send.",
    Name.BATCH_CANCELLED: "{actor} cancelled the rest of a bulk send.",
    Name.INVITE_SENT: "{actor} invited {name}.",
    Name.INVITE_RESENT: "{actor} sent the invite to {name} again.",
    Name.INVITE_DECLINED: "{name} said that the invite was not for them.",
    Name.ACCESS_GRANTED: "{actor} gave {name} access.",
    Name.ACCESS_ACCEPTED: "{name} accepted the invite.",
    Name.ACCESS_REMOVED: "{actor} removed the access of {name}.",
    Name.EMAIL_CHANGED: "{actor} changed the email of {name}.",
    Name.EMAIL_INACTIVE: "The email to {name} came back. Email inactive.",
    Name.TEMPLATE_SAVED: "{actor} saved the template {name}.",
    Name.LOGGED_IN: "{actor} logged in.",
    Name.LOGIN_FAILED: "A login failed.",
    Name.LOGGED_OUT: "{actor} logged out.",
    Name.PROFILE_CHANGED: "{actor} changed their profile.",
    Name.PASSWORD_CHANGED: "{actor} changed their password.",
}


def sentence(event: Event) -> str:
    """``detail["name"]`` names the person or thing; without one the actor stands for it."""
    pattern = _SENTENCES.get(event.name, "{actor} did something: " + event.name)
    actor = event.actor_name or "Somebody"
    return pattern.format(actor=actor, name=event.detail.get("name") or actor)
