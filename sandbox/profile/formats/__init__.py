"""The formats that a profile knows: one file each."""
