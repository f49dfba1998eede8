"""What a login may see and change of itself: the same pages on both sides, each in its own look."""
