"""The face for programs: JSON over HTTP, by tokens of team members. It calls what the pages call."""
