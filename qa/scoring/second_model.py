"""Coefficients of `qa.scoring.second`: made by models/second-listen/fit.py. Data."""

INTERCEPT = 7.4137
COEFFICIENTS = (
    -0.6292,  # cost
    -6.1658,  # cost_a_syllable
    -13.6326,  # cost_of_short
    0.0986,  # shortness
    -0.8726,  # words
    0.4792,  # clear_words_wrong
    0.4080,  # mean
    0.3856,  # least
    -0.0155,  # heard_mean
    0.3863,  # behind
    0.0304,  # gain
)
