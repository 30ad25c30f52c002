"""The import of files, and the made-up council."""
