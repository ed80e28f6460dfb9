"""The findings of the checker, one small function each; their sentences live nowhere else. Codes: E3xx for meaning, W3xx for warnings.

Those about versions, amendments and names are in ``amend``.
"""
