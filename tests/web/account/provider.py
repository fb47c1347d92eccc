"""A small OpenID provider on 127.0.0.1: discovery, keys, and tokens as a test wants them."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, CODE = "cordee", "un secret partagé", "a-code"


def numbered(value):
    return urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).rstrip(b"=").decode()


class Provider(ThreadingHTTPServer):
    """What the company's sign-in says, and what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = rsa.generate_private_key(65537, 2048)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.signs_with, self.algorithm, self.changes, self.asked = self.key, "RS256", {}, []
        self.nonce = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def token(self):
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "42",
            "exp": time.time() + 60,
            "iat": time.time(),
            "nonce": self.nonce,
            "email": "sophie@valmorel.example",
            "email_verified": True,
            "given_name": "Sophie",
            "family_name": "Marchal",
        } | self.changes
        key = self.signs_with
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})

    def discovery(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        public = self.key.public_key().public_numbers()
        known = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one"}
        return {"keys": [known | {"n": numbered(public.n), "e": numbered(public.e)}]}


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        told = {"/.well-known/openid-configuration": "discovery", "/keys": "keys"}
        self.say(getattr(self.server, told[self.path])())

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(sent)
        self.say({"access_token": "a", "token_type": "bearer", "id_token": self.server.token()})

    def say(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """The test says what went wrong."""
