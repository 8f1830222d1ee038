"""What follows from not paying (art. L113-3): the formal notice, the suspension, the cover that is back."""
