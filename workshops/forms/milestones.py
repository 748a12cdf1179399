"""A milestone as it is agreed and edited, given up, and split."""

from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.dates import Period
from portal.text import LineFormField, ProseFormField, number
from portal.widgets import DateInput, NumberField, PeriodField
from publications.models import Topic
from workshops.models import Milestone, Part, RoundMilestone, Team

PARTS = 4  # that one milestone can be split into at once


class Difference(NamedTuple):
    """A field that two people filled in differently."""

    label: str
    theirs: str
    yours: str


class MilestoneForm(forms.Form):
    """What a milestone says. Its status is no part of it: that moves by entries."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = LineFormField(max_length=200, label=_("What do you want to have reached?"))
    difference = ProseFormField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("What will be different then?"),
        help_text=_("For whom, and how would one notice?"),
    )
    common = forms.ModelChoiceField(
        RoundMilestone.objects.none(),
        required=False,
        label=_("Part of the common milestone"),
        help_text=_("What the round agreed together. Each team takes each of them once."),
        empty_label=_("none: a milestone of our own"),
    )
    responsible = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        label=_("Responsible"),
        empty_label=_("nobody named yet"),
    )
    when = PeriodField(
        required=False,
        label=_("Deadline"),
        help_text=_("As precise as you know it: “6 February 2027”, “autumn 2027” or “2027”."),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), required=False, label=_("Topic"), empty_label=_("without")
    )
    core_theme = forms.ModelChoiceField(
        Topic.objects.none(), required=False, label=_("Core theme"), empty_label=_("without")
    )
    indicator = LineFormField(
        required=False,
        max_length=250,
        label=_("How does one see that it is reached?"),
        help_text=_("For example “schools that hand in their plan” or “decision of the council”."),
    )
    unit = LineFormField(
        required=False,
        max_length=40,
        label=_("Unit"),
        help_text=_("For example “schools” or “per cent”."),
    )
    baseline = NumberField(
        required=False, max_digits=15, decimal_places=3, label=_("Where do you begin?")
    )
    baseline_on = forms.DateField(required=False, widget=DateInput(), label=_("As of"))
    target = NumberField(
        required=False, max_digits=15, decimal_places=3, label=_("Where do you want to get?")
    )
    source = LineFormField(
        required=False, max_length=250, label=_("Where do the figures come from?")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        team: Team,
        milestone: Milestone | None = None,
        common: RoundMilestone | None = None,
        typed: dict[str, str] | None = None,
    ) -> None:
        before = _words_of(milestone) if milestone else common.words() if common else {}
        super().__init__(data, initial={**before, **(typed or {})})
        now = milestone or Milestone()
        topics = Topic.objects.in_order()
        members = team.members.active_or(now.responsible_id).in_order().select_related("user")
        self._offer("responsible", members)
        self._offer("common", RoundMilestone.objects.open_to(team, now.common_id))
        self._offer("topic", topics.filter(kind=Topic.Kind.SUBJECT))
        self._offer("core_theme", topics.filter(kind=Topic.Kind.CORE_THEME))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].queryset = choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Milestone.WORDS}

    @property
    def has_figures(self) -> bool:
        """Whether the part with the figures should be seen at once."""
        names = ("unit", "baseline", "baseline_on", "target", "source")
        return any(self[name].value() or self[name].errors for name in names)

    def differences(self, milestone: Milestone) -> list[Difference]:
        """Where what was typed differs from what is saved now."""
        saved = _words_of(milestone)
        return [
            Difference(str(self.fields[name].label), _said(saved[name]), _said(typed))
            for name, typed in self.facts.items()
            if typed != saved[name]
        ]

    def seeing(self, milestone: Milestone) -> "MilestoneForm":
        """The same words once more, for somebody who has now seen what others wrote."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(milestone.version)
        return MilestoneForm(data, team=milestone.team, milestone=milestone)


def _words_of(milestone: Milestone) -> dict[str, Any]:
    return {
        "version": milestone.version,
        **{name: getattr(milestone, name) for name in Milestone.WORDS},
    }


def _said(value: Any) -> str:
    """What stands in a field, as people read it."""
    match value:
        case None | "":
            return ""
        case Period():
            return str(value)
        case _ if hasattr(value, "isoformat"):
            return date_format(value)
        case _ if hasattr(value, "quantize"):
            return number(value)
    return str(value)


class ReasonForm(forms.Form):
    """Why it is given up."""

    reason = ProseFormField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("Why is it given up?"),
        help_text=_("One sentence is enough. It stays in the history, so that others can learn."),
    )


class SplitForm(forms.Form):
    """Two to four parts, and what becomes of the old milestone."""

    give_up = forms.TypedChoiceField(
        choices=[
            ("no", _("It stays open beside its parts.")),
            ("yes", _("It is dropped; its history stays readable.")),
        ],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        initial="no",
        label=_("What becomes of the milestone that is split?"),
    )

    def __init__(self, data: Any = None, *, milestone: Milestone) -> None:
        super().__init__(data)
        for place in range(1, PARTS + 1):
            self.fields[f"title_{place}"] = LineFormField(
                required=place <= 2,
                max_length=200,
                label=_("Part %(number)s") % {"number": place},
            )
            self.fields[f"when_{place}"] = PeriodField(
                required=False,
                label=_("Deadline of part %(number)s") % {"number": place},
                help_text=_("For example “autumn 2027”.") if place == 1 else "",
            )
            if place <= 2:
                self.initial[f"when_{place}"] = milestone.when

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"title_{n}"], self[f"when_{n}"]) for n in range(1, PARTS + 1)]

    @property
    def parts(self) -> list[Part]:
        given = self.cleaned_data
        rows = [(given[f"title_{n}"], given[f"when_{n}"]) for n in range(1, PARTS + 1)]
        return [Part(title, when) for title, when in rows if title]
