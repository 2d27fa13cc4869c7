"""The snapshot as PowerPoint: native text, tables and charts."""
