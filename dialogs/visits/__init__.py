"""A practitioner's visits: what is due, recording what happened, planning."""

from dialogs.core.feature import Feature, phrases
from dialogs.core.over import over
from dialogs.core.words import words_of
from dialogs.visits import flow, flow_days, flow_plan, flow_report, flow_saved
from dialogs.visits.nudges import nudges
from dialogs.visits.understand import say, understands


def feature() -> Feature:
    """The feature as the registry has it."""
    return Feature(
        name="visits",
        actions={
            "visits.mine": flow.mine,
            "visits.list": flow.again,
            "visits.covered": flow.covered,
            "visits.when": flow.when,
            "visits.say": say,
            "visits.record": flow_report.record,
            "visits.done": flow_report.done,
            "visits.answer": over(flow_report.answer),
            "visits.save": over(flow_report.save),
            "visits.change": over(flow_report.change),
            "visits.drop": over(flow_report.drop),
            "visits.cancel": flow_report.cancel,
            "visits.undo_how": flow_saved.undo_how,
            "visits.undo": over(flow_saved.undo),
            "visits.correct": flow_saved.correct,
            "visits.unwritten": flow_days.unwritten,
            "visits.plan": flow_plan.ask,
            "visits.fresh": flow_days.fresh,
            "visits.facts": flow_saved.facts,
        },
        phrases=phrases(words_of("visits").phrases, "visits"),
        understands=understands,
        is_watched=True,
        nudges=nudges(),
    )
