"""A whole cycle of check and challenge, played by the demo's people on a clock of its own, up to the next session."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.app import Companion
from bot.clock import DemoClock
from bot.demo import DEMO_PEOPLE, add_demo_council, add_demo_people
from bot.demo_stage import MORNING, Stage
from bot.settings import Settings
from dialogs.core.reply import Reply
from standards_kb.working_days import WorkingDays, at_local_time, england
from storage import schema
from storage.db import Database

BEGINS: Final = date(2026, 9, 7)  # the same story whenever it is played
_NAMED: Final = {person.name.split()[0]: person for person in DEMO_PEOPLE}
PEOPLE: Final = tuple(_NAMED[name] for name in ("Alex", "Megan", "Adele", "Patti", "Lynne", "Diego"))
ALEX, MEGAN, ADELE, PATTI, LYNNE, DIEGO = PEOPLE
AREA: Final = "Help and Protection and Court"
_ABOUT: Final = "ch"  # check_and_challenge, challenge_pack
# What nobody but the area knows, as (figure, out of, comment).
_FIGURES: Final = {
    "Child Protection visits in timescale": ("44", "46", "The two vacancies are filled since July."),
    "Core Groups on time": ("40", "46", "School holidays."),
    "Repeat Child Protection Plans": ("7", "33", "Two sibling groups; each was reviewed."),
    "Care proceedings within 26 weeks": ("8", "13", "Two cases waited for a final hearing."),
    "Review conferences on time": ("28", "30", "Two were put off for an interpreter."),
    "Families in pre-proceedings": ("11", "", ""),
    "Supervision on time": ("31", "36", "Two managers were away in August."),
    "Posts held by agency workers": ("6", "48", ""),
    "Audits done": ("10", "12", "Two moved to October."),
    "Audits judged good or better": ("7", "10", ""),
    "Audit actions overdue": ("6", "", "All are about plans without dates."),
    "Complaints": ("8", "", "Waiting for a call back, and one change of worker too many."),
    "Compliments": ("17", "", "Mostly for workers who stayed."),
    "Vacant posts": ("5", "48", ""),
}
_TEXTS: Final = {
    "quality-assurance findings": "Ten dip samples: direct work is there in nine, plans are specific in six.",
    "progress on improvement priorities and earlier actions": (
        "Supervision is weekly where plans are over a year old; the backlog has gone from 14 to 3."
    ),
    "what is working well, what we are worried about, and grey areas": (
        "Well: visits. Worried: drift after the second review. Grey: neglect that doesn't change."
    ),
    "asks of the panel": "A decision on the second court team.",
}
_VOICE: Final = {
    "themes of compliments": "Workers who stay, and who say what happens next.",
    "themes of complaints": "Waiting for a call back.",
    "participation": "Two in three children took part in their conference, most by what they wrote.",
    "escalations": "Three about drift; all were resolved within ten working days.",
    "you said": "You said: nobody calls back. We did: a duty line that children can text.",
}
_EXPLAINED: Final = (
    "The case system was a week behind; the figure is by our own list, which the business support team checks.",
    "It is the summer's vacancies: both posts are filled since, and the next figure will show it.",
)
_SAME: Final = "Families named the same two things again, so it stands as they said it."


class Cycle:
    """Plays it, step by step; `folder` gets the packs."""

    def __init__(self, companion: Companion, clock: DemoClock, folder: Path, write: Callable[[str], None]) -> None:
        self._calendar: WorkingDays = england()
        self._stage = Stage(companion, clock, self._calendar, _ABOUT, write)
        self._folder = folder
        self._write = write

    def play(self) -> list[Path]:
        """The whole; the packs that were written."""
        self._stage.enter(PEOPLE)
        held = self._opened()
        self._filled(held)
        self._signed()
        first = self._panel(held)
        self._followed()
        second = self._next(held)
        self._write(f"\nBeside these {self._stage.others} other messages of the demo were sent: visits, imports.")
        return [*first, *second]

    def _opened(self) -> date:
        stage = self._stage
        stage.tells("The QA lead plans the session. The one that the demo has already is cancelled.")
        stage.says(LYNNE, "cancel session 2 because the panel meets later this term")
        held = self._calendar.add(stage.today, 30)
        stage.says(
            LYNNE,
            f"check and challenge for {AREA} on {held.day} {held:%B %Y}, contributors Alex Wilber, Megan Bowen and "
            "Adele Vance, signed off by Patti Fernandez and Megan Bowen, panel the Director, action window 6 weeks, "
            "priorities neglect; supervision",
            lines=6,
        )
        return held

    def _filled(self, held: date) -> None:
        stage = self._stage
        stage.tells("Three people fill the return in: parts are taken, figures computed, confirmed or corrected.")
        stage.morning(self._calendar.add(stage.today, 1))
        for title in _VOICE:
            stage.says(ADELE, f"take return 3 {title}")
        stage.says(MEGAN, "return 3 themes of complaints: Families wait for a call back.")
        stage.says(MEGAN, "confirm computed figures of return 3")
        stage.until(self._calendar.add(stage.today, 2))
        self._by_cards(stage.says(ALEX, "fill in return 3"))
        for title, text in _TEXTS.items():
            stage.says(MEGAN, f"return 3 {title}: {text}")
        stage.tells("One of them is late, and is chased until it is done; on the second day the Head of Service hears.")
        due = held
        for _ in range(10):
            due = self._calendar.on_or_before(due - timedelta(days=1))
        stage.until(self._calendar.on_or_before(due - timedelta(days=13)))
        stage.says(
            MEGAN, "close challenge action 1: plans move on, evidence: all supervision of the last month was held"
        )
        stage.until(self._calendar.add(due, 2))
        for title, text in _VOICE.items():
            stage.says(ADELE, f"return 3 {title}: {text}")

    def _by_cards(self, reply: Reply) -> None:
        """Card after card, as each is answered by the next part that is missing, as long as that is a figure."""
        while "value" in (fields := self._stage.fields(reply)):
            title = reply.text.split("\n")[0].partition(": ")[2]
            value, out_of, text = _FIGURES[title]
            typed = {"value": value, "out_of": out_of, "text": text}
            typed = {name: said for name, said in typed.items() if name in fields}
            reply = self._stage.presses(ALEX, reply, "Save", typed)

    def _signed(self) -> None:
        stage = self._stage
        stage.tells("What doesn't fit together is answered before the sign-off: first-line manager, Head of Service.")
        stage.says(ALEX, "return 3 is ready", lines=1)
        stage.presses(MEGAN, stage.says(MEGAN, "return 3", lines=0), "Sign off")
        self._answers()
        stage.presses(PATTI, stage.says(PATTI, "return 3", lines=0), "Sign off")
        stage.tells("The QA lead sends it back with questions; it is put right, signed again and accepted.")
        shown = stage.says(LYNNE, "return 3", lines=0)
        stage.presses(LYNNE, shown, "Send back", {"questions": "What was learnt from the escalations?"})
        stage.says(ADELE, "return 3 escalations: Learnt: a plan without dates drifts. Every plan now has them.")
        stage.says(ALEX, "return 3 is ready")
        stage.presses(MEGAN, stage.says(MEGAN, "return 3", lines=0), "Sign off")
        self._answers()
        stage.presses(PATTI, stage.says(PATTI, "return 3", lines=0), "Sign off")
        stage.presses(LYNNE, stage.says(LYNNE, "return 3", lines=0), "Accept")

    def _answers(self) -> None:
        """The Head of Service answers all that is flagged, on its card."""
        card = self._stage.says(PATTI, "flagged in return 3", lines=0)
        fields = self._stage.fields(card)
        if fields:
            flagged = re.findall(r"^\d+\. (.+)$", card.text, re.MULTILINE)
            because = [_SAME if "word for word" in line else _EXPLAINED[n % 2] for n, line in enumerate(flagged)]
            texts = [said or why for said, why in zip(fields.values(), because, strict=True)]
            self._stage.presses(PATTI, card, "Save the answers", dict(zip(fields, texts, strict=True)))

    def _panel(self, held: date) -> list[Path]:
        stage = self._stage
        stage.tells("The panel is told in time that the pack is there, and the day before once more.")
        stage.until(self._calendar.on_or_before(held - timedelta(days=1)))
        made = [stage.fetches(DIEGO, "pack 3", self._folder), stage.fetches(DIEGO, "figures of pack 3", self._folder)]
        stage.tells("In the session questions are kept, and actions given; an answer comes a day later.")
        stage.morning(held)
        card = stage.says(DIEGO, "challenge 3")
        stage.presses(DIEGO, card, "Keep a question", {"text": "Why do plans drift after the second review?"})
        stage.says(DIEGO, "challenge 3 question: Who decides on the court team? answer: The Director, this month.")
        form = stage.says(LYNNE, "challenge 3 new action")
        first, second = (self._calendar.add(held, days) for days in (12, 20))
        given = {"owner": "Alex Wilber", "measure": "every plan over a year", "serves": "6"}
        given |= {"text": "Review every plan after its second review", "difference": "plans don't drift"}
        stage.presses(LYNNE, form, "Give the action", {"due": f"{first.day} {first:%B %Y}", **given})
        stage.says(
            LYNNE,
            "challenge 3 action: a text line for children, owner Megan Bowen, "
            f"by {second.day} {second:%B %Y}, measured by texts answered the same day, so that children are heard, "
            "for neglect",
        )
        stage.morning(self._calendar.add(held, 1))
        answers = stage.says(PATTI, "answers to challenge 3")
        stage.presses(PATTI, answers, "Keep the answers", {"answer_1": "Reviews had no dates. Now each has one."})
        return made

    def _followed(self) -> None:
        stage = self._stage
        stage.tells("Actions are reminded of, told of, overdue and taken further up, and closed with evidence.")
        stage.until(self._calendar.add(stage.today, 11))
        stage.says(ALEX, "challenge action 2: 9 of 14 are reviewed")
        stage.until(self._calendar.add(stage.today, 13))
        card = stage.says(ALEX, "close challenge action 2", lines=1)
        changed, evidence = "No plan over a year is without dates.", "The October dip sample: 14 of 14."
        stage.presses(ALEX, card, "It is done", {"changed": changed, "evidence": evidence})
        stage.says(LYNNE, "reopen challenge action 2 until 18 December 2026: the dip sample left out court cases")
        stage.says(MEGAN, "challenge action 3: the line is open, 40 texts in the first week")

    def _next(self, held: date) -> list[Path]:
        stage = self._stage
        stage.tells("The next session starts from them.")
        again = self._calendar.on_or_before(held + timedelta(weeks=13))
        stage.says(
            LYNNE,
            f"check and challenge for {AREA} on {again.day} {again:%B %Y}, contributors Alex Wilber, signed off by "
            "Patti Fernandez, panel the Director, priorities neglect",
        )
        progress = stage.says(ALEX, "return 4 progress on improvement priorities and earlier actions", lines=7)
        stage.presses(ALEX, progress, "Save")
        stage.says(ALEX, "return 4 repeat child", lines=2)
        return [stage.fetches(LYNNE, "pack 4", self._folder)]


def play(settings: Settings, database: Database, folder: Path, write: Callable[[str], None]) -> list[Path]:
    """Play it in an empty database, which is the demo's own; the packs that were written into a folder."""
    clock = DemoClock(at_local_time(BEGINS, MORNING))
    schema.upgrade(database)
    with database.transaction() as store:
        add_demo_people(store)
    add_demo_council(database, clock.now())
    return Cycle(Companion.build(settings, database, clock=clock), clock, folder, write).play()
