"""The addresses of version 1, made from its operations."""

from django.urls import URLPattern

from latchstring.api.v1 import audit, clients, files, invites, portal_users
from latchstring.api.v1.problems import answer_on
from latchstring.api.v1.schema import Api

api = Api(title="Latchstring", version="1", docs_url=None, urls_namespace="api-v1")
answer_on(api)
for _prefix, _router in {
    "/clients": clients.router,
    "/clients/": files.of_clients,
    "/files": files.router,
    "/portal-users": portal_users.router,
    "/invites": invites.router,
    "/audit": audit.router,
}.items():
    api.add_router(_prefix, _router)


def _at_its_door(pattern: URLPattern) -> URLPattern:
    """Every view says on which side it stands; what needs a token asks for one itself."""
    pattern.callback.door = "public" if pattern.name == "openapi-json" else "api"  # type: ignore[attr-defined]
    return pattern


urlpatterns = [_at_its_door(each) for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
