"""The rules of `minutes check`, a function each; `register.check` has the table of them."""
