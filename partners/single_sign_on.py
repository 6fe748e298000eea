"""Signing in at the council's own provider (OpenID Connect): who it says somebody is, and whether we believe it."""

import logging
import secrets
from hashlib import sha256

import jwt
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from requests import RequestException

from ccsp_portal.open_id import ALWAYS, WHEN_SAID
from partners.models import Partnership, SignIn, User
from partners.sign_in_record import refused

logger = logging.getLogger(__name__)

# how a provider may sign: with a key that only it has, never with one that we share
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER = 60
# what providers call a sign-in with two factors: RFC 8176, OpenID's EAP profile, REFEDS
TWO_FACTORS = {"mfa", "phr", "phrh", "https://refeds.org/profile/mfa"}
KEPT = 600
UNVERIFIED, UNKNOWN, UNANSWERED, FAILED = "unverified", "unknown", "unanswered", "failed"
STATUS = {UNVERIFIED: 403, UNKNOWN: 403, UNANSWERED: 503, FAILED: 400}


# ── who it is ────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_true(claim) -> bool:
    """Whether a claim says yes. Some providers write it as a word or a number; "false" is a word too."""
    return claim is True or str(claim).lower() in {"true", "1"}


def says_two_factors(claims) -> bool:
    """Whether the ID token itself says that the person gave two factors (amr or acr)."""
    methods = claims.get("amr") or []
    said = set(map(str, methods)) if isinstance(methods, list) else {str(methods)}
    return bool(TWO_FACTORS & (said | {str(claims.get("acr"))}))


def note_second_step(request, person, claims):
    """Write into the session that the provider took the second step, where the settings let it count."""
    counts = settings.SINGLE_SIGN_ON.mfa_counts
    if counts == ALWAYS or (counts == WHEN_SAID and says_two_factors(claims)):
        record_authentication(request, person, "mfa", type="provider")


def provider_took_second_step(request, person) -> bool:
    """Whether this person's session began at the provider, with a second factor that counts here too."""
    return any(each.get("type") == "provider" for each in get_authentication_records(request, person))


class SecondStep(AuthenticateStage):
    """Asks for the portal's own second factor, unless the provider took one that counts."""

    def _should_handle(self, request):
        return super()._should_handle(request) and not provider_took_second_step(request, self.login.user)


# ── what the provider says ───────────────────────────────────────────────────────────────────────────────────────────


