"""OpenID Connect: the authorization code flow with PKCE, state and nonce, against the one issuer of the settings.

No view of allauth: its client neither sends a nonce nor looks at the signature of what the token endpoint returns,
and remembers used tokens in the cache. Tokens are verified by PyJWT.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

#: Seconds to connect and to wait for each answer.
TIMEOUT = (3.05, 8)
#: Signatures with a public key only: with a symmetric one, whoever knows the client's secret could sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
#: How far the clocks of the two servers may differ, in seconds.
LEEWAY = 60


class OpenIDError(Exception):
    """The provider, or what came in its name, cannot be believed; the text is for the log, not for the person."""


@dataclass(frozen=True)
class Attempt:
    """What ties the answer of the provider to the browser that asked; kept in its session."""

    state: str
    nonce: str
    verifier: str
    next_url: str


@dataclass(frozen=True)
class Claims:
    """Who the provider says it is."""

    issuer: str
    subject: str
    email: str
    email_verified: bool


def is_configured() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def button() -> str:
    """What the button of single sign-on says; empty where there is none."""
    if not is_configured():
        return ""
    return (
        _("Sign in with %(provider)s") % {"provider": settings.OIDC_NAME} if settings.OIDC_NAME else _("Single sign-on")
    )


def new_attempt(next_url: str) -> Attempt:
    return Attempt(secrets.token_urlsafe(), secrets.token_urlsafe(), secrets.token_urlsafe(48), next_url)


def authorization_url(attempt: Attempt) -> str:
    """Where the browser is sent. Raises OpenIDError if the provider cannot be asked for its addresses."""
    challenge = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri(),
        "scope": "openid email profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    address = discover()["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"


def redirect_uri() -> str:
    return settings.PORTAL_BASE_URL + reverse("accounts:openid_callback")


def claims_of(attempt: Attempt, *, state: str, code: str) -> Claims:
    """Trade the code for tokens and verify them.

    Raises:
        OpenIDError: the state is another one, the provider failed, or the token is not for us, not from it, not of
            this attempt, or expired.
    """
    if not code or not constant_time_compare(state, attempt.state):
        raise OpenIDError("The answer belongs to another attempt.")
    provider = discover()
    tokens = _tokens(provider, attempt, code)
    claims = _verified(provider, str(tokens.get("id_token") or ""))
    if not constant_time_compare(str(claims.get("nonce", "")), attempt.nonce):
        raise OpenIDError("The token belongs to another attempt.")
    if "email" not in claims and provider.get("userinfo_endpoint"):
        claims |= _userinfo(provider, str(tokens.get("access_token") or ""), claims["sub"])
    verified = claims.get("email_verified")
    return Claims(settings.OIDC_ISSUER, str(claims["sub"]), str(claims.get("email") or ""), verified in (True, "true"))


def discover() -> dict[str, Any]:
    """The provider's own description. Raises OpenIDError."""
    address = settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration"
    provider = _json("GET", address)
    if provider.get("issuer") != settings.OIDC_ISSUER:
        raise OpenIDError("The provider calls itself otherwise than OIDC_ISSUER.")
    missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - provider.keys()
    if missing:
        raise OpenIDError(f"The provider does not say its {', '.join(sorted(missing))}.")
    return provider


def _tokens(provider: dict[str, Any], attempt: Attempt, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(),
        "code_verifier": attempt.verifier,
    }
    methods = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        basic = requests.auth.HTTPBasicAuth(settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
        return _json("POST", provider["token_endpoint"], data=form, auth=basic)
    form |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_CLIENT_SECRET}
    return _json("POST", provider["token_endpoint"], data=form)


def _verified(provider: dict[str, Any], token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        key = _key(_json("GET", provider["jwks_uri"]), header.get("kid"))
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise OpenIDError(f"The token is not valid: {error}") from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise OpenIDError("The token was made for somebody else.")
    return claims


def _key(keys: dict[str, Any], kid: str | None) -> Any:
    signing = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    found = [key for key in signing if kid is None or key.key_id == kid]
    if len(found) != 1:
        raise OpenIDError("The token names no key of the provider.")
    return found[0]


def _userinfo(provider: dict[str, Any], access_token: str, subject: str) -> dict[str, Any]:
    answer = _json("GET", provider["userinfo_endpoint"], headers={"Authorization": f"Bearer {access_token}"})
    if answer.get("sub") != subject:  # OpenID Connect Core 1.0, 5.3.2
        raise OpenIDError("The provider tells of somebody else than its token.")
    return {name: answer[name] for name in ("email", "email_verified") if name in answer}


def _json(method: str, address: str, **more: Any) -> dict[str, Any]:
    """An answer of the provider. No redirect is followed, so that nobody else is asked."""
    try:
        response = requests.request(method, address, timeout=TIMEOUT, allow_redirects=False, **more)
        if response.status_code != 200:
            raise OpenIDError(f"The provider answered {response.status_code} at {urlsplit(address).path}.")
        answer = response.json()
    except (requests.RequestException, json.JSONDecodeError) as error:
        raise OpenIDError(f"The provider cannot be reached or understood: {error.__class__.__name__}") from error
    if not isinstance(answer, dict):
        raise OpenIDError("The provider answered something else than an object.")
    return answer
