"""Dates and times as British practitioners type them: one grammar for every feature; where it isn't certain, it asks.

What is assumed when, and which words mean what, stands in `tables`."""

from dialogs.core.when.grammar import find, read
from dialogs.core.when.values import (
    Ambiguous,
    Certain,
    Choice,
    Day,
    Found,
    Lean,
    Moment,
    Part,
    Span,
    Value,
    Week,
    WhenError,
)

__all__ = [
    "Ambiguous",
    "Certain",
    "Choice",
    "Day",
    "Found",
    "Lean",
    "Moment",
    "Part",
    "Span",
    "Value",
    "Week",
    "WhenError",
    "find",
    "read",
]
