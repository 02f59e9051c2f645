"""A lecture: the audience's screen, the presenter's screen, and what clickers and keys do there."""
