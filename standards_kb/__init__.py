"""The framework as data, and pure functions that find and quote it."""
