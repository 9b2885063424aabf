"""Training of the weights that `kg` ships, and of a user's own, from annotated data."""
