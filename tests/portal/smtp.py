"""A small mail server on 127.0.0.1 that does what a test tells it to: take, refuse, hang up."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Postman(socketserver.ThreadingTCPServer):
    """`mode`: ok, later (451), never (550), drop (cut after DATA), busy (421), silent (no word)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mode = "ok"
        self.refused = set()
        self.taken = []

    @property
    def settings(self):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.server_address[1],
            "EMAIL_TIMEOUT": 2,
        }


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        if self.server.mode == "busy":
            self.say("421 come back later")
            return
        if self.server.mode == "silent":
            self.rfile.read()
            return
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip().decode()
            answer = getattr(self, f"do_{verb.lower()}", lambda _line: self.say("250 fine"))
            if answer(line) == "hang up":
                return

    def do_quit(self, line):
        self.say("221 bye")
        return "hang up"

    def do_rcpt(self, line):
        address = line.decode().partition("<")[2].partition(">")[0]
        if self.server.mode == "later":
            self.say("451 try later")
        elif self.server.mode == "never" or address in self.server.refused:
            self.say("550 nobody here")
        else:
            self.say("250 fine")

    def do_data(self, line):
        self.say("354 go on")
        lines = []
        while (part := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(part)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.mode == "drop":
            return "hang up"
        self.say("250 taken")
        return None


@contextmanager
def postman():
    with Postman() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
