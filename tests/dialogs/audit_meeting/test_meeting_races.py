"""Two at once: what is agreed, offered or taken back while somebody else answers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from storage.db import Database
from storage.meetings import OFF, OFFERED
from storage.plans import PlannedVisit
from tests.dialogs.audit_meeting.support import CARE, OMAR, both, hand_to, the_audit
from tests.dialogs.audit_meeting.test_meeting import OFFER, THURSDAY_2PM, agree, buttons, meeting, push
from tests.dialogs.visits.support import chat


class TestRaces:
    def test_two_say_yes_to_two_times_at_once(self, demo: Database) -> None:
        """The same person on two devices: the first holds, the second hears what does."""
        alex, priya = both(demo)
        priya.hear(OFFER)
        found = buttons(alex, "audit meeting")
        push(alex, found["Yes to Thu 3 Sep, 2pm"])
        heard = push(alex, found["Yes to Fri 4 Sep, 10am"])
        assert "Thursday 3 September 2026 at 2pm, for an hour" in heard
        assert meeting(demo).starts_at == THURSDAY_2PM

    def test_a_yes_to_what_was_taken_back(self, demo: Database) -> None:
        alex, priya = both(demo)
        priya.hear(OFFER)
        found = buttons(alex, "audit meeting")
        priya.hear("cancel the audit meeting because the auditor is ill")
        heard = push(alex, found["Yes to Thu 3 Sep, 2pm"])
        assert "the auditor is ill" in heard
        assert meeting(demo).state == OFF

    def test_both_offer_at_once(self, demo: Database) -> None:
        """Who is slower sees what the other offers, and may say yes to it."""
        alex, priya = both(demo)
        hers = buttons(priya, "find a time with Alex on Thursday")
        his = buttons(alex, "find a time with Priya on Friday")
        push(priya, hers["Offer all of them"])
        heard = push(alex, his["Offer all of them"])
        assert "This has changed meanwhile." in heard
        assert "Priya Nair offers times" in heard
        assert meeting(demo).offered_by == "priya"

    def test_the_slot_is_taken_between_offer_and_yes(self, demo: Database) -> None:
        alex, priya = both(demo)
        priya.hear(OFFER)
        with demo.transaction() as store:
            store.plans.save(PlannedVisit(CARE, the_audit(store).practitioner_key, date(2026, 9, 3), THURSDAY_2PM))
        heard = alex.hear("yes to the first")
        assert "Thursday 3 September 2026 at 2pm isn't free for you." in heard
        assert "Friday 4 September 2026 at 10am" in heard
        assert meeting(demo).offered == (datetime(2026, 9, 4, 9, 0, tzinfo=UTC).isoformat(),)

    def test_the_time_passes_before_the_yes(self, demo: Database) -> None:
        alex, priya = both(demo)
        priya.hear(OFFER)
        alex.wait(days=2, hours=4)
        heard = alex.hear("yes to the first")
        assert "Thursday 3 September 2026 at 2pm is over." in heard
        assert meeting(demo).state == OFFERED

    def test_the_auditor_is_replaced_before_the_yes(self, demo: Database) -> None:
        alex, priya = both(demo)
        priya.hear(OFFER)
        found = buttons(alex, "audit meeting")
        hand_to(demo, OMAR)
        heard = push(alex, found["Yes to Thu 3 Sep, 2pm"])
        assert "No meeting about AB 201 is offered or agreed." in heard
        assert "No open audit of yours" in priya.hear("audit meeting")
        assert "Times for the audit meeting about AB 201" in chat(demo, OMAR).hear("schedule the audit meeting")

    def test_the_new_auditor_offers_anew(self, demo: Database) -> None:
        alex, _ = agree(demo)
        hand_to(demo, OMAR)
        assert "I've offered Alex Wilber these times" in chat(demo, OMAR).hear("offer Monday 7 September at 10am")
        assert "Omar Said offers times" in alex.hear("audit meeting")
        assert meeting(demo).auditor_key == "omar"

    def test_the_audit_is_closed(self, demo: Database) -> None:
        alex, _ = agree(demo)
        with demo.transaction() as store:
            store.audits.change(replace(the_audit(store), state="closed"))
        assert "No open audit of yours" in alex.hear("when is the audit meeting?")
