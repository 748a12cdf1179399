"""The timed jobs of the portal: one registry, run by the ticker, the command or Celery beat.

A job is a function of the moment, decorated in an app's `periodic` module:

    @clock.every(minutes=5)
    def remind(at: datetime) -> None: ...

    @clock.daily(at="06:00")
    def forget(at: datetime) -> None: ...

It may be started twice after a crash, so it is written to do no harm then.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from portal.dates import BERLIN
from portal.models import JobRun

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)  # a run that dies is started again after this
AFTER_FAULT = timedelta(minutes=5)

Function = Callable[[datetime], None]


@dataclass(frozen=True)
class Job:
    name: str
    run: Function
    next_after: Callable[[datetime], datetime]


_jobs: dict[str, Job] = {}


def every(*, minutes: int) -> Callable[[Function], Function]:
    """Run again so many minutes after the last run."""
    return _registrar(lambda at: at + timedelta(minutes=minutes))


def daily(*, at: str) -> Callable[[Function], Function]:
    """Run once a day at this time by the clock on the wall in Germany ("06:00")."""
    hour = time.fromisoformat(at)

    def next_after(moment: datetime) -> datetime:
        local = moment.astimezone(BERLIN)
        today = datetime.combine(local.date(), hour, tzinfo=BERLIN)
        return today if today > moment else _day_after(today)

    return _registrar(next_after)


def _day_after(moment: datetime) -> datetime:
    tomorrow = moment.date() + timedelta(days=1)
    return datetime.combine(tomorrow, moment.timetz().replace(tzinfo=None), tzinfo=BERLIN)


def _registrar(next_after: Callable[[datetime], datetime]) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        name = f"{function.__module__}.{function.__name__}"
        if name in _jobs:
            raise ValueError(f"There are two jobs named {name}.")
        _jobs[name] = Job(name, function, next_after)
        return function

    return register


def jobs() -> list[Job]:
    """All jobs, by name."""
    return sorted(_jobs.values(), key=lambda job: job.name)


def run_due(at: datetime) -> list[str]:
    """Run what is due at this moment; the names of what ran. Two schedulers run a job once."""
    return [job.name for job in jobs() if _take(job, at) and _finish(job, at)]


def _take(job: Job, at: datetime) -> bool:
    """Whether the job is due and nobody else has it. A job that never ran is due.

    A last run far in the future means that the clock was set back: then it is due as well.
    """
    JobRun.objects.get_or_create(name=job.name, defaults={"next_at": at})
    due = JobRun.objects.filter(Q(next_at__lte=at) | Q(last_at__gt=at + LEASE), name=job.name)
    return due.update(next_at=at + LEASE, last_at=at) == 1


def _finish(job: Job, at: datetime) -> bool:
    """Run the job and set its next turn; a fault is logged and noted, the others go on."""
    try:
        job.run(at)
    except Exception as fault:
        log.exception("job %s failed", job.name)
        _note(job, min(at + AFTER_FAULT, job.next_after(at)), f"{type(fault).__name__}: {fault}")
    else:
        _note(job, job.next_after(at), "")
    return True


def _note(job: Job, next_at: datetime, error: str) -> None:
    JobRun.objects.filter(name=job.name).update(next_at=next_at, error=error[:300])