class Provider(OpenIDConnectProvider):
    """The provider of the settings: the answer is bound to the session (state), the question (nonce) and us (PKCE)."""

    def begin(self, request, next_url):
        """Send the person there; a redirection."""
        nonce = secrets.token_urlsafe(32)
        return self.redirect(request, AuthProcess.LOGIN, next_url, auth_params={"nonce": nonce}, nonce=nonce)

    def get_oauth2_adapter(self, request):
        return ProviderAdapter(request)

    def extract_uid(self, data):
        # allauth asks for one; nothing of the visit is kept
        return "-"

    def extract_common_fields(self, data):
        return {}

    def extract_email_addresses(self, data):
        address, vouched = data.get("email"), is_true(data.get(settings.SINGLE_SIGN_ON.vouched_by))
        return [EmailAddress(email=address.lower(), verified=vouched, primary=True)] if isinstance(address, str) else []


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Speaks to the provider, and believes nothing that it has not signed for us, just now."""

    def __init__(self, request):
        super().__init__(request, "single-sign-on")

    def get_provider(self):
        at = settings.SINGLE_SIGN_ON
        app = SocialApp(
            provider="openid_connect",
            provider_id=self.provider_id,
            name=at.name,
            client_id=at.client_id,
            secret=at.secret,
            settings={"oauth_pkce_enabled": True},
        )
        return Provider(self.request, app=app)

    @property
    def openid_config(self):
        """Where the provider's doors are: as it says itself, asked for every ten minutes."""
        issuer = settings.SINGLE_SIGN_ON.issuer.rstrip("/")
        found = _fetched(f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer")).rstrip("/") != issuer:
            raise OAuth2Error(f"The provider at {issuer} says that it is {found.get('issuer')}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not str(found.get(name)).startswith(issuer.partition(":")[0] + ":"):
                raise OAuth2Error(f"The provider’s {name} is no address like its own: {found.get(name)}")
        return found

    @property
    def basic_auth(self):
        """A provider that says nothing takes the secret in the header (RFC 8414, section 2)."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_post" not in methods

    def get_callback_url(self, request, app):
        return settings.PORTAL_BASE_URL + reverse("single_sign_on_callback")

    def parse_token(self, data):
        return SocialToken(token=data["access_token"])

    def complete_login(self, request, app, token, **kwargs):
        claims = self._signed(kwargs["response"].get("id_token"))
        if "email" not in claims:
            claims = self._of_the_same_person(token, claims) | claims
        return self.get_provider().sociallogin_from_response(request, claims)

    def _signed(self, credential):
        """The claims of an ID token, checked as OpenID Connect Core 1.0, section 3.1.3.7, asks. Raises OAuth2Error."""
        client = settings.SINGLE_SIGN_ON.client_id
        try:
            claims = jwt.decode(
                credential,
                key=self._key_of(credential),
                algorithms=SIGNED_BY,
                audience=client,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise OAuth2Error(f"The ID token is not good: {error}") from error
        if claims.get("azp", client) != client:
            raise OAuth2Error("The ID token was made for another application")
        return claims

    def _key_of(self, credential):
        """The provider's key by which the token says that it is signed; keys change, so an unknown one is asked for."""
        wanted = jwt.get_unverified_header(credential).get("kid")
        for afresh in (False, True):
            keys = jwt.PyJWKSet.from_dict(_fetched(self.openid_config["jwks_uri"], afresh=afresh)).keys
            for key in keys:
                if key.key_id == wanted or (wanted is None and len(keys) == 1):
                    return key.key
        raise OAuth2Error(f"The provider has no key {wanted!r}")

    def _of_the_same_person(self, token, claims):
        """What the provider says beside the ID token, of the same person (section 5.3.2)."""
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        said = self._fetch_user_info(token.token)
        if not isinstance(said, dict) or said.get("sub") != claims["sub"]:
            raise OAuth2Error("The provider speaks of somebody else than its ID token")
        return {name: said[name] for name in ("email", settings.SINGLE_SIGN_ON.vouched_by) if name in said}


def _fetched(address, *, afresh=False):
    """A provider's JSON object, kept for ten minutes. Raises RequestException or OAuth2Error."""
    name = f"single-sign-on/{sha256(address.encode()).hexdigest()}"
    found = None if afresh else cache.get(name)
    if found is None:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error(f"{address} gave no JSON object")
        cache.set(name, found, KEPT)
    return found


# ── whether they come in ─────────────────────────────────────────────────────────────────────────────────────────────


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Lets in who has an account already, by an address that the provider vouches for. Nothing is kept of the visit."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        for address in sociallogin.email_addresses:
            person = User.objects.who_proved(address.email).first() if address.verified else None
            if person:
                return person, address.email
        return None

    def pre_social_login(self, request, sociallogin):
        claims, asked = sociallogin.account.extra_data, sociallogin.state.get("nonce")
        if not asked or claims.get("nonce") != asked:
            raise turned_away(request, FAILED, why="the ID token answers another question")
        if not any(address.verified for address in sociallogin.email_addresses):
            refused(request, None, SignIn.Way.SINGLE_SIGN_ON, SignIn.Outcome.NOT_VOUCHED_FOR)
            raise turned_away(request, UNVERIFIED, why=f"{settings.SINGLE_SIGN_ON.vouched_by} is not true")
        if not sociallogin.is_existing:
            refused(request, None, SignIn.Way.SINGLE_SIGN_ON, SignIn.Outcome.UNKNOWN)
            raise turned_away(request, UNKNOWN, address=sociallogin.email_addresses[0].email)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error == AuthError.CANCELLED:
            messages.info(request, f"You did not sign in with {settings.SINGLE_SIGN_ON.name}.")
            raise ImmediateHttpResponse(redirect("account_login"))
        reason = UNANSWERED if isinstance(exception, RequestException) else FAILED
        raise turned_away(request, reason, why=exception or "no state, or an error")


def turned_away(request, reason, *, address="", why="") -> ImmediateHttpResponse:
    """The page that says why nobody was signed in, and what to do."""
    logger.warning("single sign-on: %s (%s)", reason, why)
    partnership = Partnership.objects.first()
    context = {
        "reason": reason,
        "address": address,
        "provider": settings.SINGLE_SIGN_ON.name,
        "secretary": partnership.contact_email if partnership else "",
    }
    return ImmediateHttpResponse(render(request, "account/single_sign_on_refused.html", context, status=STATUS[reason]))
