"""How the tests work at a coordinator's desk."""

from datetime import date, time

from tests import factories as f
from tests.office import filled, window

DAY = date(2026, 9, 10)
ADD = "conferences.session", "add"


def timed(room, start, end, **facts):
    times = {"starts_at": time(start), "ends_at": time(end)}
    return f.SessionFactory(conference=room.conference, room=room, day=DAY, **times, **facts)


def proposed(page):
    initial = page.context["adminform"].form.initial
    return initial["conference"], initial.get("day"), initial.get("starts_at")


def save(client, address, **changes):
    """The page as it stands, with these changes, saved; the errors of the form if there are any."""
    page = client.get(address)
    answer = client.post(address, filled(page, **changes))
    if answer.status_code == 302:
        return answer
    forms = [answer.context["adminform"].form.errors.as_text()]
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    return "\n".join([*forms, *(str(part.non_form_errors()) for part in formsets)])


def notes(page):
    return [
        (note.text, [s.title for s, _address in note.sessions]) for note in page.context["notes"]
    ]


def change(thing):
    return window(thing._meta.label_lower, "change", thing.pk)


def last_messages(client, address):
    return [str(message) for message in client.get(address).context["messages"]]
