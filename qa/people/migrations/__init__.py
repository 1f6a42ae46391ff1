"""Steps that bring the tables of people from one form to the next."""
