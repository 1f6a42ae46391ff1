"""Telling two voices on one channel apart, and which of them is the agent's: no network and no torch needed."""
