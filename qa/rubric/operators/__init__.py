"""What a rubric can ask of a call: one operator a file; its docstring is the author's manual page."""
