from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.triggers.web_url import is_web_url


@pytest.mark.parametrize(
    "text",
    [
        "http://localhost:1234/x",
        "https://a.example",
        "HTTPS://A.example/?q=1#f",
        "http://10.0.0.1/x",
        "http://[::1]:8080/",
        "https://user:pass@host.example/",
        "http:host.example",
        "http:///host.example",
        "https:\\\\host.example",
        " https://a.example ",
        "https://a.example/with blank",
        "https://münchen.example",
    ],
)
def test_web_addresses_are_accepted(text: str) -> None:
    assert is_web_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not-a-url",
        "ftp://h.example/x",
        "file:///etc/hosts",
        "$CALLBACK",
        "//host.example",
        "https://",
        "https://:80",
        "https://host.example:port",
        "https://host.example:65536",
        "https://a b.example/",
        "https://a<b.example/",
        "http://[::1",
        "https//host.example",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    assert not is_web_url(text)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert is_web_url(text) in (True, False)
