import dataclasses
import io
import json
import struct
import tomllib
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from manifest.build import ICONS, About, Manifest, ManifestError, build, manifest_for, validate
from manifest.draw_icons import color_icon, outline_icon

ROOT = Path(__file__).parents[2]
ABOUT = About(
    app_id="1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    council="Buckinghamshire Council",
    website="https://example.org/",
    privacy="https://example.org/privacy",
    terms="https://example.org/terms",
    version="0.1.0",
)


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(**changes: Any) -> Manifest:
    return manifest_for(ABOUT) | changes


def pixels(png: bytes) -> list[bytes]:
    """The RGBA pixels of one of our own PNGs (one IDAT, no filter)."""
    size = struct.unpack(">I", png[16:20])[0]
    start = png.index(b"IDAT")
    raw = zlib.decompress(png[start + 4 : start + 4 + struct.unpack(">I", png[start - 4 : start])[0]])
    rows = [raw[row * (4 * size + 1) + 1 : (row + 1) * (4 * size + 1)] for row in range(size)]
    return [row[4 * x : 4 * x + 4] for row in rows for x in range(size)]


def test_the_package_holds_the_manifest_and_both_icons() -> None:
    contents = unpacked(build(ABOUT))
    assert sorted(contents) == ["color.png", "manifest.json", "outline.png"]
    manifest = json.loads(contents["manifest.json"])
    assert validate(manifest) == []
    assert manifest == manifest_for(ABOUT)


def test_the_same_package_twice_is_the_same_bytes() -> None:
    assert build(ABOUT) == build(ABOUT)


def test_one_bot_everywhere_and_one_search_command() -> None:
    manifest = manifest_for(ABOUT)
    (bot,) = manifest["bots"]
    (extension,) = manifest["composeExtensions"]
    (command,) = extension["commands"]
    assert manifest["id"] == bot["botId"] == extension["botId"] == ABOUT.app_id
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert (command["id"], command["initialRun"], command["context"]) == (
        "searchStandards",
        True,
        ["compose", "commandBox"],
    )
    assert [parameter["name"] for parameter in command["parameters"]] == ["query"]
    assert manifest["validDomains"] == []


def test_nothing_is_left_unfilled() -> None:
    assert "{" not in "".join(_strings(manifest_for(ABOUT)))


def test_a_value_is_never_filled_again() -> None:
    about = dataclasses.replace(ABOUT, council="The {version} Council")
    assert manifest_for(about)["developer"]["name"] == "The {version} Council"


def test_the_example_commands_are_those_of_the_welcome() -> None:
    words = tomllib.loads((ROOT / "dialogs" / "home" / "words.toml").read_text(encoding="utf-8"))
    examples = [words["says"][f"example_{number}"] for number in (1, 2, 3)]
    (commands,) = manifest_for(ABOUT)["bots"][0]["commandLists"]
    titles = [command["title"] for command in commands["commands"]]
    assert titles[5:] == examples
    assert titles[2:5] == ["My visits", "Record a visit", "What haven't I written up?"]
    assert [title.casefold().rstrip("?") for title in titles[:2]] == ["help", "what can you do"]
    assert all(title.casefold().rstrip("?") in words["phrases"]["help"] for title in titles[:2])


@pytest.mark.parametrize(
    "council", ["London Borough of Hammersmith and Fulham Council", "X" * 60, "Buckinghamshire Council"]
)
def test_a_long_council_name_is_shortened_where_teams_keeps_it_short(council: str) -> None:
    manifest = manifest_for(dataclasses.replace(ABOUT, council=council))
    assert validate(manifest) == []
    assert council.startswith(manifest["developer"]["name"])
    assert council in manifest["description"]["full"]


@pytest.mark.parametrize(
    ("manifest", "place"),
    [
        (changed(manifestVersion="1.29"), "manifestVersion"),
        (changed(id="practice-companion"), "id"),
        (changed(name={"short": "x" * 31}), "name.short"),
        (changed(packageName="uk.gov.example"), "$"),
        (changed(accentColor="teal"), "accentColor"),
        (changed(bots=[{"botId": ABOUT.app_id, "scopes": ["everywhere"]}]), "bots[0].scopes[0]"),
    ],
)
def test_what_teams_would_refuse_is_refused_with_its_place(manifest: Manifest, place: str) -> None:
    (problem,) = validate(manifest)
    assert problem.startswith(f"{place}: ")


def test_patterns_in_any_alphabet_are_understood() -> None:
    # `\p{L}` as the schema has it for the names of an Excel function, which no standard-library pattern can hold.
    function = {"id": "ADD", "name": "1ADD", "parameters": [], "result": {}}
    runtime = {"runtimes": [{"id": "r", "code": {"page": "https://example.org/"}, "customFunctions": {}}]}
    runtime["runtimes"][0]["customFunctions"] = {"functions": [function]}
    problems = validate(changed(extensions=[runtime]))
    assert any(r"\p{L}" in problem for problem in problems)


def test_a_package_that_teams_would_refuse_is_never_built() -> None:
    with pytest.raises(ManifestError, match="websiteUrl"):
        build(dataclasses.replace(ABOUT, website="example"))


def test_the_icons_are_what_the_script_draws() -> None:
    folder = ROOT / "manifest"
    assert pixels((folder / "color.png").read_bytes()) == pixels(color_icon())
    assert pixels((folder / "outline.png").read_bytes()) == pixels(outline_icon())


def test_the_icons_have_the_sizes_and_colours_that_teams_wants() -> None:
    color, outline = ((ROOT / "manifest" / name).read_bytes() for name in ICONS)
    assert struct.unpack(">II", color[16:24]) == (192, 192)
    assert struct.unpack(">II", outline[16:24]) == (32, 32)
    assert all(pixel[3] == 255 for pixel in pixels(color))
    assert all(pixel[:3] == b"\xff\xff\xff" for pixel in pixels(outline))
    assert {0, 255} <= {pixel[3] for pixel in pixels(outline)}


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for item in value for text in _strings(item)]
        case dict():
            return [text for item in value.values() for text in _strings(item)]
    return []
