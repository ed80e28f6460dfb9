"""The checked program and all that is known of its kinds: types, values, numbers, schemas, places in acts."""
