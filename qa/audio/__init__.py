"""From a file to channels at 16 kHz, stretches of speech, and what is wrong with the sound."""
