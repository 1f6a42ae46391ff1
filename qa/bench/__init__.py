"""Measurements that compare the product with the alternative, both in one run: `qa bench …`."""
