"""A small furniture maker: the second client of a firm that follows several."""
