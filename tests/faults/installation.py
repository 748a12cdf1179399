"""The portal as it runs for real: web server, sender and clock, with services of its own."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.delivery import LEASE
from tests.faults.servers import HOST, free_port, until

ROOT = Path(__file__).resolve().parent.parent.parent


class Installation:
    def __init__(self, folder, postgres, redis, postman):
        self.postgres, self.redis, self.postman = postgres, redis, postman
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.variables = os.environ | {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "VAR_DIR": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "BASE_URL": self.address,
            "ALLOWED_HOSTS": "",
            "EMAIL_URL": f"smtp://{HOST}:{postman.server_address[1]}",
            "REGISTRATIONS_PER_HOUR": "100000",
            "LOG_LEVEL": "WARNING",
            "WEB_CONCURRENCY": "2",
        }

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command,
            cwd=ROOT,
            env=self.variables,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )

    def prepare(self):
        self.manage("migrate", "--noinput", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self):
        self.start_web()
        self.start_sender()

    def start_web(self):
        self.web = self._run("-m", "gunicorn", "--bind", f"{HOST}:{self.port}")
        until(self._answers, "the web server")

    def start_sender(self):
        options = ["--concurrency", "1", "--loglevel", "warning", "--without-mingle"]
        schedule = ["--beat", "--schedule", f"{self.variables['VAR_DIR']}/beat"]
        self.sender = self._run("-m", "celery", "--app", "portal", "worker", *options, *schedule)

    def _run(self, *arguments):
        command = [sys.executable, *arguments]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.variables,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310 - ours
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill_sender(self):
        """The whole group at once, as if the machine were switched off."""
        os.killpg(self.sender.pid, signal.SIGKILL)
        self.sender.wait()

    def kill_one_web_worker(self):
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def let_time_pass(self):
        """Until every pause and every lease is over: what the clock would do then, done now."""
        later = timezone.now() + LEASE + timedelta(minutes=1)
        self.manage("run_due", "--now", later.isoformat())

    def end(self):
        for process in (self.web, self.sender):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
