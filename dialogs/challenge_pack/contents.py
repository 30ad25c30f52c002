"""What a pack says: gathered, put into words, and nothing in it from which fewer than five people can be told."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from dialogs.challenge_pack.questions import cited, counted, suggested
from dialogs.challenge_pack.values import Pack, Part, Row
from dialogs.core.knowledge import Knowledge
from dialogs.core.when.say import day_label
from dialogs.core.words import words_of
from standards_kb.noticed import Kind, Noticed, Told, has_worsened, missed_running, noticed
from standards_kb.returns import Figure, Indicator, Section, Template, Unit, is_off_target, measure
from storage.challenge_told import IN, File, Given, on_file
from storage.returns import Answer, Session
from storage.store import Store

_LABELS = (
    *("what", "how", "brief", "questions", "indicators", "about_trend", "indicator", "target", "trend", "stands"),
    *("latest", "comment", "comments", "area_says", "actions", "action", "owner", "by_when", "measure", "noticed"),
    *("definitions", "suppressed", "definition", "source", "sheet", "none"),
)
_NOTICED = (
    "n_differs",
    "n_differs_by",
    "n_missed",
    "n_unexplained",
    "n_off_target",
    "n_empty",
    "n_no_figure",
    "n_unchanged",
)


def contents(store: Store, knowledge: Knowledge, session: Session, today: date) -> Pack:
    """Everything in it, as it is now."""
    words, template = words_of("challenge_pack"), knowledge.returns[session.area]
    file = on_file(store, session, template, today)
    now, is_in = file.returns[-1], session.state in IN
    found = noticed(template, file.returns, knowledge.returning.margin / 2) if is_in else ()
    said_nothing = "none" if is_in else "not_in"
    return Pack(
        words("title", area=template.title),
        _front(file, today),
        _alerts(file, knowledge, today),
        _brief(file, template, found, today),
        suggested(file, knowledge, found, today, said),
        tuple(f"{one.held_on.day} {one.held_on:%b %Y}" for one in file.returns),
        tuple(_row(one, file.returns, knowledge) for one in template.indicators.values()),
        _texts(template, now) if is_in else (),
        (
            (words("actions_old"), _actions(file.earlier, today)),
            (words("actions_new"), _actions(file.given, today)),
        ),
        tuple(_line(one, template, now, file.answers.get(one.key)) for one in found),
        {**{name: words(name) for name in _LABELS}, "page": _page(template), "nothing": words(said_nothing)},
    )


def _page(template: Template) -> str:
    """The foot of each page, with places for what the reader's program counts."""
    return words_of("challenge_pack")("page", area=template.title, page="{page}", pages="{pages}")


def _texts(template: Template, now: Told) -> tuple[Part, ...]:
    nothing = words_of("challenge_pack")("nothing")
    return tuple(Part(_headed(s), (now.texts.get(s.name) or nothing,)) for s in template.sections if not s.figures)


def _headed(section: Section) -> str:
    return f"{section.group}: {section.title}" if section.group else section.title


def _line(one: Noticed, template: Template, now: Told, answer: Answer | None) -> str:
    words, name = words_of("challenge_pack"), f"n_{one.kind.value}"
    sections = {section.name: section.title for section in template.sections}
    title = template.indicators[one.name].title if one.is_figure else sections[one.name]
    places: dict[str, object] = {"times": one.times} if one.kind is Kind.MISSED else {}
    if one.kind is Kind.DIFFERS and (both := counted(template.indicators[one.name], now, said)):
        name, places = "n_differs_by", dict(both)
    line = words(name, title=title, **places)
    return f"{line} {words('n_answer', name=answer.by_name, text=answer.text)}" if answer else line


def said(indicator: Indicator, figure: Figure, *, whole: bool = False) -> str:
    """A figure as it is read; never rounded up to a target that it misses. `whole`: with its two counts."""
    value = measure(figure)
    if value is None:
        return "0 of 0"
    plain = _plain(value)
    if indicator.unit is not Unit.PERCENT:
        return plain
    return f"{plain}% ({figure.value} of {figure.out_of})" if whole else f"{plain}%"


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_DOWN)


def _plain(value: Decimal) -> str:
    text = f"{_rounded(value):f}"
    return text.removesuffix(".0")


def _front(file: File, today: date) -> tuple[tuple[str, str], ...]:
    words, session = words_of("challenge_pack"), file.session
    ends = session.held_on + timedelta(weeks=session.window_weeks)
    state = (
        words("state_in", name=session.signed_by)
        if session.state in IN
        else words("state_late" if session.due_on < today else "state_not_in", day=day_label(session.due_on))
    )
    listed = "; ".join(session.priorities)
    front = [
        (words("held"), day_label(session.held_on)),
        (words("panel"), session.panel or ", ".join(file.panel)),
        (words("head"), file.head),
        (words("contributors"), ", ".join(file.contributors)),
        (words("signers"), ", ".join(file.signers)),
        (words("state"), state),
        (words("priorities"), listed),
        (words("window"), words("window_weeks", weeks=session.window_weeks, day=day_label(ends))),
        (words("as_of"), day_label(today)),
    ]
    return tuple((name, text[:1].upper() + text[1:]) for name, text in front if text)


