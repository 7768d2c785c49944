"""What is said and what follows from it: dialogues, people, concerns, signals and the store."""
