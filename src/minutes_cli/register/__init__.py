"""Documents → Register → answers: pure functions, with `today` an argument."""
