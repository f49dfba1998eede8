"""A passkey in software: it makes and shows itself as a browser would."""

import hashlib
import json
import os
import re
from html import unescape

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN, HOST = "http://localhost", "localhost"
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftPasskey:
    def __init__(self, origin=ORIGIN, host=HOST):
        self.origin, self.host_hash = origin, hashlib.sha256(host.encode()).digest()
        self.key, self.pk = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.handle, self.count = b"", 0

    def made(self, page):
        """The answer to the options on a page that makes one."""
        options = options_of(page)
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(Aaguid(b"\0" * 16), self.pk, public)
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        stated = AttestationObject.create("none", AuthenticatorData.create(self.host_hash, flags, 0, held), {})
        said = self._said(CollectedClientData.TYPE.CREATE, options)
        return self._answer(attestationObject=stated, clientDataJSON=said, extensions={"credProps": {"rk": True}})

    def shown(self, page, flags=PRESENT_AND_VERIFIED):
        options = options_of(page)
        self.count += 1
        data = AuthenticatorData.create(self.host_hash, flags, self.count)
        said = self._said(CollectedClientData.TYPE.GET, options)
        signature = self.key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(authenticatorData=data, clientDataJSON=said, signature=signature, userHandle=self.handle)

    def _said(self, kind, options):
        return CollectedClientData.create(kind, websafe_decode(options["challenge"]), self.origin)

    def _answer(self, extensions=None, **parts):
        response = {name: websafe_encode(value) for name, value in parts.items()}
        pk = websafe_encode(self.pk)
        whole = {"id": pk, "rawId": pk, "type": "public-key", "response": response}
        return json.dumps(whole | {"clientExtensionResults": extensions or {}})


def options_of(page):
    return json.loads(unescape(re.search(r'data-options="([^"]*)"', page.content.decode())[1]))["publicKey"]
