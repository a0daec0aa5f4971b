"""Failures that a user can understand and act on: where, expected, observed, what next, in one line."""


class InputError(Exception):
    """What the user asked for cannot be done: a path, folder, option or file is not as it must be."""


class ContractError(Exception):
    """The tables of this run break the contract, or too much was rejected; nothing was published."""
