"""People's own calendars in Microsoft 365: when they are taken, and the agreed meetings written there."""
