"""Failures that a user can understand and act on: where, expected, observed, what next, in one line."""

from schemas.arrow import ContractError

__all__ = ["ContractError", "InputError"]


class InputError(Exception):
    """What the user asked for cannot be done: a path, folder, option or file is not as it must be."""
