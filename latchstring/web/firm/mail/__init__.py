"""The firm's email: what was sent, what came back, and how it is sent."""
