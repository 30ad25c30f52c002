"""The `companion` command, a module a group."""
