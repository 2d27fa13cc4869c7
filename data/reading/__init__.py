"""Bytes of an upload -> tables of text, each recognised by its headers."""
