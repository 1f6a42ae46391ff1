"""Tingheng 听衡: hears every recorded call of a Mandarin service hotline and judges it with evidence."""
