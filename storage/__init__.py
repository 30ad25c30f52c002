"""The database: one transaction, frozen values out."""