def _alerts(file: File, knowledge: Knowledge, today: date) -> tuple[str, ...]:
    words, session, alerts = words_of("challenge_pack"), file.session, []
    if session.state not in IN:
        late = session.due_on < today
        alerts.append(words("alert_late" if late else "alert_open", day=day_label(session.due_on)))
    for one in file.late:
        area = knowledge.returns[one.area].title
        alerts.append(words("alert_other", area=area, day=day_label(one.due_on)))
    return tuple(alerts)


def _brief(file: File, template: Template, found: Sequence[Noticed], today: date) -> tuple[str, ...]:
    """In a few lines; of a return that isn't in, the actions alone."""
    words, now = words_of("challenge_pack"), file.returns[-1]
    aimed = [i for i in template.indicators.values() if i.target is not None and i.name in now.figures]
    met = sum(not is_off_target(i, now.figures[i.name]) for i in aimed)
    still = [one for one in file.earlier if one.action.state == "open"]
    overdue = sum(one.action.is_overdue(today) for one in still)
    figures = words("brief_figures", given=len(now.figures), all=len(template.indicators), back=len(now.held_back))
    actions = words("brief_actions", number=len(still), overdue=overdue)
    if file.session.state not in IN:
        return (actions,)
    return (
        figures,
        words("brief_target", met=met, with_target=len(aimed)),
        actions,
        words("brief_noticed", number=sum(one.kind is not Kind.OFF_TARGET for one in found)),
    )


def _row(indicator: Indicator, returns: Sequence[Told], knowledge: Knowledge) -> Row:
    words, now = words_of("challenge_pack"), returns[-1]
    figures = [told.figures.get(indicator.name) for told in returns]
    cells = [
        said(indicator, figure) if figure else words("hidden" if indicator.name in told.held_back else "none_given")
        for told, figure in zip(returns, figures, strict=True)
    ]
    numbers = [measure(figure) if figure else None for figure in figures]
    target = "" if indicator.target is None else _plain(indicator.target) + "%" * (indicator.unit is Unit.PERCENT)
    points = [
        words("alt_point", day=f"{told.held_on.day} {told.held_on:%B %Y}", value=cell)
        for told, cell in zip(returns, cells, strict=True)
    ]
    latest = said(indicator, figures[-1], whole=True) if figures[-1] else cells[-1]
    is_percent = indicator.unit is Unit.PERCENT
    return Row(
        indicator.title,
        words("in_percent", title=indicator.title) if is_percent else indicator.title,
        target,
        tuple(cells),
        _stands(indicator, returns),
        tuple(float(_rounded(number)) if number is not None else None for number in numbers),
        is_percent,
        float(indicator.target) if indicator.target is not None else None,
        words("alt", title=indicator.title, points=", ".join(points), target=target or words("no_target")),
        latest,
        now.comments.get(indicator.name, ""),
        indicator.definition,
        cited(indicator.cites, knowledge),
    )


def _stands(indicator: Indicator, returns: Sequence[Told]) -> str:
    words, now = words_of("challenge_pack"), returns[-1].figures.get(indicator.name)
    if now is None:
        return ""
    lines, times = [], missed_running(indicator, returns)
    if indicator.target is not None:
        lines.append(words("missed_times", times=times) if times > 1 else words("missed" if times else "met"))
    before = returns[-2].figures.get(indicator.name) if len(returns) > 1 else None
    worse = has_worsened(indicator, now, before) if before else None
    if worse is not None:
        lines.append(words("worse" if worse else "better"))
    text = "; ".join(lines)
    return text[:1].upper() + text[1:]


def _actions(actions: Sequence[Given], today: date) -> tuple[tuple[str, ...], ...]:
    words, rows = words_of("challenge_pack"), []
    for one in actions:
        action = one.action
        state = words("action_overdue" if action.is_overdue(today) else "action_open")
        if action.state != "open":
            state = words("action_done", changed=action.changed, evidence=action.evidence)
        elif one.updates:
            state = words("action_update", state=state, text=one.updates[-1].text)
        text = action.text
        if action.difference:
            text = f"{action.text}\n{words('action_for', difference=action.difference)}"
        rows.append((text, one.owner, f"{action.due_on.day} {action.due_on:%b %Y}", action.measure, state))
    return tuple(rows)
