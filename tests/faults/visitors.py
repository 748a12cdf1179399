"""People who register while something breaks, and a ledger of what each of them was told."""

import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from django.db import DatabaseError, connection
from django.urls import reverse

from portal.models import OutgoingMail
from portal.seals import unseal
from tests.faults.servers import HOST, until
from tests.registrations.browsers import person

LONGEST = 10  # seconds that anybody waits for an answer
AT_ONCE = 4
SENT_ON = 302
CSRF = "c" * 32
LINK = re.compile(r"http://[^/\s]+(/anmeldung/meine/[^/\s]+/)")
RANK = re.compile(r'class="rank num">(\d+)<')


@dataclass(frozen=True)
class Answer:
    asked: str
    status: int  # 0: the line broke
    seconds: float
    body: str = ""
    place: str = ""


@dataclass
class Ledger:
    """`told`: address → the last thing that was said for certain. All else is unknown."""

    told: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def faults(self):
        """What nobody should be answered: 5xx, or nothing at all."""
        return [one for one in self.answers if one.status == 0 or one.status >= 500]

    def slow(self):
        return [one for one in self.answers if one.seconds > LONGEST]

    def __str__(self):
        statuses = Counter(one.status for one in self.answers)
        said = ", ".join(f"{times} of {status}" for status, times in sorted(statuses.items()))
        return f"{said}; longest {max(one.seconds for one in self.answers):.1f} s"


class Browser:
    def __init__(self, portal, ledger):
        self.port, self.ledger = portal.port, ledger
        self.cookies = {"csrf": CSRF}

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields):
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}))

    def _ask(self, verb, path, body=None):
        line = HTTPConnection(HOST, self.port, timeout=3 * LONGEST)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        start = time.monotonic()
        try:
            line.request(verb, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, HTTPException):
            said = Answer(f"{verb} {path}", 0, time.monotonic() - start)
        else:
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _is, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            seconds = time.monotonic() - start
            place = answer.headers["Location"] or ""
            said = Answer(f"{verb} {path}", answer.status, seconds, text, place)
        finally:
            line.close()
        self.ledger.answers.append(said)
        return said

    def insist(self, ask, *arguments):
        """As people do when a page says “later”, or nothing: the same once more."""
        for _attempt in range(40):
            answer = ask(*arguments)
            if 0 < answer.status < 500:
                return answer
            time.sleep(0.25)
        raise AssertionError(f"{answer.asked} never came through")


class Crowd:
    """So many people, a few at once. Every third who is in for sure gives the place back."""

    def __init__(self, portal, offer, people):
        self.portal, self.offer, self.people = portal, offer, people
        self.ledger, self.readers = Ledger(), Ledger()
        self.done = 0

    def person(self, number):
        """Nobody of another crowd: to one address go three letters within an hour."""
        return person(1000 * self.offer.pk + number)

    def wait_for(self, share):
        until(lambda: self.done >= share * self.people or self.over.is_set(), f"{share} of all")

    @contextmanager
    def coming(self):
        """They begin with the block; at its end all have gone home."""
        self.over = threading.Event()
        reader = threading.Thread(target=self._read)
        reader.start()
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                coming = [pool.submit(self._come, number) for number in range(self.people)]
                yield
                for one in coming:
                    one.result()
        finally:
            self.over.set()
            reader.join()

    def _read(self):
        browser = Browser(self.portal, self.readers)
        while not self.over.is_set():
            for path in ("/", "/werkstaetten/", self.offer.get_absolute_url()):
                browser.get(path)
            time.sleep(0.2)

    def _come(self, number):
        try:
            self._register(number)
        finally:
            self.done += 1
            connection.close()

    def _register(self, number):
        browser, form = Browser(self.portal, self.ledger), self.person(number)
        email, address = form["email"], self.offer.get_absolute_url()
        answer = browser.insist(browser.post, address, form)
        assert answer.status == SENT_ON, answer
        self.ledger.told[email] = "look into your mailbox"
        browser.insist(browser.get, self._link(email))
        answer = browser.insist(browser.post, reverse("registrations:confirm"), {})
        assert answer.status == SENT_ON, answer
        page = browser.insist(browser.get, reverse("registrations:mine")).body
        self.ledger.told[email] = "waiting" if RANK.search(page) else "confirmed"
        if number % 3 == 0:
            answer = browser.insist(browser.post, reverse("registrations:cancel"), {})
            assert answer.status in {SENT_ON, 422}, answer
            self.ledger.told[email] = "cancelled"

    def _link(self, email):
        """From the mailbox; or from what is on its way there, for the letter may be late."""
        found = []
        until(lambda: found.extend(self._links(email)) or found, f"a letter to {email}")
        return found[-1]

    def _links(self, email):
        for mail in list(self.portal.postman.taken):
            if mail["To"] == email:
                yield from LINK.findall(mail.get_body(("plain",)).get_content())
        try:
            waiting = OutgoingMail.objects.filter(recipient=email).exclude(sealed="")
            sealed = list(waiting.values_list("sealed", flat=True))
        except DatabaseError:
            connection.close()
            return
        for one in sealed:
            yield from LINK.findall(unseal(one)["link"])
