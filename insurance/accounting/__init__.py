"""Money that people enter by hand: received by cheque, by transfer or on the telephone, given back after a termination."""
