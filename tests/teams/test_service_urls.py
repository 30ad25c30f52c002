"""Where the token may go."""

import pytest

from bot.teams.service_urls import is_allowed


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/uk/",
        "https://smba.trafficmanager.net/teams",
        "https://smba.trafficmanager.net",
        "https://SMBA.trafficmanager.net:443/uk/",
        "https://api.botframework.com/",
        "https://europe.api.botframework.com/x/y-z_1~2.3/",
        "https://canary.botapi.teams.microsoft.com/amer/",
    ],
)
def test_teams_hosts(url: str) -> None:
    assert is_allowed(url, local_mode=False)
    assert not is_allowed(url, local_mode=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://smba.trafficmanager.net/uk/",
        "ftp://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "https://evil.trafficmanager.net/",
        "https://x.smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.com/",
        "https://smba.trafficmanager.net./",
        "https://evilbotframework.com/",
        "https://botframework.com/",
        "https://api.botframework.com.evil.com/",
        "https://evil.com/api.botframework.com",
        "https://evil.com#.botframework.com",
        "https://evil.com?.botframework.com",
        "https://evil.com\\.botframework.com/",
        "https://user@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.com/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net/uk/?to=evil",
        "https://smba.trafficmanager.net/uk/#x",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net/uk/\n",
        " https://smba.trafficmanager.net/uk/",
        "https://127.0.0.1/",
        "https://169.254.169.254/metadata",
        "https://teams.microsoft.com/",
        "https://smbа.trafficmanager.net/",
        "https://xn--.teams.microsoft.com.evil/",
    ],
)
def test_other_hosts(url: str) -> None:
    assert not is_allowed(url, local_mode=False)
    assert not is_allowed(url, local_mode=True) or "127.0.0.1" in url


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:56150/_connector", "http://localhost:3979/", "https://localhost", "http://[::1]:9/"]
)
def test_this_machine_in_local_mode_only(url: str) -> None:
    assert is_allowed(url, local_mode=True)
    assert not is_allowed(url, local_mode=False)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1.evil.com/", "http://localhost@evil.com/", "http://192.168.0.1/", "http://0/"]
)
def test_other_machines_in_local_mode(url: str) -> None:
    assert not is_allowed(url, local_mode=True)
