"""Statements out."""
