"""Model of `qa.scoring.rearrangement`: made by models/second-listen/rearranged.py. Data."""

INTERCEPT = 0.7315
COEFFICIENTS = (
    -0.4171,  # extra
    -0.1216,  # inverted
    -0.7850,  # twice_inverted
    -2.3978,  # missing
    -0.8121,  # unmannerly
    -0.6345,  # named
    0.0713,  # inverted_over_gap
    -1.2273,  # shortness
    -0.2778,  # four_words
    -1.1713,  # gap
    0.6518,  # distinct
    -1.4652,  # forbidden
)
