"""From one parsed article (a spaCy `Doc`) to rows: mentions, entities, time expressions, quotes and claims."""
