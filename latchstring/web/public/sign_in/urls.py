from django.urls import URLPattern, URLResolver, path

from latchstring.web.public.sign_in import by_passkey, codes, confirm, forgot, second_step, sso, views, who

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="login"),
    path("login/code/", codes.ask, name="login-code"),
    path("login/code/confirm/", codes.confirm, name="login-code-confirm"),
    path("login/passkey/", by_passkey.passkey, name="login-passkey"),
    path("login/second/", second_step.second, name="login-second"),
    path("login/confirm/", confirm.confirm, name="confirm"),
    path("login/sso/", sso.begin, name="sso"),
    path("login/sso/callback/", sso.callback, name="sso-callback"),
    path("login/who/", who.who, name="who"),
    path("logout/", views.logout, name="logout"),
    path("forgot/", forgot.ask, name="forgot"),
    path("forgot/<str:key>/", forgot.choose, name="forgot-set"),
]
