"""A card and the text that says the same, made together so that neither can lack what the other has."""

from collections.abc import Callable, Sequence

from dialogs.core import cards
from dialogs.core.reply import Paged, Reply


class Sheet:
    """Filled from top to bottom; `summary` is the notification's text and names no child."""

    def __init__(self, title: str, summary: str = "") -> None:
        self._summary = summary or title
        self._body: list[cards.Part] = [cards.heading(title)]
        self._lines = [title]
        self._actions: list[cards.Part] = []
        self._refresh: cards.Part | None = None
        self._paged: Paged | None = None

    def say(self, text: str, how: Callable[[str], cards.Part] = cards.paragraph) -> None:
        """A line of both."""
        if text:
            self._body.append(how(text))
            self._lines.append(text)

    def together(self, lines: Sequence[str], more: Sequence[cards.Part] = (), first: str = "") -> None:
        """Lines that belong together, `first` among them as a title; `more` stands below them on the card alone."""
        blocks = ([cards.bold(first)] if first else []) + [cards.close(line) for line in lines]
        self._body.append(cards.together([*blocks, *more]))
        self._lines.append("\n".join(filter(None, [first, *lines])))

    def on_card(self, *elements: cards.Part) -> None:
        """What the card alone has: inputs and buttons, for which the text has sentences to type."""
        self._body += elements

    def table(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], lines: Sequence[str]
    ) -> None:
        """A table on the card; in the text, and where the client has no tables, `lines`, one for each of its rows, with
        the head's words."""
        self._body.append(cards.table(header, rows, widths, lines))
        self._lines.append("\n".join([header[0], *lines]))

    def typed(self, text: str) -> None:
        """What the text alone says: what may be typed in place of the card's buttons."""
        self._lines.append(text)

    def below(self, other: "Sheet") -> None:
        """All of another sheet under what is here, its title as one within."""
        self._body += [cards.subheading(other._lines[0]), *other._body[1:]]
        self._lines += other._lines
        self._actions += other._actions

    def act(self, *actions: cards.Part) -> None:
        """The card's own buttons, the first one the primary."""
        self._actions += actions

    def refresh(self, action: cards.Part) -> None:
        """What a client asks by itself whenever it shows the card, so that it shows things as they are by then."""
        self._refresh = action

    def paged(self, paged: Paged) -> None:
        """That it shows a list, or a page of one."""
        self._paged = paged

    def reply(self, *, in_place: bool = False) -> Reply:
        """The whole."""
        says = "\n\n".join(self._lines)
        card = cards.card(self._body, self._actions, says)
        if self._refresh is not None:
            card = {**card, "refresh": {"action": self._refresh}}
        return Reply(says, card, self._summary, in_place, paged=self._paged)
