"""Run a command with a PostgreSQL and a Redis of its own: `servers.py make test`.

Uses the servers that answer on this machine, with a role, database and Redis numbers made for this
run; where none let us in (or with `--own`) it starts its own, installed by apt-get if need be.
Whatever it made or started is gone afterwards. Runs in the virtual environment.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import programs
import psycopg
import redis
from psycopg import sql

HOST = "127.0.0.1"
WORKERS = os.cpu_count() or 1
PATIENCE = 30.0


def main(arguments: list[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    own = arguments[:1] == ["--own"]
    with ExitStack() as stack:
        postgres = None if own else _answering_postgres()
        if postgres is None:
            postgres = stack.enter_context(_own_postgres())
        database = stack.enter_context(_database(postgres))
        cache = None if own else _empty_redis(6379)
        if cache is None:
            cache = stack.enter_context(_own_redis())
        stack.callback(_flush, cache)
        variables = {**os.environ, "DATABASE_URL": database, "REDIS_URL": cache}
        return subprocess.run(arguments[own:], env=variables).returncode


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answering_postgres() -> str | None:
    address = f"postgresql://postgres@{HOST}:5432/postgres"
    return address if _let_in(address) else None


def _let_in(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def _database(postgres: str) -> Iterator[str]:
    """A role that may create databases, and a database of its own; both dropped in the end."""
    name, password = f"portal_{secrets.token_hex(4)}", secrets.token_hex(16)
    with psycopg.connect(postgres, autocommit=True) as connection:
        role = sql.Identifier(name)
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, sql.Literal(password))
        )
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
            yield f"postgres://{name}:{password}@{postgres.split('@')[1].split('/')[0]}/{name}"
        finally:
            left = connection.execute(
                "SELECT datname FROM pg_database WHERE datdba = %s::regrole", [name]
            )
            for (database,) in left.fetchall():
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database))
                )
            connection.execute(sql.SQL("DROP ROLE {}").format(role))


def _empty_redis(port: int) -> str | None:
    """The first of as many neighbouring empty databases as the suite has workers."""
    try:
        sizes = [_redis(port, number).dbsize() for number in range(16)]
    except redis.RedisError:
        return None
    for number in range(1, 17 - WORKERS):
        if not any(sizes[number : number + WORKERS]):
            return f"redis://{HOST}:{port}/{number}"
    return None


def _flush(address: str) -> None:
    port, first = (int(part) for part in address.rsplit(":", 1)[1].split("/"))
    for number in range(first, first + WORKERS):
        _redis(port, number).flushdb()


def _redis(port: int, number: int) -> redis.Redis:
    return redis.Redis(HOST, port, number, socket_timeout=3)


@contextmanager
def _own_postgres() -> Iterator[str]:
    initdb, server = (programs.path(name, "postgresql") for name in ("initdb", "postgres"))
    address, port = _free_address()
    user = None if os.geteuid() else "postgres"  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory() as folder:
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"
        create = [initdb, "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
        subprocess.run(
            [*create, "--locale=C.UTF-8"],
            cwd=folder,
            user=user,
            group=user,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        run = [server, "-D", data, "-h", HOST, "-p", str(port), "-k", folder, "-F"]
        quiet = ["-c", "log_min_messages=fatal"]
        with _ended(subprocess.Popen([*run, *quiet], cwd=folder, user=user, group=user)):
            admin = f"postgresql://postgres@{address}/postgres"
            _await(lambda: _let_in(admin))
            yield admin


@contextmanager
def _own_redis() -> Iterator[str]:
    server = programs.path("redis-server", "redis-server")
    address, port = _free_address()
    run = [server, "--bind", HOST, "--port", str(port), "--save", "", "--loglevel", "warning"]
    with (
        tempfile.TemporaryDirectory() as folder,
        _ended(subprocess.Popen(run, cwd=folder, stdout=subprocess.DEVNULL)),
    ):
        _await(lambda: _empty_redis(port) is not None)
        yield f"redis://{address}/1"


@contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """End the process with the block; SIGINT is PostgreSQL's fast way, and Redis takes it too."""
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _await(answers: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not answers():
        if time.monotonic() > end:
            sys.exit("Der eigene Dienst antwortet nicht, oben steht der Grund.")
        time.sleep(0.1)


def _free_address() -> tuple[str, int]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return f"{HOST}:{port}", port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
