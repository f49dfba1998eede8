"""Version 1: what is here keeps its meaning; what is new is added."""
