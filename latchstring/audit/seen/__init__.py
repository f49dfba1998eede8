"""Who could see what, when, and who granted it: told by replaying the log, and by nothing else."""
