"""What came back, and what it means: a dead address, our own fault, or something that passes."""
