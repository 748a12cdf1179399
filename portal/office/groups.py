"""The front page of the office: grouped in its own words, not by app."""

from dataclasses import dataclass
from typing import Any

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Group:
    """A heading of the front page; groups and what is in them stand by their position."""

    key: str
    name: StrOrPromise
    position: int


def grouped(apps: list[dict[str, Any]], registry: dict[Any, Any]) -> list[dict[str, Any]]:
    """The admin's list of apps as a list of groups; what names no group stays with its app.

    An admin with `is_listed = False` is reached from its parent record only.
    """
    groups: dict[Group, list[dict[str, Any]]] = {}
    for number, app in enumerate(apps):
        own = Group(app["app_label"], app["name"], 100 + number)
        for entry in app["models"]:
            window = registry[entry["model"]]
            if getattr(window, "is_listed", True):
                entry["position"] = getattr(window, "position", 0)
                groups.setdefault(getattr(window, "group", None) or own, []).append(entry)
    return [
        {
            "name": group.name,
            "app_label": group.key,
            "app_url": "",
            "has_module_perms": True,
            "models": sorted(groups[group], key=lambda entry: int(entry["position"])),
        }
        for group in sorted(groups, key=lambda group: group.position)
    ]
