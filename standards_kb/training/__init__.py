"""Trains the finder from the phrasings (`make finder`); nothing of it is needed to run the product."""
