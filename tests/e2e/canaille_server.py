"""Canaille, a real OpenID Connect server, with a few people; run by the Python of an environment of its own.

``python canaille_server.py PORT CALLBACK``: it serves on that port of the loopback interface, and knows one program,
whose people come back at CALLBACK. Everybody's password is their name.
"""

from __future__ import annotations

import sys

import canaille
from authlib.jose import JsonWebKey
from canaille.app import models
from canaille.backends import Backend

PEOPLE = {
    "ada": ("science",),
    "grace": ("board", "science"),
    "rita": ("readers",),
    "root": ("it",),
    "mallory": ("canteen",),
}
CLIENT_ID, CLIENT_SECRET = "advisor", "the-secret-of-the-tests"


def main() -> None:
    """Serve until stopped."""
    port, callback = int(sys.argv[1]), sys.argv[2]
    key = JsonWebKey.generate_key("RSA", 2048, is_private=True)
    app = canaille.create_app(
        config={
            "SECRET_KEY": "of-the-tests",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "TESTING": False,
            "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "CAPTCHA_ENABLED": False, "SMTP": None},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(is_private=True)], "REQUIRE_NONCE": True},
        },
        env_file=None,
    )
    with app.app_context():
        for group in sorted({group for groups in PEOPLE.values() for group in groups}):
            members = [_user(name) for name, groups in PEOPLE.items() if group in groups]
            Backend.instance.save(models.Group(display_name=group, members=members))
        client = _client(callback)
        Backend.instance.save(client)
        client.audience = [client]  # whom its tokens are for
        Backend.instance.save(client)
    app.run("127.0.0.1", port, threaded=True)


def _user(name: str) -> models.User:
    found = Backend.instance.get(models.User, user_name=name)
    if found is None:
        found = models.User(
            user_name=name,
            formatted_name=f"{name.title()} Example",
            family_name="Example",
            emails=[f"{name}@example.org"],
            password=name,
        )
        Backend.instance.save(found)
    return found


def _client(callback: str) -> models.Client:
    return models.Client(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_name="Model advisor",
        client_uri=callback.rpartition("/")[0],
        redirect_uris=[callback],
        post_logout_redirect_uris=[callback],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - a method, no secret
        scope=["openid", "profile", "email", "groups"],
    )


if __name__ == "__main__":
    main()
