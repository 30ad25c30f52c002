"""The edge of Practice Companion: process, HTTP, Teams, terminal, clock."""
