"""The names that the firm's portal answers to, and the DNS records that each of them needs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.firms.actions.add_domain import add_domain
from latchstring.firms.actions.check_domain import check_domain
from latchstring.firms.actions.remove_domain import remove_domain
from latchstring.firms.details import BadFirm
from latchstring.firms.dns import proof_name
from latchstring.firms.hosts import our_name
from latchstring.firms.models import Domain
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.settings.forms import DomainForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def domains(request: Request) -> HttpResponse:
    request.actor.require(Action.FIRM_EDIT)
    form = DomainForm(request.POST or None)
    if form.is_valid() and _added(request, form):
        return redirect("settings-domains")
    rows = [(each, proof_name(each.host)) for each in Domain.objects.visible_to(request.actor).order_by("pk")]
    context = {"form": form, "rows": rows, "our_name": our_name(), "links_begin": request.firm.base_url}
    return render(request, "firm/settings/domains.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_door
def check(request: Request, domain_id: UUID) -> HttpResponse:
    domain = _fetch(request, domain_id)
    check_domain(request.actor, domain.pk)
    return redirect("settings-domains")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def remove(request: Request, domain_id: UUID) -> HttpResponse:
    domain = _fetch(request, domain_id)
    if request.method != "POST":
        return render(request, "firm/settings/domain_remove.html", {"domain": domain})
    remove_domain(request.actor, domain.pk)
    notices.done(request, _("Domain removed: %s") % domain.host)
    return redirect("settings-domains")


def _fetch(request: Request, domain_id: UUID) -> Domain:
    domain: Domain = get_object_or_404(Domain.objects.visible_to(request.actor), pk=domain_id)
    request.actor.require(Action.FIRM_EDIT)
    return domain


def _added(request: Request, form: DomainForm) -> bool:
    try:
        domain = add_domain(request.actor, **form.cleaned_data)
    except BadFirm as error:
        form.add_error(error.field, str(error))
        return False
    notices.done(request, _("Domain added: %s") % domain.host)
    return True
