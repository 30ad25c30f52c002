"""The schema's history (Alembic), and bringing a database up to date."""
