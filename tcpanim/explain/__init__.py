"""Why, in words: recorded reasons as messages."""
