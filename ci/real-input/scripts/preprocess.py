"""The code of the processing steps: the SDK uploads it, nothing runs it."""
