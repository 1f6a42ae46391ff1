"""The night and the month as one self-contained HTML file each: to be opened from disk or sent by e-mail."""
