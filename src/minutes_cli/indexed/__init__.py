"""A folder through its index: `refresh` brings it up to date, `ledger` keeps it, `known` answers from it."""
