"""What can be measured of a call without judging it: who spoke how long, silences, speech rate."""
