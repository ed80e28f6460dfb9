"""Which versions there are, drafts, and amendments brought together to the text as it stands."""
