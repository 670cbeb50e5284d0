"""How to adapt a model to the task: a decision among strategies, what each costs, and when it pays."""
