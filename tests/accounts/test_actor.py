from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.queries import staff_actor_for
from latchstring.clients.models import Assignment
from latchstring.policy.actions import Action
from tests.cast import actor_for


def test_every_member_gets_the_rights_of_the_role_and_the_clients_within_reach(cast):
    for member in (cast.olive, cast.adam, cast.sam, cast.vic):
        assert staff_actor_for(member.user, cast.firm) == actor_for(member)


def test_assigned_staff_see_a_client_from_the_next_request_on(cast):
    assert not staff_actor_for(cast.sam.user, cast.firm).sees(cast.beta.pk)
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=cast.sam.pk)
    assert staff_actor_for(cast.sam.user, cast.firm).sees(cast.beta.pk)


def test_nobody_acts_at_a_firm_of_others(cast):
    assert staff_actor_for(cast.rita.user, cast.firm) is None


def test_a_deactivated_member_acts_no_more(cast):
    TeamMember.objects.filter(pk=cast.adam.pk).update(deactivated_at=cast.firm.created_at)
    assert staff_actor_for(cast.adam.user, cast.firm) is None


def test_an_inactive_login_acts_no_more(cast):
    user = cast.adam.user
    user.is_active = False
    user.save()
    assert staff_actor_for(user, cast.firm) is None


def test_a_permission_set_replaces_the_roles_own_list(cast):
    cast.vic.permission_set = PermissionSet.objects.create(
        firm=cast.firm, name="Front desk", actions=["client:view", "invite:send", "no:longer"], all_clients=False
    )
    cast.vic.save()
    actor = staff_actor_for(cast.vic.user, cast.firm)
    assert actor.allowed == {Action.CLIENT_VIEW, Action.INVITE_SEND}
    assert actor.client_ids == frozenset()


def test_an_actor_costs_one_statement_and_one_more_to_know_a_client(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        staff_actor_for(cast.olive.user, cast.firm)
    with django_assert_num_queries(2):
        assert staff_actor_for(cast.sam.user, cast.firm).sees(cast.acme.pk)
