"""A wrong value is one sentence that names the setting."""

import pytest
from django.utils.module_loading import import_string

from latchstring.config import databases, engines, env, mailers
from latchstring.config.env import BadSetting


def test_a_setting_is_read_from_the_file_that_its_file_name_names(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    monkeypatch.setenv("LATCHSTRING_X_FILE", str(secret))
    assert env.text("X") == "from a file"


def test_a_setting_with_value_and_file_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("LATCHSTRING_X", "a")
    monkeypatch.setenv("LATCHSTRING_X_FILE", str(tmp_path))
    with pytest.raises(BadSetting, match="LATCHSTRING_X and LATCHSTRING_X_FILE are both set"):
        env.text("X")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch, tmp_path, content):
    secret = tmp_path / "secret"
    if content:
        secret.write_bytes(content)
    monkeypatch.setenv("LATCHSTRING_X_FILE", str(secret))
    with pytest.raises(BadSetting, match="LATCHSTRING_X_FILE: can't read"):
        env.text("X")


@pytest.mark.parametrize("value", ["maybe", "2", "ja"])
def test_a_flag_is_true_or_false(monkeypatch, value):
    monkeypatch.setenv("LATCHSTRING_X", value)
    with pytest.raises(BadSetting, match=r"LATCHSTRING_X: “.*” is neither true nor false"):
        env.flag("X")


@pytest.mark.parametrize("value", ["-1", "0", "11", "1.5", "ten", "١"])
def test_a_number_is_whole_and_within_its_bounds(monkeypatch, value):
    monkeypatch.setenv("LATCHSTRING_X", value)
    with pytest.raises(BadSetting, match=r"LATCHSTRING_X: “.*” is not a whole number from 1 to 10"):
        env.number("X", 5, least=1, most=10)


@pytest.mark.parametrize(
    "value",
    [
        "portal.example.com",
        "ftp://portal.example.com",
        "https://",
        "https://portal.example.com/app",
        "https://portal.example.com?x=1",
        "https://user@portal.example.com",
        "https://portal.example.com:port",
        "https://[portal",
    ],
)
def test_a_base_url_is_scheme_and_host_alone(monkeypatch, value):
    monkeypatch.setenv("LATCHSTRING_BASE_URL", value)
    with pytest.raises(BadSetting, match="LATCHSTRING_BASE_URL: “"):
        env.base_url("BASE_URL", "")


@pytest.mark.parametrize(
    ("value", "server"),
    [
        ("", None),
        ("9.9.9.9", ("9.9.9.9", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("2620:fe::fe", ("2620:fe::fe", 53)),
    ],
)
def test_a_name_server_is_an_address_and_perhaps_a_port(monkeypatch, value, server):
    monkeypatch.setenv("LATCHSTRING_DNS_SERVER", value)
    assert env.name_server("DNS_SERVER") == server


@pytest.mark.parametrize("value", ["dns.example.com", "9.9.9.9:port", "9.9.9"])
def test_a_name_server_with_a_name_is_refused(monkeypatch, value):
    monkeypatch.setenv("LATCHSTRING_DNS_SERVER", value)
    with pytest.raises(BadSetting, match="LATCHSTRING_DNS_SERVER: “"):
        env.name_server("DNS_SERVER")


def test_an_unknown_name_like_no_other_is_refused_without_a_guess(monkeypatch):
    env.text("MASTER_KEY")
    monkeypatch.setenv("LATCHSTRING_INVITE_DAYS", "3")
    with pytest.raises(BadSetting, match=r"INVITE_DAYS is not a setting\. See docs/configuration\.md"):
        env.refuse_unknown()


def test_an_unknown_name_is_refused_with_the_nearest_one(monkeypatch):
    env.text("EMAIL_URL")
    monkeypatch.setenv("LATCHSTRING_EMIAL_URL", "mailbox:")
    with pytest.raises(
        BadSetting, match=r"LATCHSTRING_EMIAL_URL is not a setting\. Did you mean LATCHSTRING_EMAIL_URL"
    ):
        env.refuse_unknown()


@pytest.mark.parametrize(
    "url",
    ["mysql://a@b/c", "postgres://host", "postgres://host:port/name", "sqlite://relative.db", "latchstring.db", ""],
)
def test_a_database_that_is_not_sqlite_or_postgresql_is_refused(url):
    with pytest.raises(BadSetting, match="LATCHSTRING_DATABASE_URL: write"):
        databases.from_url(url)


def test_a_postgresql_url_gives_every_part_unquoted():
    found = databases.from_url("postgres://o%27hara:p%40ss@db.example:5433/lat%20ch?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("o'hara", "p@ss", "db.example", "5433")
    assert found["NAME"] == "lat ch"
    assert found["OPTIONS"]["sslmode"] == "require"


def test_an_unknown_task_engine_is_refused_with_the_one_that_works():
    with pytest.raises(BadSetting, match=r"LATCHSTRING_TASKS_URL: “kafka” is not an engine\. Write database:"):
        engines.from_url("kafka://localhost")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp://mail.example:2525", 2525, False, False),
        ("smtp+starttls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_smtp_urls_choose_port_and_encryption(url, port, tls, ssl):
    options = mailers.from_url(url)["OPTIONS"]
    assert (options["host"], options["port"]) == ("mail.example", port)
    assert (options["use_tls"], options["use_ssl"]) == (tls, ssl)


def test_user_and_password_of_the_mail_server_are_unquoted():
    options = mailers.from_url("smtps://joan%40firm.example:s%3Aecret@mail.example")["OPTIONS"]
    assert (options["username"], options["password"]) == ("joan@firm.example", "s:ecret")


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning")  # SendGrid: it works, unsupported
@pytest.mark.parametrize("scheme", [*mailers.PROVIDERS, "ses"])
def test_every_provider_makes_a_backend_that_takes_its_options(scheme):
    entry = mailers.from_url(f"{scheme}://key:secret@eu-west-1")
    assert import_string(entry["BACKEND"])(alias="default", **entry["OPTIONS"]).esp_name


@pytest.mark.parametrize(
    "url", ["pop3://mail.example", "smtp://", "smtp://mail:port", "postmark://", "mailgun://key@", ""]
)
def test_a_way_to_send_email_that_cannot_work_is_refused(url):
    with pytest.raises(BadSetting, match="LATCHSTRING_EMAIL_URL"):
        mailers.from_url(url)
