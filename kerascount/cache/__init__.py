"""What was found in files, kept from one run to the next."""
