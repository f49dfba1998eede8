"""A firm with single sign-on: a provider on loopback, and the way there and back."""

import threading
from io import BytesIO
from urllib.parse import parse_qs

import oidc_provider_mock
import requests
from django.test import Client as Browser
from oidc_provider_mock._storage import User as Account
from werkzeug.serving import make_server

PAGE = "/settings/single-sign-on/"


class Provider:
    """A provider with its accounts; ``asked`` are the bodies of its token requests, which ``moves`` sends elsewhere."""

    def __init__(self):
        accounts = [
            Account(sub="olive-1", claims={"email": "olive@alder.example", "email_verified": True}),
            Account(sub="sam-1", claims={"email": "SAM@alder.example", "email_verified": True}),
            Account(sub="sam-2", claims={"email": "sam@alder.example", "email_verified": True}),
            Account(sub="unproven", claims={"email": "adam@alder.example", "email_verified": False}),
            Account(sub="nearly", claims={"email": "adam@alder.example", "email_verified": "true"}),
            Account(sub="stranger", claims={"email": "stranger@else.example", "email_verified": True}),
            Account(sub="nameless", claims={}),
        ]
        self.app = oidc_provider_mock.app(user_claims=accounts)
        self.asked, self.moves = [], False
        self.server = make_server("localhost", 0, self.answer, threaded=True)
        self.issuer = f"http://localhost:{self.server.server_port}"
        self.thread = threading.Thread(target=lambda: self.server.serve_forever(0.01))
        self.thread.start()

    def answer(self, environ, start_response):
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/other")
        if self.moves and environ["PATH_INFO"].endswith("/token"):
            self.moves = False
            start_response("307 Temporary Redirect", [("Location", "/other" + environ["PATH_INFO"])])
            return []
        if environ["PATH_INFO"].endswith("/token"):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            self.asked.append(parse_qs(body.decode()))
            environ["wsgi.input"] = BytesIO(body)
        return self.app(environ, start_response)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def go(browser, path="/login/sso/"):
    return browser.get(path)["Location"]


def agree(url, sub):
    """What the person does at the provider; the way back comes of it."""
    answer = requests.post(url, data={"sub": sub}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def come(sub, browser=None, path="/login/sso/"):
    browser = browser or Browser()
    return browser, browser.get(agree(go(browser, path), sub))
