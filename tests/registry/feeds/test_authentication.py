"""Answering a camera that asks for a password: RFC 7616's own example, and what cameras send."""

import re
import secrets

import pytest

from registry.feeds.authentication import Login

RFC = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_the_rfc_comes_out(
    monkeypatch: pytest.MonkeyPatch, algorithm: str, response: str
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: OWN)
    login = Login("Mufasa:Circle of Life")
    assert login.take([RFC.format(algorithm)])
    assert f'response="{response}"' in login.header("GET", "/dir/index.html")


def test_an_old_camera_without_qop_is_answered_too() -> None:
    login = Login("u:p")
    assert login.take(['Digest realm="r", nonce="n"'])
    assert "cnonce" not in login.header("DESCRIBE", "rtsp://c/")


def test_the_strongest_way_offered_is_taken() -> None:
    login = Login("u:p")
    md5, sha = RFC.format("MD5"), RFC.format("SHA-256")
    login.take(['Basic realm="r"', md5, sha])
    assert "algorithm=SHA-256" in login.header("GET", "/")


def test_nothing_is_sent_before_it_is_asked_for() -> None:
    assert Login("u:p").header("GET", "/") == ""


def test_a_nonce_that_grew_old_is_no_refusal_and_a_second_401_is() -> None:
    login = Login("u:p")
    assert login.take(['Digest realm="r", nonce="1", qop="auth"'])
    assert login.take(['Digest realm="r", nonce="2", qop="auth", stale=TRUE'])
    assert 'nonce="2"' in login.header("GET", "/")
    assert not login.take(['Digest realm="r", nonce="3", qop="auth"'])


def test_uses_of_one_nonce_are_counted() -> None:
    login = Login("u:p")
    login.take(['Digest realm="r", nonce="1", qop="auth"'])
    counts = [re.findall(r"nc=(\w+)", login.header("GET", "/"))[0] for _ in range(3)]
    assert counts == ["00000001", "00000002", "00000003"]


@pytest.mark.parametrize("said", [[], ["Negotiate"], ['Digest realm="r"'], ["Digest"]])
def test_a_401_that_says_nothing_useful_is_answered_the_basic_way(said: list[str]) -> None:
    login = Login("u:p")
    assert login.take(said)
    assert login.header("GET", "/") == "Basic dTpw"


def test_without_a_password_there_is_nothing_to_try() -> None:
    assert not Login("").take([RFC.format("MD5")])
