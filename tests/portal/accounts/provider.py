"""A provider of OpenID Connect on a real HTTP port: discovery, keys, tokens, userinfo. It lies when told to."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "portal", "client-secret"


class Provider:
    """`claims` go into the token over the true ones, None takes one out; `answers` replace what a path answers."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self, "")

            def do_POST(self) -> None:
                provider._answer(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def authorize(self, url: str) -> dict[str, str]:
        """What the person's browser does there; returns the query of the way back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def _answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        path = urlsplit(request.path).path
        self.asked.append(path)
        status, text = self.answers.get(path) or (200, json.dumps(self._say(path, body, request)))
        request.send_response(status)
        if status == 302:
            request.send_header("Location", text)
        request.send_header("Content-Length", str(len(text.encode())))
        request.end_headers()
        request.wfile.write(text.encode())

    def _say(self, path: str, body: str, request: BaseHTTPRequestHandler) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            ends |= {"userinfo_endpoint": "/userinfo"}
            return {"issuer": self.issuer} | {name: self.issuer + end for name, end in ends.items()}
        if path == "/keys":
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [jwk | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/userinfo":
            assert request.headers["Authorization"] == "Bearer access"
            return self.userinfo
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._token(body, request)}

    def _token(self, body: str, request: BaseHTTPRequestHandler) -> str:
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(form["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        assert challenge.rstrip("=") == asked["code_challenge"]
        assert form["redirect_uri"] == asked["redirect_uri"]
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        assert request.headers["Authorization"] == f"Basic {basic}"
        now = int(time.time())
        true = {"iss": self.issuer, "aud": CLIENT, "sub": "person-1", "iat": now, "exp": now + 300}
        true |= {"nonce": asked["nonce"], "email": "wang@example.org", "email_verified": True}
        claims = {name: value for name, value in (true | self.claims).items() if value is not None}
        return jwt.encode(claims, self.signs_with, algorithm=self.algorithm, headers={"kid": "one"})
