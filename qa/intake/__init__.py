"""Which files came in, what is known about them, and which cannot be used."""
