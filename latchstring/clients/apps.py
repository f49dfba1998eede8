from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "latchstring.clients"
