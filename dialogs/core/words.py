"""Every sentence that people see is in a feature's words.toml; this reads them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """A feature's sentences by name, and the sentences that reach its actions."""

    says: Mapping[str, str]
    phrases: Mapping[str, list[str]]

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence of this name, its {places} filled. KeyError if there is none."""
        return self.says[name].format(**values)


@cache
def words_of(feature: str) -> Words:
    """The words of `dialogs/<feature>/words.toml`."""
    data = tomllib.loads((files("dialogs") / feature / "words.toml").read_text(encoding="utf-8"))
    return Words(says=data["says"], phrases=data.get("phrases", {}))
