"""What the demonstration tells whoever starts it: who can sign in, and what to try."""

from demo.loading import sources
from demo.loading.accounts import PASSWORD


def guide() -> str:
    """Plain German text without any address of the server."""
    told = [row for row in sources.table("accounts") if row["told"]]
    width = max(len(row["email"]) for row in told)
    lines = [f"  {row['email']:<{width}}  {row['told']}" for row in told]
    heading = f"Anmelden mit dem Passwort {PASSWORD} als:"
    words = (sources.DATA / "guide.txt").read_text(encoding="utf-8").strip()
    return "\n".join([heading, *lines, "", words])
