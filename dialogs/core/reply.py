"""What the bot answers, as the features say it; stored as JSON with the turn it answers."""

from dataclasses import dataclass, fields
from typing import Self, TypeAlias, cast

from dialogs.core.document import Offer
from dialogs.core.turn import Json

Card: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Result:
    """One hit of a search from the compose box: `card` is what gets inserted."""

    title: str
    subtitle: str
    card: Card


@dataclass(frozen=True, slots=True)
class Paged:
    """A list of which a page is shown, so that "next page" can be typed: the action that shows one, and with what."""

    action: str
    data: dict[str, Json]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `text` says everything that `card` says, for terminals and screen readers;
    `summary` is the notification's text and names no child; `in_place` replaces the card whose button was pressed, as
    every card does that answers a button of `cards.execute`;
    `is_kept`: whether it is stored for a repeat of its turn. If not, for it tells of a case, a repeat is answered anew:
    the turn must change nothing that mustn't be changed twice. `document`: a file that is offered with it.
    `paged`: the list that it shows, or a page of."""

    text: str
    card: Card | None = None
    summary: str = ""
    in_place: bool = False
    results: tuple[Result, ...] = ()
    is_kept: bool = True
    document: Offer | None = None
    paged: Paged | None = None

    def to_json(self) -> dict[str, Json]:
        """The reply as JSON, for storage; it shares the cards (`asdict` would copy them, which takes longer than
        all else here)."""
        kept = self if self.is_kept else Reply("", is_kept=False, paged=self.paged)
        offer = _fields(kept.document) if kept.document else None
        paged = _fields(kept.paged) if kept.paged else None
        return {**_fields(kept), "results": [_fields(r) for r in kept.results], "document": offer, "paged": paged}

    @classmethod
    def from_json(cls, data: dict[str, Json]) -> Self:
        """The reply that `to_json` gave."""
        results = tuple(Result(**r) for r in cast(list[dict], data["results"]))  # type: ignore[type-arg]
        offered = data.get("document")  # absent from what an older release stored
        offer = Offer(**cast(dict, offered)) if offered else None  # type: ignore[type-arg]
        paged = Paged(**cast(dict, data["paged"])) if data.get("paged") else None  # type: ignore[type-arg]
        return cls(**{**data, "results": results, "document": offer, "paged": paged})  # type: ignore[arg-type]


def _fields(value: Reply | Result | Offer | Paged) -> dict[str, Json]:
    return {field.name: getattr(value, field.name) for field in fields(value)}
