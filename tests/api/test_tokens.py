"""API tokens: made, used, narrowed, ended, and never written down."""

from datetime import timedelta

import pytest

from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.log_member_out import log_member_out
from latchstring.accounts.actions.make_api_token import MOST, TooManyTokens, make_api_token
from latchstring.accounts.actions.reactivate_member import reactivate_member
from latchstring.accounts.actions.revoke_api_token import revoke_api_token
from latchstring.accounts.models import ApiToken, TeamMember
from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.kernel import clock, tokens
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from latchstring.policy.token_scopes import ACTIONS, TokenScope, by_token
from latchstring.web.common import limits
from tests.api.kit import Program


def test_only_the_digest_is_kept_and_the_log_names_the_token(cast):
    program = Program(cast.sam)
    row = ApiToken.objects.get()
    assert bytes(row.digest) == tokens.digest(program.secret)
    assert len(program.secret) == len("latchstring_") + 43
    assert program.secret not in repr(list(ApiToken.objects.values()) + list(Event.objects.values()))
    assert sentence(Event.objects.get()) == "Sam made the API token Nightly."


def test_a_token_stands_in_no_line_of_the_log(cast, caplog, settings):
    settings.DEBUG = True
    program = Program(cast.sam)
    for secret in (program.secret, program.secret + "x"):
        for kind in ("Bearer", "Basic"):
            program.browser.get("/api/v1/clients", headers={"Authorization": f"{kind} {secret}"})
    assert "api/v1/clients" in caplog.text
    assert program.secret not in caplog.text


def test_the_last_use_is_kept_to_the_minute(cast):
    program = Program(cast.sam)
    program.get("clients")
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    program.get("clients")
    assert ApiToken.objects.get().last_used_at == used
    ApiToken.objects.update(last_used_at=used - timedelta(minutes=2))
    program.get("clients")
    assert ApiToken.objects.get().last_used_at >= used


def test_who_is_deactivated_and_comes_back_has_no_tokens(cast):
    program = Program(cast.sam)
    deactivate_member(cast.admin, cast.sam.pk)
    assert program.get("clients").status_code == 401
    reactivate_member(cast.admin, cast.sam.pk)
    assert program.get("clients").status_code == 401


def test_who_is_logged_out_everywhere_has_no_tokens(cast):
    program = Program(cast.sam)
    log_member_out(cast.admin, cast.sam.pk)
    assert program.get("clients").status_code == 401
    assert Event.objects.get(name="login.ended_by").detail["tokens"] == 1


def test_revoking_is_for_ones_own_and_twice_is_once(cast):
    program = Program(cast.sam)
    assert revoke_api_token(cast.owner, program.token.pk) is None
    assert program.get("clients").status_code == 200
    assert revoke_api_token(cast.staff, program.token.pk)
    assert revoke_api_token(cast.staff, program.token.pk)
    assert program.get("clients").status_code == 401
    assert [sentence(each) for each in Event.objects.filter(name="token.revoked")] == [
        "Sam revoked the API token Nightly."
    ]


def test_a_token_has_never_more_than_its_member(cast):
    for scope in TokenScope:
        narrow = by_token(cast.viewer, [scope, "unheard-of"], "Nightly")
        assert narrow.allowed == ACTIONS[scope] & cast.viewer.allowed
        assert (narrow.client_ids, narrow.licences) == (cast.viewer.client_ids, cast.viewer.licences)
    assert by_token(cast.owner, [], "Nightly").allowed == frozenset()
    assert Action.CLIENT_VIEW in by_token(cast.staff, ["read"], "Nightly").allowed


def test_a_token_makes_no_tokens_and_there_are_twenty_at_most(cast):
    with pytest.raises(Refused, match="make API tokens"):
        make_api_token(by_token(cast.owner, TokenScope, "Nightly"), name="More", scopes=[TokenScope.READ])
    for number in range(MOST):
        make_api_token(cast.owner, name=f"T {number}", scopes=[TokenScope.READ])
    with pytest.raises(TooManyTokens, match="Revoke one"):
        make_api_token(cast.owner, name="One more", scopes=[TokenScope.READ])


def test_too_often_is_told_with_when_to_come_again(cast, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "api", ((2, 60), (100, 60)))
    program, other = Program(cast.sam), Program(cast.olive)
    assert [program.get("clients").status_code for _ in range(3)] == [200, 200, 429]
    answer = program.get("clients")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Try again in" in answer.json()["detail"]
    assert other.get("clients").status_code == 200


def test_a_token_that_is_over_opens_nothing(cast):
    program = Program(cast.sam, expires_at=clock.now() + timedelta(days=1))
    assert program.get("clients").status_code == 200
    ApiToken.objects.update(expires_at=clock.now())
    assert program.get("clients").status_code == 401


def test_a_token_of_one_firm_opens_no_other_where_its_member_is_on_both_teams(cast):
    there = TeamMember.objects.create(firm=cast.rival, user=cast.olive.user, name="Olive", role=Role.ADMIN)
    assert Program(cast.olive).get("clients").status_code == 200
    assert Program(there).get("clients").status_code == 401
