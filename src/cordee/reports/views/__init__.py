"""Pages of the board pack and of the templates of its slides."""
