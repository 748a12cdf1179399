"""A Redis and a PostgreSQL of our own, which may be hurt."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import redis

HOST = "127.0.0.1"
PATIENCE = 40  # seconds until a service must answer


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def until(holds, what, patience=PATIENCE):
    """Look again and again, until it is so."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, f"waited {patience} s in vain: {what}"
        time.sleep(0.1)


class Redis:
    def __init__(self):
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        self.client = redis.Redis(HOST, self.port, socket_timeout=3)

    def start(self):
        command = ["redis-server", "--bind", HOST, "--port", str(self.port), "--save", ""]
        self.process = subprocess.Popen([*command, "--loglevel", "warning"])
        until(self._answers, "Redis")

    def _answers(self):
        try:
            return self.client.ping()
        except redis.RedisError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def empty(self):
        self.client.flushall()


class Postgres:
    """Databases in a folder; PostgreSQL refuses to run as root, so somebody else does."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.user = None if os.geteuid() else "postgres"
        self.url = f"postgresql://postgres@{HOST}:{self.port}/postgres"
        if self.user:
            shutil.chown(folder, self.user)
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync").wait()

    def _run(self, program, *options):
        path = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=program)
        return subprocess.Popen(
            [path, "-D", f"{self.folder}/data", *options],
            cwd=self.folder,
            user=self.user,
            group=self.user,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
        )

    def start(self):
        options = ["-h", HOST, "-p", str(self.port), "-k", self.folder, "-F"]
        self.process = self._run("postgres", *options, "-c", "log_min_messages=fatal")
        until(self._answers, "PostgreSQL")

    def _answers(self):
        try:
            psycopg.connect(self.url, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, sign=signal.SIGINT):
        """SIGINT is the fast way, SIGQUIT leaves everything as a crash would."""
        self.process.send_signal(sign)
        self.process.wait()

    def hang_up_on_everybody(self):
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@contextmanager
def running():
    """Both, until the end of the block."""
    with TemporaryDirectory() as folder:
        postgres, cache = Postgres(folder), Redis()
        postgres.start()
        try:
            cache.start()
            try:
                yield postgres, cache
            finally:
                cache.kill()
        finally:
            postgres.stop()
