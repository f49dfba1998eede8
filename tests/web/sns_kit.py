"""Amazon's SNS on loopback: it signs what it tells, and gives its certificate over HTTPS by a proxy."""

import base64
import json
import ssl
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7

HOST = "sns.us-west-2.amazonaws.com"
MOVED = "/moved.pem"
TOPIC = "arn:aws:sns:us-west-2:123456789012:events"
HASHES = {"1": hashes.SHA1(), "2": hashes.SHA256()}
SIGNED = ("Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type")


@cache
def key_of(_who):
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key, days=30):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(x509.random_serial_number())
    draft = draft.not_valid_before(clock.now() - timedelta(days=60)).not_valid_after(clock.now() + timedelta(days=days))
    draft = draft.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    made = draft.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Sns:
    """``asked`` are the certificates that were fetched, ``answers`` how each is: a status and a body."""

    def __init__(self, folder: Path):
        self.asked, self.answers = [], (200, certificate(key_of("Amazon")))
        self.url = f"https://{HOST}/SimpleNotificationService-{uuid7().hex}.pem"
        self.trusted = folder / "web.pem"
        self.trusted.write_bytes(certificate(key_of("the web")))
        private = folder / "web.key"
        private.write_bytes(
            key_of("the web").private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.trusted, private)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Its", (Proxy,), {"sns": self, "tls": tls}))
        self.thread = Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def signed(self, told, *, by="Amazon", version="2", url=""):
        told = {"TopicArn": TOPIC, "Timestamp": clock.now().isoformat(), **told}
        words = "".join(f"{name}\n{told[name]}\n" for name in SIGNED if name in told)
        signature = base64.b64encode(key_of(by).sign(words.encode(), padding.PKCS1v15(), HASHES[version])).decode()
        return told | {"SignatureVersion": version, "Signature": signature, "SigningCertURL": url or self.url}


class Proxy(BaseHTTPRequestHandler):
    """Takes CONNECT, and is then the server itself."""

    def do_CONNECT(self):
        self.send_response(200)
        self.end_headers()
        self.connection = self.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self):
        self.sns.asked.append(f"https://{self.headers['Host']}{self.path}")
        status, body = (200, certificate(key_of("Amazon"))) if self.path == MOVED else self.sns.answers
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", f"https://{HOST}{MOVED}")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def finish(self):
        super().finish()
        self.connection.close()

    def log_message(self, *_args):
        pass


def headers(body, user):
    return {
        "x-amz-sns-message-type": body["Type"],
        "x-amz-sns-message-id": body["MessageId"],
        **({"Authorization": "Basic " + base64.b64encode(user.encode()).decode()} if user else {}),
    }


def post(client, url, body, user):
    return client.post(url, json.dumps(body), content_type="text/plain", headers=headers(body, user))
