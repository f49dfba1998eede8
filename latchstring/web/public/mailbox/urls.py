from django.urls import path

from latchstring.web.public.mailbox import gallery, views

urlpatterns = [
    path("mailbox/", views.index, name="mailbox"),
    path("mailbox/gallery/", gallery.index, name="gallery"),
    path("mailbox/gallery/<slug:kind>/", gallery.show, name="gallery-email"),
    path("mailbox/gallery/<slug:kind>/body/", gallery.body, name="gallery-body"),
    path("mailbox/<uuid:pk>/", views.message, name="mailbox-message"),
    path("mailbox/<uuid:pk>/body/", views.body, name="mailbox-body"),
]
