"""Whoever answers may be slow, broken or hostile, and no name leads into the network that the server stands in."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from discussion.screening.outside.addresses import is_far, is_near
from discussion.screening.outside.asking import MOST, NoAnswer, post, trusted
from tests.screening.outside import running, unused_port, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service(settings):
    settings.SCREENING_PRIVATE, settings.SCREENING_SECONDS = True, 0.5
    with running() as service:
        yield service


def refusal(url, body=b"{}"):
    with pytest.raises(NoAnswer) as failure:
        post(url, body, {})
    return str(failure.value)


def test_an_answer_comes_back_with_its_headers(service):
    service.says("yes", headers=[("X-One", "1")])
    reply = post(service.url, b"question", {"X-Two": "2"})
    assert (reply.body, reply.headers["X-One"]) == (b"yes", "1")
    (asked,) = service.asked
    assert (asked.path, asked.body, asked.headers["X-Two"]) == ("/ask?for=us", b"question", "2")
    assert asked.headers["Host"] == f"127.0.0.1:{service.port}" and asked.headers["User-Agent"] == "Broadsheet"


def sleep(_asked, handler):
    time.sleep(3)


def dribble_the_head(_asked, handler):
    for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100:
        handler.wfile.write(bytes([letter]))
        time.sleep(0.05)


def dribble_the_body(_asked, handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def continue_for_ever(_asked, handler):
    while True:
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize("answer", [sleep, dribble_the_head, dribble_the_body, continue_for_ever])
def test_the_time_counts_from_the_look_up_to_the_last_byte(service, answer):
    service.answer = answer
    started = time.monotonic()
    assert refusal(service.url) == "No answer within 0.5 seconds."
    assert time.monotonic() - started < 2


def endless(_asked, handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def cut_off(_asked, handler):
    handler.send_response(200)
    handler.wfile.write(b"Content-")
    handler.wfile.flush()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _asked, handler: write(handler, "x" * (MOST + 1)), "larger than 64 kB"),
        (endless, "larger than 64 kB"),
        (lambda _asked, handler: write(handler, "", 500), "status 500"),
        (lambda _asked, handler: write(handler, "", 204), "status 204"),
        (lambda _asked, handler: handler.wfile.write(b"x" * 100_000), "LineTooLong"),
        (lambda _asked, handler: handler.wfile.write(b"\x00\xff\r\n\r\n"), "BadStatusLine"),
        (lambda _asked, handler: None, "RemoteDisconnected"),
    ],
)
def test_an_answer_that_cannot_be_used_is_none(service, answer, reason):
    service.answer = answer
    assert reason in refusal(service.url)


def test_as_much_as_an_answer_may_have_is_read(service):
    service.says("x" * MOST)
    assert len(post(service.url, b"", {}).body) == MOST


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(service, status):
    with running() as other:
        other.says("yes")
        service.says("", status, [("Location", other.url)])
        assert f"status {status}" in refusal(service.url)
    assert not other.asked


def test_who_is_not_there_gives_no_answer(service):
    assert "ConnectionRefused" in refusal(f"http://127.0.0.1:{unused_port()}/")


@pytest.mark.parametrize(
    "url",
    ["", "ask", "ftp://127.0.0.1/", "file:///etc/passwd", "https://", "http://[::1", "http://a..b/", "http://127.0.0.1:99999/",
     "http://127.0.0.1:x/", f"http://{'a' * 64}.example/", "http://127.0.0.1/a b"],
)  # fmt: skip
def test_what_is_no_address_gives_no_answer(settings, url):
    settings.SCREENING_PRIVATE = True
    assert refusal(url)


LOCAL = ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("host", LOCAL)
def test_a_name_of_this_machine_is_not_asked_unless_the_operator_allows_it(service, settings, host):
    service.says("yes")
    url = f"http://{host}:{service.port}/"
    settings.SCREENING_PRIVATE = False
    assert "Forbidden" in refusal(url) and not service.asked
    assert "Forbidden" in refusal(url.replace("http:", "https:")) and not service.asked
    settings.SCREENING_PRIVATE = True
    if host != "localhost":
        assert post(url, b"", {}).body == b"yes"


NOBODYS = ["0.0.0.0", "169.254.169.254", "[fe80::1]", "[::]", "224.0.0.1", "255.255.255.255"]  # noqa: S104


@pytest.mark.parametrize("host", NOBODYS)
def test_some_addresses_are_asked_by_nobody(settings, host):
    for settings.SCREENING_PRIVATE in (True, False):
        assert "Forbidden" in refusal(f"http://{host}/")


def test_without_https_nobody_far_away_is_asked(settings):
    for settings.SCREENING_PRIVATE in (True, False):
        assert "Without https" in refusal("http://1.1.1.1/")


FAR = ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
NEAR = ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "::1",
        "fd00::1", "::ffff:10.0.0.1"]  # fmt: skip
NEITHER = ["0.0.0.1", "0.1.2.3", "169.254.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
           "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "fec0::1",
           "ff02::1", "ff0e::1", "2001:db8::1", "100::1", "::ffff:0.0.0.0", "::ffff:169.254.169.254", "::127.0.0.1",
           "::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1",
           "2001:0:4136:e378:8000:63bf:80ff:fffe"]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "far", "near"),
    [(one, True, False) for one in FAR]
    + [(one, False, True) for one in NEAR]
    + [(one, False, False) for one in NEITHER],
)
def test_addresses_are_far_or_near_or_neither(address, far, near):
    assert (is_far(ip_address(address)), is_near(ip_address(address))) == (far, near)


def test_nobody_is_asked_while_a_transaction_is_open(service):
    service.says("yes")
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        post(service.url, b"", {})
    assert not service.asked


def certificate(folder, name):
    """Of itself, for that name: its files, key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = folder / "certificate.pem", folder / "key.pem"
    kept[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    kept[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return kept


@pytest.mark.parametrize(
    ("named", "trusts", "answers"),
    [("localhost", True, True), ("other.example", True, False), ("localhost", False, False)],
)
def test_a_certificate_must_be_trusted_and_have_the_name(settings, tmp_path, monkeypatch, named, trusts, answers):
    settings.SCREENING_PRIVATE = True
    files = certificate(tmp_path, named)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    if trusts:
        monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    trusted.cache_clear()
    with running(context) as service:
        service.says("yes")
        url = f"https://localhost:{service.port}/"
        if answers:
            assert post(url, b"", {}).body == b"yes"
        else:
            assert "SSLCertVerificationError" in refusal(url) and not service.asked
    trusted.cache_clear()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_takes_the_connection_and_says_nothing_is_not_waited_for(settings, scheme):
    settings.SCREENING_PRIVATE, settings.SCREENING_SECONDS = True, 0.3
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert refusal(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/") == "No answer within 0.3 seconds."
    assert time.monotonic() - started < 2
