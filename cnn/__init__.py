"""The reference network: exact operations, the values and layers they work on, and the mistakes beside them."""
