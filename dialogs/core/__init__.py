"""What every feature shares: turns, replies, cards, routing, errors."""
