"""The product's hashes with the least cost that Argon2 takes: most tests that log somebody in are not about hashing."""

from latchstring.accounts.hashers import Argon2id


class Cheap(Argon2id):
    time_cost = 1
    memory_cost = 8
