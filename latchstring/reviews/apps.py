from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "latchstring.reviews"
