"""The version of Practice Companion; a constant, so that it needs neither an installation nor a file to be known."""

VERSION = "0.1.0"
