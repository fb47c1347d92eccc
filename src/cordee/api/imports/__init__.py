"""Files brought in through the API: the operations, and what they tell of the differences."""
