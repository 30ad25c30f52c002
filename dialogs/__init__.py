"""What the bot says and does, one folder a feature; knows neither Teams nor SQL."""
