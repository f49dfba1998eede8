"""The team of Alder & Pike. Those with an address of the demo log in with its password."""

from django.contrib.auth.hashers import make_password

from latchstring.accounts.actions.add_member import add_member
from latchstring.accounts.actions.open_firm import open_firm
from latchstring.accounts.models import TeamMember, User
from latchstring.accounts.queries import actor_of
from latchstring.cli.demo_firm.sign_ins import OWNER, PASSWORD
from latchstring.firms.models import Branding, Firm
from latchstring.firms.set_up import STEPS
from latchstring.kernel import clock
from latchstring.policy.roles import Role

COLLEAGUES = (
    ("admin@demo.test", "Joan Whitaker", Role.ADMIN, "Office manager"),
    ("sam@demo.test", "Sam Reyes", Role.STAFF_ASSIGNED, "Tax associate"),
    ("tomas@demo.test", "Tomás Pike", Role.ADMIN, "Partner"),
    ("grace@demo.test", "Grace Okafor", Role.STAFF, "Senior accountant"),
    ("dev@demo.test", "Dev Mehta", Role.STAFF, "Accountant"),
    ("hannah@demo.test", "Hannah Lindqvist", Role.VIEWER, "Bookkeeper"),
)


def open_alder_and_pike() -> dict[str, TeamMember]:
    """The firm and its team; the members by name."""
    owner = open_firm(
        name="Alder & Pike",
        slug="alder-pike",
        time_zone="America/New_York",
        owner_name="Ruth Alder",
        owner_email=OWNER,
        password=PASSWORD,
    )
    steps = {step: None if step in {"logo", "email"} else clock.now().isoformat() for step in STEPS}
    Firm.objects.filter(pk=owner.firm_id).update(
        set_up=steps,
        phone="(207) 555-0142",
        street="14 Commercial Street, Portland, ME 04101",
        support_email="hello@demo.test",
    )
    welcome = "Welcome to Alder & Pike. What we share with you, and what you send us, is here in one place."
    Branding.objects.filter(firm=owner.firm_id).update(welcome=welcome)
    TeamMember.objects.filter(pk=owner.pk).update(title="Partner")
    actor = actor_of(owner)
    team = {owner.name: owner}
    for email, name, role, title in COLLEAGUES:
        team[name] = add_member(actor, email=email, name=name, role=role, title=title)
    User.objects.filter(memberships__in=team.values()).update(password=make_password(PASSWORD))
    return team
