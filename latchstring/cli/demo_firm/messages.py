"""The invite messages that Alder & Pike keeps as templates."""

from latchstring.policy.actor import Actor
from latchstring.portals.actions.save_template import save_template

TEMPLATES = {
    "Welcome to the portal": (
        "Hello {First name},\n\nfrom now on we share the documents of {Client name} in our client portal. "
        "There you find your returns and send us what we ask for.\n\n"
        "Setting it up takes two minutes."
    ),
    "Tax season": (
        "Hello {First name},\n\ntax season has begun. Log in to the portal of {Firm name} "
        "and add the documents of {Client name}. What you have by mid February helps us most."
    ),
    "We have moved": (
        "Hello {First name},\n\nour client portal has moved, and the old address no longer works. "
        "This invite opens the new one for {Client name}."
    ),
}


def keep_templates(actor: Actor) -> None:
    for name, body in TEMPLATES.items():
        save_template(actor, name=name, body=body)
