"""How the web server runs, in the demonstration as in production; WEB_CONCURRENCY sets workers."""

import os

wsgi_app = "portal.wsgi"
preload_app = True  # read once, shared; no database connection is open before the fork
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 15  # longer than any query may take
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = "warning"
control_socket_disable = True  # it would lie outside the installation; signals do
