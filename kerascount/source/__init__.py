"""From what the command line names to syntax trees: files, encodings, parsing, positions."""
