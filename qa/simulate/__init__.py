"""Made-up centres whose truth is known, to see how the product judges agents that really differ. Marked everywhere."""
