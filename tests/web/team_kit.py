"""What the tests of the team share."""

from django.urls import reverse

TEAM = "/settings/team/"
SETS = "/settings/permissions/"
LICENCES = "/settings/licences/"


def url(name, member):
    return reverse(f"team-{name}", args=[member.pk])


def typed(member, **fields):
    now = {"name": member.name, "title": member.title, "role": member.role, "seats": ["files", "esign"]}
    return {key: value for key, value in (now | fields).items() if value is not None}
