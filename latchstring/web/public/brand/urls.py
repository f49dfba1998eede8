from django.urls import path

from latchstring.web.public.brand import views

urlpatterns = [
    path("brand.css", views.brand, name="brand"),
    path("brand/logo-<slug:digest>.png", views.logo, name="brand-logo"),
]
