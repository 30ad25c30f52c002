"""One transaction, its repositories as attributes."""

from sqlalchemy import Connection

from storage.conversations import Conversations
from storage.people import People
from storage.questions import Questions
from storage.turns import Turns


class Store:
    """Everything that may be read or written in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.turns = Turns(connection)
        self.conversations = Conversations(connection)
        self.people = People(connection)
        self.questions = Questions(connection)
