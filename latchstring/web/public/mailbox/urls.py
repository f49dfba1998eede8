from django.urls import path

from latchstring.web.public.mailbox import views

urlpatterns = [
    path("mailbox/", views.index, name="mailbox"),
    path("mailbox/<uuid:pk>/", views.message, name="mailbox-message"),
    path("mailbox/<uuid:pk>/body/", views.body, name="mailbox-body"),
]
