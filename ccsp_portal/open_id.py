"""The provider at which people may sign in (OpenID Connect, Microsoft Entra), as the environment names it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

# Whether a second factor that was taken at the provider spares the portal's own:
NEVER, WHEN_SAID, ALWAYS = "never", "when-said", "always"

# Entra never says `email_verified`: an administrator, or a guest's own directory, may write any address into `email`.
# Only its claim xms_edov says that the owner of the address's domain vouches for it.
MICROSOFT = {
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "sts.windows.net",
}
# the same door for every directory in the world, instead of for the council's own
EVERY_DIRECTORY = {"common", "organizations", "consumers"}


class Misconfigured(ValueError):
    """What is wrong with the settings of single sign-on, and what to write instead."""


@dataclass(frozen=True)
class OpenIdProvider:
    """`vouched_by` is the claim that must be true before the claim `email` is believed."""

    issuer: str
    client_id: str
    secret: str
    name: str
    mfa_counts: str = NEVER
    vouched_by: str = "email_verified"


def from_environment(environment, *, http_is_allowed=False) -> OpenIdProvider | None:
    """The provider of the settings PORTAL_SSO_…; None where none of them is set. Raises Misconfigured."""
    given = {
        name: environment.get(f"PORTAL_SSO_{name}", "").strip()
        for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "MFA_COUNTS")
    }
    if not any(given.values()):
        return None
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME"):
        if not given[name]:
            raise Misconfigured(f"PORTAL_SSO_{name} is not set, though another of the PORTAL_SSO settings is. Set it.")
    counts = given["MFA_COUNTS"] or NEVER
    if counts not in {NEVER, WHEN_SAID, ALWAYS}:
        raise Misconfigured(f"PORTAL_SSO_MFA_COUNTS is {counts!r}. Set it to {NEVER}, {WHEN_SAID} or {ALWAYS}.")
    return OpenIdProvider(
        issuer=_checked(given["ISSUER"], http_is_allowed),
        client_id=given["CLIENT_ID"],
        secret=given["CLIENT_SECRET"],
        name=given["NAME"],
        mfa_counts=counts,
        vouched_by="xms_edov" if urlsplit(given["ISSUER"]).hostname in MICROSOFT else "email_verified",
    )


def _checked(issuer, http_is_allowed):
    parts = urlsplit(issuer)
    if not parts.hostname or parts.scheme not in ({"https", "http"} if http_is_allowed else {"https"}):
        raise Misconfigured("PORTAL_SSO_ISSUER must be the provider’s whole address, beginning with https://.")
    if parts.hostname in MICROSOFT and parts.path.strip("/").partition("/")[0].lower() in EVERY_DIRECTORY:
        raise Misconfigured(
            "PORTAL_SSO_ISSUER lets in every Microsoft directory. Write your own directory’s id in its place: "
            "https://login.microsoftonline.com/DIRECTORY-ID/v2.0"
        )
    return issuer
