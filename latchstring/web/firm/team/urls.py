from django.urls import path

from latchstring.web.firm.team import (
    clients,
    factor,
    inviting,
    leaving,
    licences,
    listing,
    member,
    owner,
    permissions,
    tokens,
)

_ONE = "settings/team/<uuid:member_id>/"
_SET = "settings/permissions/<uuid:set_id>/"

urlpatterns = [
    path("settings/team/", listing.team, name="settings-team"),
    path("settings/team/invite/", inviting.invite, name="team-invite"),
    path(_ONE, member.member, name="team-member"),
    path(f"{_ONE}resend/", inviting.resend, name="team-resend"),
    path(f"{_ONE}cancel/", inviting.cancel, name="team-cancel"),
    path(f"{_ONE}clients/", clients.clients, name="team-clients"),
    path(f"{_ONE}deactivate/", leaving.deactivate, name="team-deactivate"),
    path(f"{_ONE}reactivate/", leaving.reactivate, name="team-reactivate"),
    path(f"{_ONE}hand-over/", leaving.hand_over_clients, name="team-hand-over"),
    path(f"{_ONE}log-out/", leaving.log_out, name="team-log-out"),
    path(f"{_ONE}second-step/", factor.reset, name="team-factor"),
    path(f"{_ONE}owner/", owner.make_owner, name="team-owner"),
    path("settings/permissions/", permissions.index, name="permissions"),
    path("settings/permissions/new/", permissions.new, name="permissions-new"),
    path(_SET, permissions.edit, name="permissions-edit"),
    path(f"{_SET}delete/", permissions.delete, name="permissions-delete"),
    path("settings/tokens/", tokens.index, name="settings-tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="settings-token-revoke"),
    path("settings/licences/", licences.index, name="licences"),
    path("settings/licences/<slug:licence>/switch/", licences.switch, name="licence-switch"),
    path("settings/licences/<slug:licence>/seats/", licences.seats, name="licence-seats"),
]
