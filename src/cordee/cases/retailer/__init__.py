"""The retailer whose first mobile application failed and whose second was built together."""
