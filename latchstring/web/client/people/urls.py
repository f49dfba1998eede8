from django.urls import path

from latchstring.web.client.people import asking, views

urlpatterns = [
    path("<uuid:client_id>/people/", views.index, name="portal-people"),
    path("<uuid:client_id>/people/new/", asking.propose, name="portal-people-propose"),
    path("<uuid:client_id>/people/<uuid:access_id>/remove/", asking.remove, name="portal-people-remove"),
    path("<uuid:client_id>/people/asked/<uuid:ask_id>/withdraw/", asking.withdraw, name="portal-people-withdraw"),
]
