"""Every row belongs to a firm, and is seen only through it."""

from django.apps import apps
from django.db import models

from latchstring.kernel.models import Owned

WITHOUT_FIRM = {"Firm", "User", "Session", "Try", "Outage", "DomainPace", "LastLook"}
THROUGH_ITS_PARENT = {"clients.SearchText", "portals.SearchText"}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("latchstring.")]


def test_every_model_belongs_to_a_firm_or_is_on_the_short_list():
    without = {
        model._meta.label
        for model in our_models()
        if model.__name__ not in WITHOUT_FIRM and not any(field.name == "firm" for field in model._meta.fields)
    }
    assert without == THROUGH_ITS_PARENT


def test_every_key_is_a_uuid_that_sorts_by_time():
    for model in our_models():
        if issubclass(model, Owned):
            assert isinstance(model._meta.pk, models.UUIDField), model


def test_a_model_shows_portal_users_nothing_until_it_says_what():
    shown = {model.__name__ for model in our_models() if issubclass(model, Owned) and "shown_to_client" in vars(model)}
    assert shown <= {"Client", "Access", "Ask", "Folder", "Document", "Version", "Upload"}


def test_a_row_of_a_client_is_scoped_to_its_team():
    """A model that points at a client must say how scoped staff reach it."""
    for model in our_models():
        if issubclass(model, Owned) and any(field.name == "client" for field in model._meta.fields):
            assert model.assigned_to or model.__name__ in {"Invite", "Assignment"}, model
