"""The process in which one file is decoded and made again: it can read what it was given and write what it returns."""
