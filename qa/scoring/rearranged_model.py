"""Model of `qa.scoring.rearrangement`: made by models/second-listen/rearranged.py. Data."""

INTERCEPT = 1.2352
COEFFICIENTS = (
    -0.2828,  # extra
    -0.0289,  # inverted
    -1.2582,  # twice_inverted
    -1.9399,  # missing
    -0.6275,  # unmannerly
    -0.3960,  # named
    -0.1544,  # inverted_over_gap
    -3.6145,  # shortness
    -0.0416,  # four_words
    -0.2641,  # gap
    0.6304,  # distinct
    -1.6569,  # forbidden
)
