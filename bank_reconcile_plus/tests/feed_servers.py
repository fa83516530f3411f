"""An SFTP and an HTTPS server on the loopback, for tests of feeds."""

import datetime
import http.server
import io
import ipaddress
import os
import socket
import ssl
import tempfile
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

try:
    import paramiko
except ImportError:  # Optional: the tests that need it are left out.
    paramiko = None

HOST = "127.0.0.1"
USER, PASSWORD = "lindenvos", "correct horse battery"


def make_certificate():
    """:return: a certificate of the loopback signed by itself, and its key, as PEM text"""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


class HttpsServer:
    """Serves what ``answers`` says: path -> (status, headers, content). ``requests`` are those it got."""

    def __init__(self):
        self.answers, self.requests = {}, []
        self.certificate, private = make_certificate()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, dict(self.headers)))
                status, headers, content = outer.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments):
                """Keep quiet."""

        self.server = http.server.ThreadingHTTPServer((HOST, 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(self.certificate + private)
            file.flush()
            context.load_cert_chain(file.name)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda *arguments: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        """:return: the address, without a path"""
        return f"https://{HOST}:{self.server.server_address[1]}"

    def close(self):
        """Stop."""
        self.server.shutdown()
        self.server.server_close()


class SftpServer:
    """Serves one folder to one user, by password or by the key ``client_key``."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.host_key = paramiko.RSAKey.generate(2048)
        self.client_key = paramiko.RSAKey.generate(2048)
        self.logins = []
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def public_key(self):
        """:return: the host key as ``ssh-keyscan`` prints it"""
        return f"{self.host_key.get_name()} {self.host_key.get_base64()}"

    @property
    def client_key_text(self):
        """:return: the client's private key as PEM"""
        text = io.StringIO()
        self.client_key.write_private_key(text)
        return text.getvalue()

    def _serve(self):
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.host_key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _interface(self.folder))
            try:
                transport.start_server(server=_login(self))
            except (paramiko.SSHException, EOFError, OSError):
                continue

    def close(self):
        """Stop."""
        self.listener.close()


def _login(server):
    class Login(paramiko.ServerInterface):
        def check_auth_password(self, username, password):
            server.logins.append(password)
            right = (username, password) == (USER, PASSWORD)
            return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

        def check_auth_publickey(self, username, key):
            right = username == USER and key == server.client_key
            return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

        def get_allowed_auths(self, username):
            return "password,publickey"

        def check_channel_request(self, kind, chanid):
            return paramiko.OPEN_SUCCEEDED

    return Login()


def _interface(folder):
    class Files(paramiko.SFTPServerInterface):
        def _path(self, path):
            return folder / path.lstrip("/")

        def list_folder(self, path):
            if not self._path(path).is_dir():
                return paramiko.SFTP_NO_SUCH_FILE
            return [
                paramiko.SFTPAttributes.from_stat(entry.lstat(), entry.name)
                for entry in sorted(self._path(path).iterdir())
            ]

        def stat(self, path):
            return paramiko.SFTPAttributes.from_stat(os.stat(self._path(path)))

        def open(self, path, flags, attr):
            handle = paramiko.SFTPHandle(flags)
            handle.readfile = open(self._path(path), "rb")  # noqa: SIM115 - paramiko closes it
            return handle

    return Files
