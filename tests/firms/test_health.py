"""What a proxy or an operator asks, on any host name."""

from django.db import OperationalError, connection


def test_health_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz", headers={"host": "10.0.0.7"}).content == b"ok\n"


def test_ready_says_so_or_503(client, db, monkeypatch):
    assert client.get("/readyz").content == b"ready\n"

    def down():
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", down)
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")
