"""How Mandarin sounds: syllables, which of them are mistaken for which, and approximate matching on them. Pure."""
