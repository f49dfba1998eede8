from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "latchstring.web"
