"""Makes the pages of docs/, the examples of examples/json/ and the table and the picture of README.md from the code."""
