"""Microsoft Teams: the only folder that knows Bot Framework."""
