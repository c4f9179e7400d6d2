"""Questions: pure functions from the graph to answers that carry their evidence."""
