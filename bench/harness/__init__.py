"""Measures ActivationLab against PyTorch scripts, in turns. Needs no package but Python's own; the peers need torch."""
