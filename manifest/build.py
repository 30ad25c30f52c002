"""Builds the Teams app package and checks its manifest against Microsoft's schema, offline."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from importlib.resources import files
from typing import Any, TypeAlias, cast

import regex
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Manifest: TypeAlias = dict[str, Any]

ICONS = ("color.png", "outline.png")
_LONGEST_DEVELOPER = 32
_PLACEHOLDER = regex.compile(r"\{([a-z_]+)\}")
# A zip remembers when its files changed; a fixed day keeps the same content the same bytes.
_DAY = (2021, 4, 1, 0, 0, 0)


class ManifestError(Exception):
    """A manifest that Teams would refuse; the message says where and why."""


@dataclass(frozen=True, slots=True)
class About:
    """What a council's package says about itself."""

    app_id: str
    council: str
    website: str
    privacy: str
    terms: str
    version: str


def build(about: About) -> bytes:
    """The zip that Teams takes, the same bytes for the same `about`. ManifestError if Teams would refuse it."""
    manifest = manifest_for(about)
    problems = validate(manifest)
    if problems:
        raise ManifestError("\n".join(("Teams would refuse this manifest:", *(f"- {p}" for p in problems))))
    contents = {"manifest.json": (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()}
    contents |= {name: (files("manifest") / name).read_bytes() for name in ICONS}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else the zip would tell on which system it was made
            archive.writestr(entry, content)  # stored: compressed bytes differ from one zlib to another
    return packed.getvalue()


def manifest_for(about: About) -> Manifest:
    """The template, filled in."""
    template = json.loads((files("manifest") / "manifest.json").read_text(encoding="utf-8"))
    values = asdict(about) | {"developer": _shortened(about.council, _LONGEST_DEVELOPER)}
    return cast(Manifest, _filled(template, values))


def validate(manifest: Manifest) -> list[str]:
    """What is wrong with a manifest by the schema 1.30, place by place; empty if nothing."""
    schema = json.loads((files("manifest.schema") / "MicrosoftTeams.schema.json").read_text(encoding="utf-8"))
    # The schema calls itself draft 4 and uses keywords of draft 7.
    validator = _Validator(schema)
    errors = sorted(validator.iter_errors(manifest), key=lambda error: [str(step) for step in error.absolute_path])
    return [f"{error.json_path.removeprefix('$.')}: {error.message}" for error in errors]


def _pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    # The standard library's `re` doesn't know \p{L}, which the schema uses.
    if isinstance(instance, str) and regex.search(pattern, instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _filled(value: object, values: Mapping[str, str]) -> object:
    match value:
        case str():
            return _PLACEHOLDER.sub(lambda found: values[found[1]], value)
        case list():
            return list(map(partial(_filled, values=values), value))
        case dict():
            return {key: _filled(item, values) for key, item in value.items()}
    return value


def _shortened(text: str, longest: int) -> str:
    """Whole words that fit, for a field that Teams keeps short."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip(" ,(") or text[:longest]
