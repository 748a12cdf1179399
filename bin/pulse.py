"""Whether the web server of this container answers: `pulse.py`, for HEALTHCHECK.

It asks as the outside does, by a host name the portal answers to.
"""

import os
import sys
import urllib.request

ADDRESS = "http://127.0.0.1:8000/healthz"


def main() -> int:
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
    request = urllib.request.Request(ADDRESS, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 (our own address)
            return int(answer.status != 200)
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
