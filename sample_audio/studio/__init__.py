"""The small studio that turns written dialogues into telephone recordings with true labels."""
