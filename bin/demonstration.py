"""`make demo`: set everything up, then run the web server and the clock until Ctrl-C.

Only the standard library is needed to start. PORT and VAR_DIR can be set.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import assets
import environment

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0  # seconds until the server must have answered
GRACE = 5.0  # seconds for a process to end by itself


def main() -> None:
    for number in ENDINGS:
        signal.signal(number, _interrupt)
    try:
        port = _free_port()
        environment.ensure("runtime")
        assets.ensure()
        address = f"http://127.0.0.1:{port}"
        variables = _variables(address)
        words = _prepare(variables)
        _serve(address, words, variables)
    except KeyboardInterrupt:
        environment.say("\nDas Portal ist beendet.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _variables(address: str) -> dict[str, str]:
    """The embedded installation, also where an `.env` describes a real one beside it."""
    folder = environment.ROOT / os.environ.get("VAR_DIR", "var")
    return {
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "REDIS_URL": "",
        "LOG_LEVEL": "WARNING",
        "REGISTRATIONS_PER_HOUR": "1000",  # everybody who tries it comes from this machine
        **os.environ,
        "PRODUCTION": "false",
        "DEMO": "true",
        "BASE_URL": address,
        "ALLOWED_HOSTS": "",
        "EMAIL_URL": "",
        "VAR_DIR": str(folder),
    }


def _free_port() -> int:
    """The port asked for; one that cannot be had ends the start before anything is set up."""
    wish = os.environ.get("PORT", "8000")
    if not wish.isdecimal() or not 0 < int(wish) < 65536:
        sys.exit(f"PORT={wish} ist kein Port: Bitte nennen Sie eine Zahl zwischen 1 und 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wish)))
        except OSError:
            sys.exit(
                f"Port {wish} ist belegt oder gesperrt: Bitte wählen Sie einen anderen,"
                f" zum Beispiel so: make demo PORT={int(wish) % 65535 + 1}"
            )
    return int(wish)


def _prepare(variables: dict[str, str]) -> str:
    environment.say("Datenbank, Dateien und Vorführdaten werden vorbereitet …")
    command = [str(environment.PYTHON), "bin/prepare.py"]
    done = subprocess.run(
        command, cwd=environment.ROOT, env=variables, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit("Die Vorbereitung ist stehen geblieben, oben steht der Grund.")
    return done.stdout.strip()


def _serve(address: str, words: str, variables: dict[str, str]) -> None:
    """Run server and clock; when one of them ends, or we are asked to, end what is left."""
    options = ["--bind", address.removeprefix("http://"), "--graceful-timeout", "3"]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(_start(variables, "-m", "gunicorn", *options))
        _await(f"{address}/healthz", processes)
        processes.append(_start(variables, "manage.py", "run_due", "--every", "30"))
        environment.say(f"\nDas Portal läuft: {address}\n\n{words}\n\nBeenden mit Strg+C.")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        sys.exit("Ein Teil des Portals ist abgestürzt, oben steht der Grund.")
    finally:
        _end(processes)


def _start(variables: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A process in a group of its own: Ctrl-C in the terminal reaches us only, and we end it.

    What the clock ran is not worth a line here; faults still are.
    """
    return subprocess.Popen(
        [str(environment.PYTHON), *arguments],
        cwd=environment.ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _await(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 (our own address)
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    sys.exit("Das Portal antwortet nicht, oben steht der Grund.")


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)  # asked twice is not asked to leave orphans
    for process in processes:
        process.terminate()
    end = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
