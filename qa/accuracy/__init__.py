"""How well the product hears and judges calls whose truth is known (`qa eval`)."""
