"""The commit: segments and catalogue as one."""
