"""A real OpenID provider that signs people in over HTTP, and somebody in the middle who spoils its answers."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as django_settings
from django.core.cache import cache
from oidc_provider_mock import run_server_in_thread

from ccsp_portal.open_id import OpenIdProvider

BEGIN = "/account/single-sign-on/"
SECRET = "what only the two of us know"


class InTheMiddle:
    """Passes on what the provider is asked and answers. `asked` keeps the bodies; `spoil` changes an ID token's claims
    or its signature on the way."""

    def __init__(self, provider):
        self.provider = provider
        self.asked, self.spoil = [], None
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != "/oauth2/token":
            return self.provider(environ, start_response)
        return self._token(environ, start_response)

    def _token(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.asked.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        environ["wsgi.input"] = _Body(body)
        kept = []
        answer = json.loads(b"".join(self.provider(environ, lambda *head: kept.append(head))))
        if self.spoil and "id_token" in answer:
            answer["id_token"] = self.spoil(answer["id_token"])
        said = json.dumps(answer).encode()
        start_response(kept[0][0], [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    def forge(self, credential, **claims):
        """The same token with other claims, signed by a key that is not the provider's, under its name."""
        real = jwt.decode(credential, options={"verify_signature": False})
        kid = jwt.get_unverified_header(credential)["kid"]
        return jwt.encode(real | claims, self.key, "RS256", headers={"kid": kid})


class _Body:
    def __init__(self, body):
        self.body = body

    def read(self, size=-1):
        said, self.body = self.body, b""
        return said


class Provider:
    """The provider as a test speaks of it."""

    def __init__(self, server, middle):
        self.issuer = f"http://localhost:{server.server_port}"
        self.middle = middle

    def knows(self, person, **claims):
        """Somebody can sign in there; the claims are what it says of them."""
        address = getattr(person, "email", person)
        said = {"email": address, "email_verified": True, **claims}
        requests.put(f"{self.issuer}/users/{address}", json=said, timeout=5).raise_for_status()

    def sign_in(self, there, address):
        """The person signs in there; the address to which the provider sends them back."""
        answer = requests.post(there, data={"sub": address}, allow_redirects=False, timeout=5)
        return _path(answer.headers["Location"])

    def turn_back(self, there):
        """As RFC 6749, section 4.1.2.1, has it: this provider forgets to give the state back."""
        answer = requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=5)
        return _path(answer.headers["Location"]) + "&state=" + parse_qs(urlsplit(there).query)["state"][0]

    def lead(self, client, person, **begin):
        """From our sign-in page, through the provider, and back: the answer to the last step."""
        there = leads_to(client.post(BEGIN, begin))
        return client.get(self.sign_in(there, getattr(person, "email", person)))


def leads_to(page):
    """Where the page of the way out leads by itself."""
    return page["Refresh"].removeprefix("0;url=")


def challenge_of(verifier):
    """What of a PKCE verifier may be known (RFC 7636, section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _path(address):
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == django_settings.PORTAL_BASE_URL
    return f"{parts.path}?{parts.query}"


@pytest.fixture(scope="session")
def _provider_running():
    with run_server_in_thread(require_nonce=True) as server:
        middle = server.app = InTheMiddle(server.app)
        yield Provider(server, middle)


@pytest.fixture
def provider(_provider_running, settings, db):
    """The provider runs, and the portal's settings name it."""
    cache.clear()
    middle = _provider_running.middle
    middle.asked, middle.spoil = [], None
    settings.SINGLE_SIGN_ON = OpenIdProvider(_provider_running.issuer, "portal", SECRET, "Coventry sign-in")
    return _provider_running
