"""Stand-ins with a memory for the outside world, for tests that talk to it."""
