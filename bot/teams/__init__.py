"""Microsoft Teams: the only folder that knows Bot Framework.

Import from the modules (`bot.teams.adapter`, `.config`, `.credentials`): this package imports nothing itself, so that
whoever needs only the runner's interface doesn't pay 0.4 s for the SDK.
"""
