"""From speech to words: the `Transcriber` interface, its engine, the guard against invented text, the models."""
