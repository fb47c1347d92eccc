"""Reading the real world: a file becomes a table, a table becomes typed, explained rows."""
