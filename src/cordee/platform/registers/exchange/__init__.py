"""A register goes out to a spreadsheet and comes back: nothing is lost, nothing silently won."""
