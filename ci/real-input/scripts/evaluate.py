"""The code of the evaluation steps: the SDK uploads it, nothing runs it."""
