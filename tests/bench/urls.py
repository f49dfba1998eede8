"""Every URL of the product, and the admin's list of the same rows."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path

from latchstring.clients.models import Client
from latchstring.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from latchstring.portals.models import PortalUser
from latchstring.web.common.doors import staff_door

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class PeerSite(admin.AdminSite):
    """The admin for whoever is logged in, as our own pages are."""

    def has_permission(self, request):
        return request.user.is_authenticated


class List(admin.ModelAdmin):
    """As long as our lists, and with a box to tick in each row, as theirs."""

    list_per_page = 50

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_module_permission = has_view_permission


class ClientAdmin(List):
    list_display = ("name", "number", "kind", "responsible", "portal_people")
    list_select_related = ("responsible",)
    search_fields = ("name", "number", "contacts__email")
    ordering = ("sort_name",)


class PortalUserAdmin(List):
    list_display = ("name", "email", "first_client", "phase", "invited_at", "last_login_at", "web_sessions")
    list_filter = ("phase",)
    search_fields = ("name", "email", "first_client")
    ordering = ("-last_login_at",)


def bare(request):
    """What any page costs before it does anything."""
    return HttpResponse("A page.")


peer = PeerSite(name="peer")
peer.register(PortalUser, PortalUserAdmin)
peer.register(Client, ClientAdmin)
guarded = staff_door(bare)
urlpatterns = [path("peer/", peer.urls), path("bare/", bare), path("guarded/", guarded), *urlpatterns]
