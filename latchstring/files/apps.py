from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "latchstring.files"
    label = "files"
