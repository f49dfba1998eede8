from django.urls import path

from latchstring.web.public.webhooks import email

urlpatterns = [path("webhooks/email/", email.events, name="webhook-email")]
